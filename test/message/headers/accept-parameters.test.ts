import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAcceptParameters, parseAcceptParameters } from '../../../src/message/headers/accept-parameters.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { Scanner } from '../../../src/syntax/scanner.ts';

describe('RFC 3261 §25.1: accept-param', () => {
  test.each([
    ['', 1, ''],
    [';q=0', 0, ''],
    [';q=0.', 0, ''],
    ['; Q = 0.125 ;a=b', 0.125, ';a=b'],
    [';q=1.000', 1, ''],
    // No qvalue, so a generic-param.
    [';q=2', 1, ';q=2'],
    [';q=1.001', 1, ';q=1.001'],
    [';q=0.1234', 1, ';q=0.1234'],
    [';q="0.5"', 1, ';q="0.5"'],
    [';q', 1, ';q'],
    [';__proto__=1;constructor', 1, ';__proto__=1;constructor']
  ])('%j', (text, quality, others) => {
    const value = parseAcceptParameters(new Scanner(text));
    expect(value?.quality).toBe(quality);
    expect(value?.parameters.toString()).toBe(others);
  });
  test.each([';', ';q=', ';q=0.5;q=0.6'])('%j is malformed', (text) => {
    expect(parseAcceptParameters(new Scanner(text))).toBeUndefined();
  });
  test('every thousandth is read as it was written', () => {
    fc.assert(
      fc.property(fc.nat(1000), (thousandths) => {
        const value = { quality: thousandths / 1000, parameters: Parameters.of(['a', 'b']) };
        expect(parseAcceptParameters(new Scanner(formatAcceptParameters(value)))).toEqual(value);
      })
    );
  });
  test.each([-0.1, 1.1, Number.NaN])('%d is not written', (quality) => {
    expect(() => formatAcceptParameters({ quality, parameters: Parameters.none })).toThrow(UsageError);
  });
});
