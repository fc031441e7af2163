/** The normative sentences of an RFC's text: those with a keyword of RFC 2119. For making and checking the list of requirements. */

/** The keywords, the longer ones first. */
export const levels = [
  'MUST NOT',
  'SHALL NOT',
  'SHOULD NOT',
  'NOT RECOMMENDED',
  'MUST',
  'SHALL',
  'SHOULD',
  'REQUIRED',
  'RECOMMENDED'
] as const;

/** How much a sentence demands. MAY and OPTIONAL demand nothing. */
export type Level = (typeof levels)[number];

/** One sentence. */
export interface Sentence {
  /** The numbers of its section. */
  readonly section: string;
  readonly text: string;
  /** Its keywords in their order, each as often as it stands there. */
  readonly levels: readonly Level[];
}

const keyword = new RegExp(`\\b(?:${levels.join('|')})\\b`, 'g');
const heading = /^(\d+(?:\.\d+)*)\.? {1,3}([A-Z].*)$/;
/** The foot and the head of a page, and a line of the table of contents. */
const furniture = /^(?:\S.*\[Page \d+\]|RFC \d+ .*\d{4})\s*$/;
const contents = /\.{3,}|(?:\. ){2,}/;

/** The normative sentences of the sections that are asked for, and of those inside, in the order of the text. */
export function findSentences(text: string, sections: readonly string[]): Sentence[] {
  const isAsked = (section: string): boolean => sections.some((asked) => `${section}.`.startsWith(`${asked}.`));
  return paragraphsOf(text)
    .filter(({ section }) => isAsked(section))
    .flatMap(({ section, text: paragraph }) =>
      paragraph.split(/(?<=[.?!]) +(?=[A-Z("])/).flatMap((sentence): Sentence[] => {
        const found = sentence.match(keyword) ?? [];
        return found.length === 0 ? [] : [{ section, text: sentence, levels: found as Level[] }];
      })
    );
}

interface Paragraph {
  readonly section: string;
  readonly text: string;
}

/** Paragraphs, each in one line; one that a page break cuts in two is put together. */
function paragraphsOf(text: string): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let section: string | undefined;
  let open = false;
  for (const line of text.replaceAll('\f', '\n').split(/\r?\n/)) {
    if (furniture.test(line)) continue;
    const [, number] = contents.test(line) ? [] : (heading.exec(line) ?? []);
    if (number !== undefined) section = number;
    const said = line.trim();
    if (said === '' || number !== undefined || section === undefined) open = false;
    else {
      const last = paragraphs.at(-1);
      const goesOn = last?.section === section && (open || (!/[.:;|+]$/.test(last.text) && /^[a-z(]/.test(said)));
      if (goesOn) paragraphs.splice(-1, 1, { section, text: `${last.text} ${said}` });
      else paragraphs.push({ section, text: said });
      open = true;
    }
  }
  return paragraphs;
}
