/**
 * A million transactions through two whole stacks, and nothing is left of them: `npm run soak [-- --quick] [-- --seed N]`.
 *
 * INVITE and non-INVITE, client and server, UDP and TCP, calls of every outcome, retransmissions, CANCELs, timeouts,
 * strays; on the virtual clock, over a network that loses, doubles and reorders (`world.ts`, `mix.ts`). A hundred times all
 * of it is let come to its end: no transaction, dialog, INVITE or timer may be left, and the heap is measured. Its slope by
 * linear regression, without the samples of the warm-up, must be less than 1 KB for 10,000 transactions. Fails by its exit
 * code, and says the seed.
 *
 * `--quick` is 30,000 transactions, in which the engine's own warm-up shows (some 100 KB for 10,000): less than 250 KB, so
 * that 25 bytes kept of each transaction would still be seen.
 */
import { setImmediate } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { Mix } from './mix.ts';
import { World } from './world.ts';

const quick = process.argv.includes('--quick');
const seedAt = process.argv.indexOf('--seed');
const seed = seedAt < 0 ? 1 : Number(process.argv[seedAt + 1]);
const total = quick ? 30_000 : 1_000_000;
const samples = quick ? 20 : 100;
const warmUp = 0.3;
const mostSlope = quick ? 250 : 1;

/** One thing begins each 50 ms: some 2,000 transactions live at once. */
const pace = 50;
/** By then everything has come to its end: the longest call, its BYE, and what absorbs the repetitions of that. */
const patience = 400_000;

/** The heap in use, KB, after everything that can go has gone. */
async function heap(): Promise<number> {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error('run with --expose-gc');
  for (let i = 0; i < 4; i++) {
    await setImmediate();
    gc();
  }
  return getHeapStatistics().used_heap_size / 1024;
}

/** The slope of a line through points, by least squares. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (of: (point: readonly [number, number]) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x0, y0] = [mean(([x]) => x), mean(([, y]) => y)];
  return mean(([x, y]) => (x - x0) * (y - y0)) / mean(([x]) => (x - x0) ** 2);
}

const world = new World(seed);
const mix = new Mix(world);
const isOver = (): boolean => mix.running === 0 && Object.values(world.living).every((count) => count === 0);
const points: [transactions: number, kilobytes: number][] = [];
const faults: string[] = [];
let mostAlive = 0;

console.log(`seed ${String(seed)}: ${String(total)} transactions`);
const began = process.cpuUsage();
for (let sample = 1; sample <= samples && faults.length === 0; sample++) {
  while (world.transactions < (total / samples) * sample) {
    mix.begin();
    await world.pass(pace);
    mostAlive = Math.max(mostAlive, world.living.transactions);
  }
  for (let waited = 0; !isOver() && waited < patience; waited += 1000) await world.pass(1000);
  if (!isOver()) faults.push(`left: ${JSON.stringify({ ...world.living, running: mix.running })}`);
  points.push([world.transactions, await heap()]);
  if (sample % (samples / 10) === 0) {
    const [transactions, kilobytes] = points.at(-1) ?? [0, 0];
    console.log(`${String(transactions).padStart(9)} transactions: ${kilobytes.toFixed(0)} KB`);
  }
}
const { user, system } = process.cpuUsage(began);

const slope = slopeOf(points.slice(Math.floor(points.length * warmUp))) * 10_000;
if (!(slope < mostSlope)) faults.push(`the heap grows by ${slope.toFixed(2)} KB each 10,000 transactions`);
if (world.errors.length > 0) faults.push(`reported: ${world.errors.slice(0, 5).map(String).join('; ')}`);
for (const { counters } of world.stacks) {
  const { childError, internalError, shellError, overload } = counters;
  if (childError + internalError + shellError + overload > 0)
    faults.push(`counted: ${JSON.stringify({ childError, internalError, shellError, overload })}`);
}

console.log(`started: ${JSON.stringify(world.started)}`);
console.log(`went on: ${JSON.stringify(mix.counts)}`);
for (const { counters } of world.stacks) console.log(`counted: ${JSON.stringify(counters)}`);
console.log(
  `${String(world.datagrams)} messages in ${(world.clock.now() / 3_600_000).toFixed(1)} h of virtual time, ` +
    `at most ${String(mostAlive)} transactions at once; left: ${JSON.stringify(world.living)}`
);
console.log(
  `${((user + system) / world.transactions).toFixed(0)} µs of CPU a transaction; ` +
    `slope ${slope.toFixed(2)} KB each 10,000 transactions, less than ${String(mostSlope)} is flat`
);
for (const fault of faults) console.log(`FAILED (seed ${String(seed)}) ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
