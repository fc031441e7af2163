/**
 * What a timer costs, ours and Node's own: `npx tsx bench/timers.ts [COUNT ...]`.
 *
 * arm: COUNT timers with the delays of SIP's transactions. cancel: all of them, in arming order, as transactions
 * end. "scattered": delays anywhere up to 3 minutes, cancelled in random order. fire: COUNT timers within 40 ms,
 * from the first one fired to the last. Each number is the median of several rounds, in ns a timer.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Timer } from '../src/stack/timer-queue.ts';
import { TimerQueue } from '../src/stack/timer-queue.ts';
import { nodeClock } from '../src/transport/node-clock.ts';

interface Timers<Handle> {
  readonly arm: (delay: number, fire: () => void) => Handle;
  readonly cancel: (handle: Handle) => void;
}

const queue = new TimerQueue({
  clock: nodeClock,
  onError(error) {
    throw error;
  }
});
const ours: Timers<Timer> = {
  arm: (delay, fire) => queue.arm(delay, fire),
  cancel: (timer) => void queue.cancel(timer)
};
const node: Timers<NodeJS.Timeout> = {
  arm: (delay, fire) => setTimeout(fire, delay),
  cancel: (timer) => {
    clearTimeout(timer);
  }
};

const sipDelays = [500, 32_000, 1000, 5000, 32_000, 180_000];
const sip = (i: number): number => sipDelays[i % sipDelays.length] as number;
/** Scattered, and the same for both: a multiplicative hash of the index. */
const scatter = (i: number): number => Math.imul(i, 2654435761) >>> 0;
const scattered = (i: number): number => (scatter(i) / 2 ** 32) * 180_000;

const nothing = (): void => undefined;
const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] as number;

function armAndCancel<Handle>(
  timers: Timers<Handle>,
  count: number,
  delay: (i: number) => number,
  shuffle: boolean
): [arm: number, cancel: number] {
  const handles: Handle[] = [];
  const start = performance.now();
  for (let i = 0; i < count; i++) handles.push(timers.arm(delay(i), nothing));
  const armed = performance.now();
  const order = shuffle
    ? handles.map((handle, i) => ({ handle, key: scatter(i * 7 + 3) })).sort((a, b) => a.key - b.key)
    : undefined;
  const inOrder = order?.map(({ handle }) => handle) ?? handles;
  const begin = performance.now();
  for (const handle of inOrder) timers.cancel(handle);
  const end = performance.now();
  return [((armed - start) / count) * 1e6, ((end - begin) / count) * 1e6];
}

async function fire<Handle>(timers: Timers<Handle>, count: number): Promise<number> {
  let left = count;
  let first = 0;
  const start = performance.now();
  const took = await new Promise<number>((resolve) => {
    const onFire = (): void => {
      if (left === count) first = performance.now();
      if (--left === 0) resolve(performance.now() - first);
    };
    for (let i = 0; i < count; i++) timers.arm(1 + (scatter(i) % 40), onFire);
    // Busy until all are due, so that no waiting is measured.
    while (performance.now() < start + 45);
  });
  return (took / count) * 1e6;
}

async function measure<Handle>(name: string, timers: Timers<Handle>, count: number): Promise<void> {
  const rounds = Math.max(5, Math.min(200, Math.round(200_000 / count)));
  const samples: number[][] = [[], [], [], [], []];
  for (let round = 0; round < rounds; round++) {
    const values = [...armAndCancel(timers, count, sip, false), ...armAndCancel(timers, count, scattered, true)];
    if (round < 20) values.push(await fire(timers, count));
    for (const [i, value] of values.entries()) samples[i]?.push(value);
    await wait(1);
  }
  const columns = samples.map((values) => median(values).toFixed(0).padStart(7));
  console.log(name.padEnd(6), String(count).padStart(8), ...columns);
}

const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [500, 50_000, 200_000];
console.log('ns a timer         arm  cancel  arm, cancel scattered  fire');
for (const count of counts) {
  await measure('ours', ours, count);
  await measure('node', node, count);
}
