import { describe, expect, test } from 'vitest';
import { maxForwards } from '../../../src/message/headers/max-forwards.ts';
import { read, refuses, writes } from './reading.ts';

describe('§20.22: Max-Forwards, 0 to 255', () => {
  test.each([
    ['0', 0],
    ['70', 70],
    ['255', 255],
    // RFC 4475 §3.1.1.1.
    ['0068', 68]
  ])('%s', (text, hops) => {
    expect(read(maxForwards, text)).toBe(hops);
    writes(maxForwards, text, String(hops));
  });
  refuses(maxForwards, '', '256', '-1', '4294967297', '99999999999', '7 0', '70,70', 'a');
});
