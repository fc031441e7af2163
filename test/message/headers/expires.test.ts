import { describe, expect, test } from 'vitest';
import { expires } from '../../../src/message/headers/expires.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 3261 §20.19: Expires', () => {
  test('a number of seconds', () => {
    expect(read(expires, '5')).toBe(5);
    expect(read(expires, '0')).toBe(0);
    writes(expires, '03600', '3600');
  });
  test('"between 0 and (2**32)-1": a larger number is read as the largest', () => {
    for (const text of ['4294967295', '4294967296', '999999999999999999'])
      expect(read(expires, text)).toBe(2 ** 32 - 1);
  });
  test('nothing else is written', () => {
    for (const value of [-1, 0.5, 2 ** 32]) expect(() => expires.format(value)).toThrow(UsageError);
  });
  refuses(expires, '', '-1', '+5', '5s', '5 5', '5,5', '0x5', '1e3', 'Thu, 01 Dec 1994 16:00:00 GMT');
});
