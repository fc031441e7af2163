/**
 * What one non-INVITE server transaction costs (made, 100, final response, Timer J, forgotten) with several numbers of
 * them alive at once, ours and XState's: `npm run bench:transactions [-- --quick]`. CPU µs and heap KiB each; of our chart
 * the heap holds request and response too. Time is virtual: one ends for each that begins. All rows take turns, and the
 * median of the rounds is shown; each measurement has a process of its own, so that none pays for the heap of another.
 *
 * `table`: in the stack's transaction table, compiled. `compiled`, `interpreted`: the same chart under a plain parent, by
 * our compiler and by XState's interpreter. `bare`: XState's interpreter on the least chart that has the figure's states
 * (`bench/transactions/bare.ts`).
 *
 * Behind them, what it costs to refuse a request, and whether keys that were made to collide are found as fast as others.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { charts } from '../machines/index.ts';
import { compiledCharts } from '../src/stack/compiled-charts.ts';
import { bareFigure } from './transactions/bare.ts';
import { measureLookup } from './transactions/lookup.ts';
import { measureRefusal } from './transactions/refusal.ts';
import { type Cost, type Load, measure, median } from './transactions/scene.ts';
import { alone, inTable } from './transactions/ours.ts';

interface Row {
  readonly name: string;
  readonly make: (live: number) => Load;
}

const run = promisify(execFile);
const quick = process.argv.includes('--quick');
const lives = quick ? [500, 5_000] : [500, 5_000, 50_000, 200_000];
const count = quick ? 5_000 : 50_000;
const rounds = quick ? 1 : 3;
const rows: readonly Row[] = [
  { name: 'table', make: inTable(compiledCharts) },
  { name: 'compiled', make: alone(compiledCharts.nonInviteServer) },
  { name: 'interpreted', make: alone(charts.nonInviteServer) },
  { name: 'bare', make: bareFigure }
];

/** What a process of its own measures: this file again, with `--one`. */
async function measureApart(name: string, live: number): Promise<Cost> {
  const file = fileURLToPath(import.meta.url);
  const { stdout } = await run(process.execPath, ['--expose-gc', file, '--one', name, String(live), String(count)]);
  return JSON.parse(stdout) as Cost;
}

const [, , command, one, ...numbers] = process.argv;
if (command === '--one') {
  const [live = 0, times = 0] = numbers.map(Number);
  const row = rows.find(({ name }) => name === one);
  if (row === undefined) throw new Error(`no such row: ${String(one)}`);
  console.log(JSON.stringify(await measure(row.make, live, times)));
  process.exit(0);
}

const costs = new Map<string, Cost[]>();
for (let round = 0; round < rounds; round++) {
  for (const live of lives) {
    for (const { name } of rows) {
      const key = `${name} ${String(live)}`;
      costs.set(key, [...(costs.get(key) ?? []), await measureApart(name, live)]);
    }
  }
}

const micros = (name: string, live: number): number =>
  median((costs.get(`${name} ${String(live)}`) ?? []).map((cost) => cost.micros));
const kib = (name: string, live: number): number =>
  median((costs.get(`${name} ${String(live)}`) ?? []).map(({ bytes }) => bytes)) / 1024;

console.log(`median of ${String(rounds)} rounds of ${String(count)}`);
console.log('                       live  µs each  / at 500  / bare  KiB each');
for (const live of lives) {
  for (const { name } of rows) {
    const columns = [
      micros(name, live).toFixed(1).padStart(7),
      (micros(name, live) / micros(name, 500)).toFixed(2).padStart(8),
      (micros(name, live) / micros('bare', live)).toFixed(2).padStart(6),
      kib(name, live).toFixed(1).padStart(8)
    ];
    console.log(name.padEnd(18), String(live).padStart(8), '', columns.join('  '));
  }
}

const refusals = await Promise.all([measureRefusal(quick ? 2_000 : 20_000)]);
console.log(`\na request that is refused, from its bytes to those of the 503: ${median(refusals).toFixed(1)} µs`);

const { colliding, others } = measureLookup(9);
const [bad, good] = [median(colliding), median(others)];
console.log(
  `p99 of a lookup among 131,072 keys: ${bad.toFixed(0)} ns when they collide by h·31 + c, ${good.toFixed(0)} ns when not`
);

const goals: readonly (readonly [text: string, value: number, most: number])[] = [
  ['compiled / interpreted at 50,000', micros('compiled', 50_000) / micros('interpreted', 50_000), 0.5],
  ['table / bare at 50,000', micros('table', 50_000) / micros('bare', 50_000), 0.5],
  ['table at 200,000 / at 500', micros('table', 200_000) / micros('table', 500), 1.3],
  ['KiB each in the table at 50,000', kib('table', 50_000), 8],
  ['µs a refusal', median(refusals), 50],
  ['p99 of colliding keys / others', bad / good, 1.3]
];
console.log('');
for (const [text, value, most] of goals) {
  if (Number.isNaN(value)) continue; // with --quick there are not so many alive
  console.log(`${value <= most ? 'met    ' : 'MISSED '} ${text}: ${value.toFixed(2)}, at most ${String(most)}`);
}
