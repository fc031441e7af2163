import { describe, expect, test } from 'vitest';
import { flowTimer } from '../../../src/message/headers/flow-timer.ts';
import { maxBreadth } from '../../../src/message/headers/max-breadth.ts';
import { rseq } from '../../../src/message/headers/rseq.ts';
import { wholeNumberOf } from '../../../src/message/headers/whole-number.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { read, refuses, writes } from './reading.ts';

const notNumbers = ['', '-1', '+1', '1e3', '0x10', '1.5', '1 2', '1,2', '1;a', 'a', '"1"'];

describe('RFC 3262 §7.1: RSeq', () => {
  test('from 1 to 2**32 - 1', () => {
    writes(rseq, '988789', '988789');
    writes(rseq, '1', '1');
    writes(rseq, '4294967295', '4294967295');
  });
  refuses(rseq, ...notNumbers, '0', '4294967296', '36893488147419103232', '9'.repeat(5000));
  test('what is out of bounds is not written', () => {
    for (const value of [0, -1, 1.5, 2 ** 32, Number.NaN, Infinity])
      expect(() => rseq.format(value)).toThrow(UsageError);
  });
});

describe('RFC 5393 §5: Max-Breadth', () => {
  test('a number', () => {
    writes(maxBreadth, '60', '60');
    writes(maxBreadth, '0', '0');
    writes(maxBreadth, '007', '7');
  });
  refuses(maxBreadth, ...notNumbers, '4294967296', '9'.repeat(5000));
  test('what is out of bounds is not written', () => {
    expect(() => maxBreadth.format(-1)).toThrow(UsageError);
  });
});

describe('RFC 5626 §10: Flow-Timer', () => {
  test('seconds, however many', () => {
    writes(flowTimer, '120', '120');
    expect(read(flowTimer, '4294967296')).toBe(4294967295);
    expect(read(flowTimer, '9'.repeat(5000))).toBe(4294967295);
  });
  refuses(flowTimer, ...notNumbers);
  test('what is out of bounds is not written', () => {
    expect(() => flowTimer.format(2 ** 32)).toThrow(UsageError);
  });
});

test('RFC 3261 §25.1: a parameter that is a number is nothing else', () => {
  expect(wholeNumberOf('17', 99)).toBe(17);
  for (const text of ['', '100', '17x', ' 17', '"17"']) expect(wholeNumberOf(text, 99)).toBeUndefined();
});
