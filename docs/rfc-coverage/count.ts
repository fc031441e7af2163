/**
 * `npx tsx docs/rfc-coverage/count.ts rfc3261.txt 17 9`: the normative sentences of these sections, to make the list of
 * requirements from, and how many keywords each section has, for `requirements/counts.ts`. The texts of the RFCs are not
 * part of the project.
 */
import { readFile } from 'node:fs/promises';
import { findSentences } from './sentences.ts';

const [file, ...sections] = process.argv.slice(2);
if (file === undefined || sections.length === 0) throw new Error('which text, and which sections?');
const sentences = findSentences(await readFile(file, 'utf8'), sections);
const counts: Record<string, Record<string, number>> = {};
for (const { section, text, levels } of sentences) {
  console.log(`§${section} [${levels.join(', ')}] ${text}`);
  const count = (counts[section] ??= {});
  for (const level of levels) count[level] = (count[level] ?? 0) + 1;
}
console.log(JSON.stringify(counts, undefined, 2));
