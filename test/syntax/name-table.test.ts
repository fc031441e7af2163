import { describe, expect, test } from 'vitest';
import { octetsOf } from '../../src/syntax/latin1.ts';
import { NameTable } from '../../src/syntax/name-table.ts';

describe('§7.3.1: names have no case', () => {
  const table = new NameTable<number>();
  table.add('Call-ID', 1);
  table.add('i', 1);
  table.add('CSeq', 2);
  const at = (text: string, start = 0, end = text.length): number | undefined => table.at(octetsOf(text), start, end);

  test.each([
    ['Call-ID', 1],
    ['call-id', 1],
    ['CALL-ID', 1],
    ['I', 1],
    ['cseq', 2],
    ['Call-Id2', undefined],
    ['CallxID', undefined],
    ['CSeQs', undefined],
    ['x', undefined]
  ])('%s: %s', (name, value) => {
    expect(at(name)).toBe(value);
  });
  test('a name is found where it stands', () => {
    expect(at('\r\nCSeq: 1', 2, 6)).toBe(2);
  });
});
