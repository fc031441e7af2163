/** Runs one target for as long as it is let: what it works on stands in shared memory, for the watchdog to see. */
import fc from 'fast-check';
import { parentPort, workerData } from 'node:worker_threads';
import { mutate } from './mutate.ts';
import { Random } from '../../src/testing/random.ts';
import { targets } from './targets.ts';

/** What a worker is started with. */
export interface Work {
  readonly target: string;
  readonly seed: number;
  readonly seconds: number;
  /** How many were begun, the length of the one that runs; then its bytes. */
  readonly shared: SharedArrayBuffer;
}

/** What it says when it ends. */
export interface Worked {
  readonly executions: number;
  /** What broke, if something did. */
  readonly crash: string | undefined;
}

const batch = 200;
const { target: name, seed, seconds, shared } = workerData as Work;
const target = targets[name]!;
const counters = new Int32Array(shared, 0, 2);
const input = new Uint8Array(shared, 8);
const random = new Random(seed);
const end = performance.now() + seconds * 1000;

function* inputs(): Generator<Uint8Array> {
  yield* target.corpus;
  for (let round = 0; ; round++) {
    for (let i = 0; i < batch; i++) yield mutate(target.corpus, random);
    yield* fc.sample(target.arbitrary, { seed: seed + round, numRuns: batch / 4 });
  }
}

function run(): Worked {
  let executions = 0;
  for (const bytes of inputs()) {
    input.set(bytes);
    Atomics.store(counters, 1, bytes.length);
    Atomics.store(counters, 0, ++executions);
    try {
      target.check(bytes);
    } catch (error) {
      return { executions, crash: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    if (executions % 64 === 0 && performance.now() >= end) break;
  }
  return { executions, crash: undefined };
}

parentPort?.postMessage(run());
