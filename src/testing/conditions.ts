/** What may happen to a datagram by chance, and the dice that decide it. */
import type { Passage } from './datagram.ts';
import type { Random } from './random.ts';

/** How bad a network is. Chances are from 0, never, to 1, always; times are milliseconds, and chance makes them whole. */
export interface Conditions {
  /** The chance that a datagram gets lost. */
  readonly loss: number;
  /** The chance that it arrives twice. */
  readonly duplication: number;
  /** The chance that it is held back, by up to `holdBack`: what was sent after it may come before it. */
  readonly reordering: number;
  /** The chance that one of its bits, any, is flipped. */
  readonly corruption: number;
  /** How long it is under way: always as long, or anything from the first to the second. */
  readonly delay: number | readonly [least: number, most: number];
  /** The longest that a reordered datagram, or the second copy of a duplicated one, is held back. */
  readonly holdBack: number;
}

/** A network that loses nothing and takes 10 ms each way. */
export const goodConditions: Conditions = {
  loss: 0,
  duplication: 0,
  reordering: 0,
  corruption: 0,
  delay: 10,
  holdBack: 200
};

/** @throws RangeError for a chance that is none, or a time that is negative or not finite */
export function demandConditions(conditions: Conditions): void {
  const { loss, duplication, reordering, corruption, delay, holdBack } = conditions;
  for (const [name, chance] of Object.entries({ loss, duplication, reordering, corruption }))
    if (!(chance >= 0 && chance <= 1)) throw new RangeError(`${name} is a chance from 0 to 1, not ${String(chance)}`);
  for (const time of [delay, holdBack].flat())
    if (!(time >= 0 && time < Infinity)) throw new RangeError(`not a time on the way: ${String(time)}`);
}

/**
 * Decides what happens to a datagram of `size` bytes that is sent at `now`. It throws as many dice for each, so that one
 * chance may be changed and the others decide as before.
 */
export function decide(conditions: Conditions, random: Random, now: number, size: number): Passage {
  const { loss, duplication, reordering, corruption, delay, holdBack } = conditions;
  const lost = random.fraction() < loss;
  const duplicated = random.fraction() < duplication;
  const reordered = random.fraction() < reordering;
  const corrupted = random.fraction() < corruption;
  const spread = random.fraction();
  const heldBack = random.fraction() * holdBack;
  const copyHeldBack = random.fraction() * holdBack;
  const bit = random.below(size * 8);
  if (lost) return { fate: 'lost', arrivals: [], reordered: false, flippedBit: undefined };
  const [least, most] = typeof delay === 'number' ? [delay, delay] : delay;
  const there = now + Math.round(least + spread * (most - least));
  const first = reordered ? there + Math.round(heldBack) : there;
  return {
    fate: 'carried',
    arrivals: duplicated ? [first, there + Math.round(copyHeldBack)] : [first],
    reordered,
    flippedBit: corrupted && size > 0 ? bit : undefined
  };
}
