import { describe, expect, test } from 'vitest';
import { rack } from '../../../src/message/headers/rack.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 3262 §7.2: RAck', () => {
  test('the number of the response, and the CSeq it had', () => {
    expect(read(rack, '776656 1 INVITE')).toEqual({ responseNumber: 776656, sequence: 1, method: 'INVITE' });
    writes(rack, '4294967295 \t 2147483647  UPDATE', '4294967295 2147483647 UPDATE');
  });
  refuses(
    rack,
    '',
    '1',
    '1 2',
    '1 INVITE',
    '0 1 INVITE',
    '1 2INVITE',
    '1,2 INVITE',
    '-1 1 INVITE',
    '4294967296 1 INVITE',
    '1 2147483648 INVITE',
    '1 1 INVITE x',
    '1 1 "INVITE"',
    `${'1'.repeat(5000)} 1 INVITE`
  );
  test('only numbers within bounds and a method are written', () => {
    const parts = { responseNumber: 1, sequence: 1, method: 'INVITE' };
    expect(() => rack.format({ ...parts, responseNumber: 0 })).toThrow(UsageError);
    expect(() => rack.format({ ...parts, sequence: 2 ** 31 })).toThrow(UsageError);
    expect(() => rack.format({ ...parts, method: 'IN VITE' })).toThrow(UsageError);
  });
});
