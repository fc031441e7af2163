import { describe, expect, test } from 'vitest';
import { cseq, cseqLimit } from '../../../src/message/headers/cseq.ts';
import { read, refuses, writes } from './reading.ts';

describe('§20.16: CSeq', () => {
  test('a number and a method', () => {
    expect(read(cseq, '4711 INVITE')).toEqual({ sequence: 4711, method: 'INVITE' });
  });
  test('white space and leading zeros', () => {
    writes(cseq, '0009 \t INVITE', '9 INVITE');
  });
  test('§8.1.1.5: "expressible as a 32-bit unsigned integer and MUST be less than 2**31"', () => {
    expect(cseqLimit).toBe(2147483648);
    expect(read(cseq, '0 ACK')?.sequence).toBe(0);
    expect(read(cseq, '2147483647 ACK')?.sequence).toBe(2147483647);
  });
  test('§20.16: the method has a case', () => {
    expect(read(cseq, '1 invite')?.method).toBe('invite');
  });
  refuses(
    cseq,
    '2147483648 A',
    '4294967296 A',
    '36893488147419103232 A',
    '-1 A',
    '+1 A',
    '1e3 A',
    '0x1 A',
    '1',
    '1A',
    ' A',
    'A',
    '',
    'abc',
    '1 A B',
    '1 A,2 B',
    '1 "A"'
  );
});
