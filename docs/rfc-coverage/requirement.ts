/** What an RFC demands, sentence by sentence, and which tests show that it is done. */
import { type Clause, citedClauses } from './clause.ts';
import type { Level } from './sentences.ts';

/** To whom a sentence speaks; `people` are those who run us. */
export type Addressee = 'UAC core' | 'UAS core' | 'stateless UAS' | 'transaction' | 'transport' | 'proxy' | 'people';

/** A test, by its file from the root of the project and its title as it stands there. */
export interface TestReference {
  readonly file: string;
  readonly title: string;
}

/** One normative sentence. */
export interface Requirement {
  /** RFC, section, and which of its normative sentences: `3261§17.1.1.2-3`. Never changes, as the RFC does not. */
  readonly id: string;
  /** Its keywords, as often as the sentence has them. */
  readonly levels: readonly Level[];
  readonly who: Addressee;
  /** What it demands, in short. */
  readonly says: string;
  /** The tests, or why there is none: `not ours yet: …`, `for people: …`. */
  readonly shownBy: readonly TestReference[] | string;
}

/** What a reason not to have a test begins with. */
export const reasons = ['not ours yet', 'not ours', 'left to the application', 'for people', 'superseded'] as const;

/** One row of the list: its keywords, then the tests, or the reason for none. */
export function demand(
  id: string,
  levels: Level | readonly Level[],
  who: Addressee,
  says: string,
  ...shownBy: readonly TestReference[] | readonly [string]
): Requirement {
  const [first] = shownBy;
  return {
    id,
    levels: typeof levels === 'string' ? [levels] : levels,
    who,
    says,
    shownBy: typeof first === 'string' ? first : (shownBy as readonly TestReference[])
  };
}

/** Names the tests of a file. */
export const testsOf =
  (file: string) =>
  (title: string): TestReference => ({ file, title });

/** The clause that a sentence stands in. */
export function clauseOf({ id }: Requirement): Clause {
  const [clause] = citedClauses(id);
  if (clause === undefined) throw new Error(`no clause: ${id}`);
  return clause;
}

/**
 * What is wrong with a list, a line each: an id that comes twice, a sentence without a test or a reason, a test that is not
 * there. `titlesOf` gives the titles of a file's tests, undefined when there is no such file.
 */
export function findBroken(
  requirements: readonly Requirement[],
  titlesOf: (file: string) => readonly string[] | undefined
): string[] {
  const ids = new Set<string>();
  return requirements.flatMap(({ id, shownBy }) => {
    const twice = ids.has(id) ? [`${id} is listed twice`] : [];
    ids.add(id);
    return [...twice, ...findMissing(shownBy, titlesOf).map((what) => `${id}: ${what}`)];
  });
}

function findMissing(
  shownBy: Requirement['shownBy'],
  titlesOf: (file: string) => readonly string[] | undefined
): string[] {
  if (typeof shownBy === 'string')
    return reasons.some((reason) => shownBy.startsWith(`${reason}: `)) ? [] : [`“${shownBy}” is no reason`];
  if (shownBy.length === 0) return ['neither a test nor a reason'];
  return shownBy.flatMap(({ file, title }) => {
    const titles = titlesOf(file);
    if (titles === undefined) return [`there is no ${file}`];
    return titles.includes(title) ? [] : [`${file} has no test “${title}”`];
  });
}
