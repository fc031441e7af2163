import { expect, test } from 'vitest';
import { Counters } from '../../machines/index.ts';

test('every counter begins at 0 and goes up by one; what was read stays as it was', () => {
  const counters = new Counters();
  const before = counters.read();
  counters.count('strayAck');
  counters.count('strayAck');
  expect([counters.get('strayAck'), counters.get('timeout'), before.strayAck]).toEqual([2, 0, 0]);
  expect(counters.read()).toEqual({ ...before, strayAck: 2 });
});
