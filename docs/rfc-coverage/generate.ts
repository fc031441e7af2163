/**
 * `npm run rfc-coverage`: writes `docs/rfc-coverage.md`.
 *
 * With `--check` it writes nothing and exits with 1 if the committed page differs.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StateMachine } from 'xstate';
import { buildModel } from '../../visualizations/model.ts';
import { citationsOfChart } from './charts.ts';
import { citationsOfCode } from './code.ts';
import { formatPage } from './page.ts';
import type { Place } from './place.ts';
import { citationsOfTests } from './tests.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = join(root, 'docs/rfc-coverage.md');

/** The TypeScript files of a folder and of those inside, from the root, in the order of their names. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true });
  return entries
    .map((entry) => `${folder}/${entry.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts'))
    .sort();
}

async function readCharts(): Promise<Place[]> {
  const places: Place[] = [];
  for (const file of await listFiles('machines')) {
    if (file.endsWith('/index.ts')) continue;
    const exports = (await import(new URL(`../../${file}`, import.meta.url).href)) as Record<string, unknown>;
    for (const machine of Object.values(exports))
      if (machine instanceof StateMachine) places.push(...citationsOfChart(file, buildModel(machine)));
  }
  return places;
}

async function readTests(): Promise<Place[]> {
  // The titles of this generator's own tests cite clauses only to see them read.
  const isRead = (file: string): boolean => file.endsWith('.test.ts') && !file.startsWith('test/docs/');
  const files = (await listFiles('test')).filter(isRead);
  const texts = files.map(async (file) => citationsOfTests(file, await readFile(join(root, file), 'utf8')));
  return (await Promise.all(texts)).flat();
}

const sources = [...(await listFiles('src')), ...(await listFiles('machines'))];
const read = sources.map(async (file) => citationsOfCode(file, await readFile(join(root, file), 'utf8')));
const code = await Promise.all(read);
for (const doubt of code.flatMap(({ doubts }) => doubts)) console.error(`${doubt}: name the RFC`);

const text = formatPage({
  code: code.flatMap(({ places }) => places),
  charts: await readCharts(),
  tests: await readTests()
});
const committed = await readFile(page, 'utf8').catch(() => '');

if (committed === text) console.log('docs/rfc-coverage.md is as it should be');
else if (process.argv.includes('--check')) {
  console.error('docs/rfc-coverage.md does not match the code, the charts and the tests: npm run rfc-coverage');
  process.exitCode = 1;
} else {
  await writeFile(page, text);
  console.log('docs/rfc-coverage.md has changed');
}
