/** Threat V25: whether keys that collide in hashes which can be guessed are found as fast as any. */
import { TransactionIndex } from '../../machines/index.ts';
import { Child } from '../../machines/transaction-index.ts';
import { listener } from './scene.ts';

const bits = 17;

/** 2^17 keys; of the colliding ones all have the same hash by h·31 + c, since `Aa` and `BB` are worth the same. */
const keys = (zero: string, one: string): readonly string[] =>
  Array.from(
    { length: 1 << bits },
    (_, n) =>
      `s z9hg4bk${n.toString(2).padStart(bits, '0').replaceAll('0', zero).replaceAll('1', one)} 192.0.2.1:5060 OPTIONS`
  );

const batch = 8;

/** The 99th percentile of finding one of them, ns; looked up in an order that has nothing to do with the one they came in. */
function percentile99(all: readonly string[]): number {
  const index = new TransactionIndex();
  const actor = listener(() => undefined);
  for (const key of all) index.add(key, new Child(actor, 'server', undefined, undefined));
  const times: number[] = [];
  let at = 0;
  for (let i = 0; i < all.length / batch; i++) {
    const begin = process.hrtime.bigint();
    for (let k = 0; k < batch; k++) {
      at = (at + 50_021) % all.length;
      if (index.find(all[at] as string) === undefined) throw new Error('a key was lost');
    }
    times.push(Number(process.hrtime.bigint() - begin) / batch);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] as number;
}

/** Both percentiles, taking turns: of keys that collide by h·31 + c, and of others of the same length. */
export function measureLookup(rounds: number): {
  readonly colliding: readonly number[];
  readonly others: readonly number[];
} {
  const [bad, good] = [keys('Aa', 'BB'), keys('Aa', 'Bb')];
  // The first time the texts themselves are brought into shape.
  for (const all of [bad, good]) percentile99(all);
  const colliding: number[] = [];
  const others: number[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) colliding.push(percentile99(bad));
    others.push(percentile99(good));
    if (round % 2 === 1) colliding.push(percentile99(bad));
  }
  return { colliding, others };
}
