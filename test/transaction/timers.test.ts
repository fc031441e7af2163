import { expect, test } from 'vitest';
import { defaultTimers, sixtyFourT1, timerEReachesT2 } from '../../src/transaction/timers.ts';

test('§17.1.1.1, Table 4: the defaults', () => {
  expect(defaultTimers).toEqual({ T1: 500, T2: 4000, T4: 5000, D: 32_000 });
  expect(sixtyFourT1(defaultTimers)).toBe(32_000);
});

test('RFC 4320 §4.1: Timer E reaches T2 after 3.5 s', () => {
  expect(timerEReachesT2(defaultTimers)).toBe(3500);
  expect(timerEReachesT2({ ...defaultTimers, T1: 4000 })).toBe(0);
  expect(timerEReachesT2({ ...defaultTimers, T1: 0 })).toBe(0);
});
