import { describe, expect, test } from 'vitest';
import { retryAfter, retryAfterSeconds } from '../../../src/message/headers/retry-after.ts';
import { read, refuses, writes } from './reading.ts';

describe('§20.33: Retry-After', () => {
  test.each([
    ['18000;duration=3600', 18_000, ';duration=3600'],
    ["120 (I'm in a meeting)", 120, ''],
    ['120(a(b)\\)c) ; x', 120, ';x'],
    ['0', 0, '']
  ])('%s', (text, seconds, parameters) => {
    const value = read(retryAfter, text);
    expect(value?.seconds).toBe(seconds);
    expect(value?.parameters.toString()).toBe(parameters);
  });
  test('the comment is passed over', () => {
    writes(retryAfter, '120 (a);duration=1', '120;duration=1');
    expect(retryAfter.format(retryAfterSeconds(5))).toBe('5');
  });
  refuses(
    retryAfter,
    '',
    '-1',
    'a',
    '99999999999',
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
