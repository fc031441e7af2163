/** The page: one table an RFC, clause by clause, and one of what it demands, sentence by sentence. */
import { type Clause, compareClauses, formatClause, isWithin } from './clause.ts';
import type { Place } from './place.ts';
import { clauseOf, type Requirement } from './requirement.ts';

/** Everything that is cited. Files are given from the root of the project; the page lies in `docs/`. */
export interface Citations {
  readonly code: readonly Place[];
  readonly charts: readonly Place[];
  readonly tests: readonly Place[];
}

interface Row {
  readonly clause: Clause;
  readonly code: readonly Place[];
  readonly charts: readonly Place[];
  readonly tests: readonly Place[];
}

/** The page as Markdown: the same for the same citations, in whatever order they come. Requirements keep their order. */
export function formatPage(citations: Citations, requirements: readonly Requirement[] = []): string {
  const rows = collectRows(citations);
  const untested = findUntested(rows);
  const rfcs = [...new Set(rows.map(({ clause }) => clause.rfc))];
  const parts = [
    [
      '# RFC coverage',
      '',
      'Which clause is where: in the code, in the charts, in the tests. Made by `npm run rfc-coverage` from what comments, ' +
        'the `meta` of states and transitions, and test titles cite; not to be edited.',
      '',
      `${count(rows.length, 'clause')} of ${count(rfcs.length, 'RFC')}; ` +
        `${String(untested.length)} cited [without a test](#cited-without-a-test).`
    ].join('\n'),
    ...rfcs.map((rfc) => formatTable(rfc, rows)),
    ...(requirements.length > 0 ? [formatRequirements(requirements, rows)] : []),
    formatUntested(untested)
  ];
  return `${parts.join('\n\n')}\n`;
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}

function collectRows({ code, charts, tests }: Citations): Row[] {
  const clauses = new Map<string, Clause>();
  for (const { clause } of [...code, ...charts, ...tests]) clauses.set(formatClause(clause), clause);
  return [...clauses.values()].sort(compareClauses).map((clause) => {
    const cites = (place: Place): boolean => compareClauses(place.clause, clause) === 0;
    return { clause, code: code.filter(cites), charts: charts.filter(cites), tests: tests.filter(cites) };
  });
}

/** What code or a chart cites and no test, neither itself nor a part of it. */
function findUntested(rows: readonly Row[]): Row[] {
  const tested = rows.filter(({ tests }) => tests.length > 0).map(({ clause }) => clause);
  return rows.filter(({ clause }) => !tested.some((inner) => isWithin(inner, clause)));
}

function formatTable(rfc: number, rows: readonly Row[]): string {
  return [
    `## RFC ${String(rfc)}`,
    '',
    '| Clause | Code | Charts | Tests |',
    '|---|---|---|---|',
    ...rows
      .filter(({ clause }) => clause.rfc === rfc)
      .map(
        ({ clause, code, charts, tests }) =>
          `| ${formatLink(clause)} | ${formatCode(code)} | ${formatCharts(charts)} | ${formatTests(tests)} |`
      )
  ].join('\n');
}

function formatRequirements(requirements: readonly Requirement[], rows: readonly Row[]): string {
  const tested = requirements.filter(({ shownBy }) => typeof shownBy !== 'string').length;
  return [
    '## What is demanded',
    '',
    'Every sentence with MUST, SHOULD and their kin of the sections that are listed ' +
      '([docs/rfc-coverage/requirements](rfc-coverage/requirements)), and the tests that show it is done, or why there is none. ' +
      'Code is what cites the section.',
    '',
    `${count(requirements.length, 'sentence')}, ${String(tested)} with a test.`,
    '',
    '| Sentence | Level | Who | Demands | Code | Shown by |',
    '|---|---|---|---|---|---|',
    ...requirements.map((requirement) => formatRequirement(requirement, rows))
  ].join('\n');
}

function formatRequirement(requirement: Requirement, rows: readonly Row[]): string {
  const { id, levels, who, says, shownBy } = requirement;
  const clause = clauseOf(requirement);
  const row = rows.find((other) => compareClauses(other.clause, clause) === 0);
  const code = [...byFile([...(row?.code ?? []), ...(row?.charts ?? [])]).keys()].map((file) => linkTo(file));
  const tests =
    typeof shownBy === 'string'
      ? `*${escape(shownBy)}*`
      : formatTests(shownBy.map(({ file, title }) => ({ clause, file, what: title })));
  return `| ${escape(id)} | ${levels.join(', ')} | ${who} | ${escape(says)} | ${code.join('<br>')} | ${tests} |`;
}

function formatUntested(rows: readonly Row[]): string {
  const lines = rows.map(({ clause, code, charts }) => {
    const files = [...byFile([...code, ...charts]).keys()].map((file) => linkTo(file));
    return `- ${formatClause(clause)}: ${files.join(', ')}`;
  });
  const intro = 'Code or a chart cites them, but no test cites them or a part of them.';
  return ['## Cited without a test', '', ...(lines.length > 0 ? [intro, '', ...lines] : ['None.'])].join('\n');
}

function formatLink({ rfc, section }: Clause): string {
  return `[§${section}](https://www.rfc-editor.org/rfc/rfc${String(rfc)}#section-${section})`;
}

function formatCode(places: readonly Place[]): string {
  return formatFiles(places, (names) => names.map((name) => `\`${name}\``).join(', '));
}

/** States and their events, as `Calling (timerB, transport.1xx)`. */
function formatCharts(places: readonly Place[]): string {
  return formatFiles(places, (names) => {
    const events = new Map<string, string[]>();
    for (const name of names) {
      const [state = '', event] = name.split(': ');
      const known = events.get(state) ?? [];
      events.set(state, event === undefined ? known : [...known, event]);
    }
    return [...events].map(([state, of]) => `${state}${of.length > 0 ? ` (${of.join(', ')})` : ''}`).join(', ');
  });
}

function formatTests(places: readonly Place[]): string {
  return formatFiles(places, (titles) => titles.map((title) => `“${escape(title)}”`).join(', '));
}

function formatFiles(places: readonly Place[], format: (names: readonly string[]) => string): string {
  return [...byFile(places)]
    .map(([file, names]) => (names.length === 0 ? linkTo(file) : `${linkTo(file)}: ${format(names)}`))
    .join('<br>');
}

/** Files in their order; what each says, once and in the order of the file. */
function byFile(places: readonly Place[]): Map<string, string[]> {
  const files = new Map<string, string[]>();
  const sorted = places.toSorted((a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)));
  for (const { file, what } of sorted) {
    const names = files.get(file) ?? [];
    files.set(file, what === undefined || names.includes(what) ? names : [...names, what]);
  }
  return files;
}

function linkTo(file: string): string {
  return `[${escape(file)}](../${file})`;
}

/** Text that Markdown takes literally, in a table too. */
function escape(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|]/g, '\\$&').replaceAll(/\s+/g, ' ');
}
