import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDeltaSeconds, mostDeltaSeconds, parseDeltaSeconds } from '../../../src/message/headers/delta-seconds.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Scanner } from '../../../src/syntax/scanner.ts';

const read = (text: string): number | undefined => parseDeltaSeconds(new Scanner(text));

describe('RFC 3261 §25.1: delta-seconds', () => {
  test.each([
    ['0', 0],
    ['007', 7],
    ['4294967295', mostDeltaSeconds],
    ['4294967296', mostDeltaSeconds],
    ['999999999999999999', mostDeltaSeconds],
    ['9'.repeat(8000), mostDeltaSeconds],
    [`${'0'.repeat(8000)}60`, 60]
  ])('%s', (text, seconds) => {
    expect(read(text)).toBe(seconds);
  });
  test.each(['', '-1', '+1', ' 1', 'a'])('%j is none', (text) => {
    expect(read(text)).toBeUndefined();
  });
  test('every number of 32 bits is read as it was written', () => {
    fc.assert(fc.property(fc.nat(mostDeltaSeconds), (seconds) => read(formatDeltaSeconds(seconds)) === seconds));
  });
  test.each([-1, 1.5, Number.NaN, Infinity, 2 ** 32])('%d is not written', (seconds) => {
    expect(() => formatDeltaSeconds(seconds)).toThrow(UsageError);
  });
});
