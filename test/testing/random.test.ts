import { expect, test } from 'vitest';
import { Random } from '../../src/testing/index.ts';

const drawn = (seed: number, count: number): number[] => {
  const random = new Random(seed);
  return Array.from({ length: count }, () => random.fraction());
};

test('a seed gives the same numbers each time, on every host', () => {
  expect(drawn(1, 3)).toEqual(drawn(1, 3));
  const random = new Random(1);
  expect(Array.from({ length: 5 }, () => random.below(1000))).toEqual([946, 898, 718, 995, 656]);
});

test('neighbouring seeds begin apart, zero is a seed like any other', () => {
  const first = [-1, 0, 1, 2, 2 ** 31].map((seed) => drawn(seed, 1)[0]!);
  expect(new Set(first.map((fraction) => Math.floor(fraction * 1000))).size).toBe(5);
  expect(drawn(2 ** 32 + 5, 3)).toEqual(drawn(5, 3));
});

test('all of a range comes up about as often, its limit never', () => {
  const random = new Random(42);
  const counts = Array.from({ length: 10 }, () => 0);
  for (let draw = 0; draw < 10_000; draw++) counts[random.below(10)]!++;
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120);
  expect(new Set(Array.from({ length: 100 }, () => random.pick('abc')))).toEqual(new Set('abc'));
});
