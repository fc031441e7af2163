/**
 * `npm run rfc-coverage`: writes `docs/rfc-coverage.md`.
 *
 * It exits with 1 when a requirement has lost its test. With `--check` it writes nothing, and exits with 1 if the committed
 * page differs, too.
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
import { findBroken } from './requirement.ts';
import { requirements } from './requirements.ts';
import { citationsOfTests, titlesOfTests } from './tests.ts';

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

interface Tests {
  readonly places: readonly Place[];
  /** The titles of each file. */
  readonly titles: ReadonlyMap<string, readonly string[]>;
}

async function readTests(): Promise<Tests> {
  // The titles of this generator's own tests cite clauses only to see them read.
  const isRead = (file: string): boolean => file.endsWith('.test.ts') && !file.startsWith('test/docs/');
  const files = (await listFiles('test')).filter(isRead);
  const read = files.map(async (file) => {
    const text = await readFile(join(root, file), 'utf8');
    return { file, places: citationsOfTests(file, text), titles: titlesOfTests(file, text) };
  });
  const all = await Promise.all(read);
  return {
    places: all.flatMap(({ places }) => places),
    titles: new Map(all.map(({ file, titles }) => [file, titles]))
  };
}

const sources = [...(await listFiles('src')), ...(await listFiles('machines'))];
const read = sources.map(async (file) => citationsOfCode(file, await readFile(join(root, file), 'utf8')));
const code = await Promise.all(read);
for (const doubt of code.flatMap(({ doubts }) => doubts)) console.error(`${doubt}: name the RFC`);

const tests = await readTests();
const broken = findBroken(requirements, (file) => tests.titles.get(file));
for (const what of broken) console.error(what);
if (broken.length > 0) process.exitCode = 1;

const citations = { code: code.flatMap(({ places }) => places), charts: await readCharts(), tests: tests.places };
const text = formatPage(citations, requirements);
const committed = await readFile(page, 'utf8').catch(() => '');

if (committed === text) console.log('docs/rfc-coverage.md is as it should be');
else if (process.argv.includes('--check')) {
  console.error('docs/rfc-coverage.md does not match the code, the charts and the tests: npm run rfc-coverage');
  process.exitCode = 1;
} else {
  await writeFile(page, text);
  console.log('docs/rfc-coverage.md has changed');
}
