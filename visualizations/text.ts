/**
 * Text with a known size: an SVG cannot wrap text or measure it, so lines are broken here, by a fixed table of widths.
 */

/** How a run of text looks; the stylesheet has a class of the same name. */
export type TextStyle =
  | 'machine'
  | 'title'
  | 'event'
  | 'timer'
  | 'delay'
  | 'guard'
  | 'action'
  | 'word'
  | 'prose'
  | 'rfc';

/** A piece of text in one style. */
export interface Run {
  readonly text: string;
  readonly style: TextStyle;
}

/** A line of a {@link TextBlock}: its runs are separated by a space. */
export interface Line {
  readonly runs: readonly Run[];
  readonly width: number;
  /** From the top of the block. */
  readonly baseline: number;
}

/** Lines of text, broken and measured. */
export interface TextBlock {
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
}

/** Font sizes, in pixels. */
export const fontSizes: Readonly<Record<TextStyle, number>> = {
  machine: 18,
  title: 14,
  event: 12,
  timer: 12,
  delay: 12,
  guard: 12,
  action: 12,
  word: 12,
  prose: 11,
  rfc: 10
};

const bold: ReadonlySet<TextStyle> = new Set(['machine', 'title', 'event', 'timer']);

/** Widths of the characters from space to `~` in hundredths of the font size: the common metrics of Arial and its kin. */
const regularWidths = [
  28, 28, 35, 56, 56, 89, 67, 19, 33, 33, 39, 58, 28, 33, 28, 28, 56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 28, 28, 58,
  58, 58, 56, 102, 67, 67, 72, 72, 67, 61, 78, 72, 28, 50, 67, 56, 83, 72, 78, 67, 78, 72, 67, 61, 72, 67, 94, 67, 67,
  61, 28, 28, 28, 47, 56, 33, 56, 56, 50, 56, 56, 28, 56, 56, 22, 22, 50, 22, 83, 56, 56, 56, 56, 33, 50, 28, 56, 50,
  72, 50, 50, 50, 33, 26, 33, 58
];
const boldWidths = [
  28, 33, 47, 56, 56, 89, 72, 24, 33, 33, 39, 58, 28, 33, 28, 28, 56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 33, 33, 58,
  58, 58, 61, 98, 72, 72, 72, 72, 67, 61, 78, 72, 28, 56, 72, 61, 83, 72, 78, 67, 78, 72, 67, 61, 72, 67, 94, 67, 67,
  61, 33, 28, 33, 58, 56, 33, 56, 61, 56, 61, 56, 33, 61, 61, 28, 28, 56, 28, 89, 61, 61, 61, 61, 39, 56, 33, 61, 56,
  78, 56, 56, 50, 39, 28, 39, 58
];

/** Other system fonts run wider than the table's: Noto Sans by 5 %, DejaVu Sans by 15 %, in bold by 20 %. */
const allowance = { regular: 1.15, bold: 1.2 } as const;

/** The width that a text needs at most in any usual system font, in pixels. */
export function measureText(text: string, style: TextStyle): number {
  const [widths, factor] = bold.has(style) ? [boldWidths, allowance.bold] : [regularWidths, allowance.regular];
  let hundredths = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    // Beyond ASCII: Latin letters and punctuation are about as wide as a digit, the rest (Chinese, emoji) a full square.
    hundredths += widths[code - 32] ?? (code < 0x2e80 ? 60 : 105);
  }
  return (hundredths * fontSizes[style] * factor) / 100;
}

/** Names up to this wide are not cut, however narrow the column: it grows instead. */
const longestName = 230;

/** Breaks paragraphs into lines no wider than `limit` where their words allow it, or else as wide as the longest word. */
export function layText(paragraphs: readonly (readonly Run[])[], limit: number): TextBlock {
  const lines: Line[] = [];
  let height = 0;
  for (const paragraph of paragraphs) {
    for (const runs of balance(paragraph, limit)) {
      const size = Math.max(...runs.map(({ style }) => fontSizes[style]));
      lines.push({ runs: joinRuns(runs), width: measureRuns(runs), baseline: height + size * 1.05 });
      height += size * 1.35;
    }
  }
  return { lines, width: Math.max(0, ...lines.map(({ width }) => width)), height };
}

/** Lines of about one length, rather than a full one with a single word below: the narrowest column of as many lines. */
function balance(paragraph: readonly Run[], limit: number): Run[][] {
  let lines = wrap(paragraph, limit);
  for (let narrower = limit - 4; lines.length > 1 && narrower > 0; narrower -= 4) {
    const next = wrap(paragraph, narrower);
    if (next.length > lines.length) break;
    lines = next;
  }
  return lines;
}

function wrap(paragraph: readonly Run[], limit: number): Run[][] {
  const lines: Run[][] = [];
  for (const word of paragraph.flatMap((run) => splitRun(run, Math.max(limit, longestName)))) {
    const line = lines.at(-1);
    if (line && measureRuns([...line, word]) <= limit) line.push(word);
    else lines.push([word]);
  }
  return lines;
}

/** The words of a run; one that is too long for any line is cut where a reader would: after `.`, `-`, `_` or at a capital. */
function splitRun({ text, style }: Run, limit: number): Run[] {
  const pieces: string[] = [];
  for (const word of text.split(/[ \n\t]+/)) {
    if (measureText(word, style) <= limit) {
      pieces.push(word);
      continue;
    }
    let piece = '';
    for (const part of word.split(/(?<=[.\-_/])|(?<=[a-z])(?=[A-Z])/)) {
      if (piece !== '' && measureText(piece + part, style) > limit) {
        pieces.push(piece);
        piece = '';
      }
      piece += part;
    }
    pieces.push(piece);
  }
  return pieces.map((piece) => ({ text: piece, style }));
}

function measureRuns(runs: readonly Run[]): number {
  return joinRuns(runs).reduce((width, { text, style }, index) => {
    return width + measureText(text, style) + (index === 0 ? 0 : measureText(' ', style));
  }, 0);
}

/** Neighbours of one style become one run, so that an SVG has one element for each. */
function joinRuns(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last?.style === run.style) joined[joined.length - 1] = { text: `${last.text} ${run.text}`, style: run.style };
    else joined.push(run);
  }
  return joined;
}
