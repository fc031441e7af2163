import { describe, expect, test } from 'vitest';
import {
  formatParameters,
  isFlagOrAbsent,
  isTokenOrAbsent,
  otherParameters,
  parseTokenAndParameters
} from '../../../src/message/headers/own-parameters.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { Scanner } from '../../../src/syntax/scanner.ts';

describe('RFC 3261 §25.1: parameters of a header, and the others', () => {
  test('a token with parameters', () => {
    expect(parseTokenAndParameters(new Scanner(' a ;b=c'))).toEqual({
      token: 'a',
      parameters: Parameters.of(['b', 'c'])
    });
    expect(parseTokenAndParameters(new Scanner(';b'))).toBeUndefined();
    expect(parseTokenAndParameters(new Scanner('a;b;B'))).toBeUndefined();
  });
  test('tokens and flags may be absent', () => {
    expect([undefined, 'a', '', '"a"', '[::1]'].map(isTokenOrAbsent)).toEqual([true, true, false, false, false]);
    expect([undefined, '', 'a'].map(isFlagOrAbsent)).toEqual([true, true, false]);
  });
  test('the others are what is left, in order, names without case', () => {
    const all = Parameters.of(['a', '1'], ['__proto__', '2'], ['constructor', ''], ['C', '']);
    expect(otherParameters(all, 'A', 'c')).toEqual(Parameters.of(['__proto__', '2'], ['constructor', '']));
  });
  test('own ones are written first, and only once', () => {
    const others = Parameters.of(['x', '"y"']);
    expect(
      formatParameters(
        [
          ['a', '1'],
          ['b', undefined],
          ['c', '']
        ],
        others
      )
    ).toBe(';a=1;c;x="y"');
    expect(formatParameters([], Parameters.none)).toBe('');
    expect(() => formatParameters([['X', undefined]], others)).toThrow(UsageError);
  });
});
