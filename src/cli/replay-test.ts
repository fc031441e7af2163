/** The test that a recording becomes: small, and to be read and changed. */

import type { MessageEvent } from '../trace/event.ts';

/** What it is written from. */
export interface ReplayTest {
  readonly name: string;
  /** The file of the recording, beside the test. */
  readonly trace: string;
  readonly callIds: readonly string[];
  /** What went over the wire. */
  readonly messages: readonly MessageEvent[];
}

/** How many lines of the ladder the test shows. */
const shown = 40;

/** Characters that are no printable ASCII as escapes. */
export const printable = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

function rungOf({ at, direction, startLine = 'unreadable', status, cseq, repeats }: MessageEvent): string {
  const arrow = direction === 'in' ? '<-' : '->';
  const answered = status === undefined || cseq === undefined ? '' : ` (${cseq.method})`;
  const again = repeats === undefined ? '' : ' again';
  return printable(`${(at / 1000).toFixed(3).padStart(9)} ${arrow} ${startLine}${answered}${again}`);
}

/** As it stands between single quotes. */
const quoted = (text: string): string =>
  `'${printable(JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'"))}'`;

/** The text of the test, for vitest. */
export function formatReplayTest({ name, trace, callIds, messages }: ReplayTest): string {
  const more = messages.length - shown;
  const calls = callIds.length === 1 ? 'one call' : `${String(callIds.length)} calls`;
  const rungs = [...messages.slice(0, shown).map(rungOf), ...(more > 0 ? [`and ${String(more)} more`] : [])];
  return `// Recorded: ${calls}. What went over the wire:
${rungs.map((rung) => `// ${rung}`).join('\n')}
import { readFile } from 'node:fs/promises';
import { expectSameAs, parseTrace } from 'sipcharts/testing';
import { test } from 'vitest';

const recording = parseTrace(await readFile(new URL(${quoted(trace)}, import.meta.url), 'utf8'));

// Give \`logic\` to replay it on charts of your own: the first difference is what the test fails with.
test.each(['compiled', 'interpreted'] as const)(${quoted(`${name}: as it was recorded, run by %s`)}, async (engine) => {
  await expectSameAs(recording, { engine });
});
`;
}
