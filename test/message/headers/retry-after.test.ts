import { describe, expect, test } from 'vitest';
import { retryAfter, retryAfterSeconds } from '../../../src/message/headers/retry-after.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, refuses, writes } from './reading.ts';

describe('§20.33: Retry-After', () => {
  test.each([
    ['18000;duration=3600', 18_000, ''],
    ['4294967295', 2 ** 32 - 1, ''],
    ["120 (I'm in a meeting)", 120, ''],
    ['120(a(b)\\)c) ; x', 120, ';x'],
    ['0', 0, '']
  ])('%s', (text, seconds, parameters) => {
    const value = read(retryAfter, text);
    expect(value?.seconds).toBe(seconds);
    expect(value?.parameters.toString()).toBe(parameters);
  });
  test('the comment and the duration are read', () => {
    expect(read(retryAfter, "120 (I'm (not) in);a=b;Duration=60")).toMatchObject({
      seconds: 120,
      comment: "I'm (not) in",
      duration: 60
    });
    writes(retryAfter, '120(a);b=c;duration=0060', '120 (a);duration=60;b=c');
  });
  test('what is no number of seconds, or said twice, is not written', () => {
    for (const seconds of [-1, 1.5, 2 ** 32])
      expect(() => retryAfter.format(retryAfterSeconds(seconds))).toThrow(UsageError);
    const plain = retryAfterSeconds(1);
    expect(() => retryAfter.format({ ...plain, duration: -1 })).toThrow(UsageError);
    expect(() => retryAfter.format({ ...plain, duration: 1, parameters: Parameters.of(['duration', '2']) })).toThrow(
      UsageError
    );
  });
  test('a plain one', () => {
    expect(retryAfter.format(retryAfterSeconds(5))).toBe('5');
  });
  refuses(
    retryAfter,
    '',
    '-1',
    'a',
    '4294967296',
    '99999999999',
    '949302838503028349304023988',
    '1;duration=4294967296',
    '1;duration',
    '1;duration=a',
    '1;duration="1"',
    '1 (\u00ff)',
    '1 (',
    '1 ((a)',
    '1 (a\\)',
    '1 (\\',
    '1 (a) (b)',
    '1 b',
    '1;',
    `1 ${'('.repeat(16_000)}`
  );
});
