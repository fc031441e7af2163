import { describe, expect, test } from 'vitest';
import { formatAuthScheme, type OtherScheme, parseAuthScheme } from '../../../src/message/headers/auth-scheme.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { Scanner } from '../../../src/syntax/scanner.ts';

const read = (text: string): OtherScheme | undefined => {
  const scanner = new Scanner(text);
  const value = parseAuthScheme(scanner);
  return scanner.atEnd() ? value : undefined;
};

describe('RFC 3261 §25.1: other-challenge, other-response', () => {
  test('RFC 4475 §3.3.7: an unknown scheme stays readable', () => {
    const value = read('NoOneKnowsThisScheme opaque-data=here');
    expect(value?.scheme).toBe('NoOneKnowsThisScheme');
    expect(value?.parameters.get('opaque-data')).toBe('here');
    expect(value === undefined ? undefined : formatAuthScheme(value)).toBe('NoOneKnowsThisScheme opaque-data=here');
  });
  test.each(['abc', 'QWxhZGRpbjpvcGVu==', 'abc=', 'a/b+c.d~e_f-'])('RFC 7235 §2.1: token68 %s', (token68) => {
    const value = read(`Bearer  ${token68}`);
    expect(value).toEqual({ kind: 'other', scheme: 'Bearer', parameters: Parameters.none, token68 });
    expect(value === undefined ? undefined : formatAuthScheme(value)).toBe(`Bearer ${token68}`);
  });
  test.each([
    '',
    'Digest',
    'Digest ',
    'Digest,a=b',
    'Digest="x"',
    'a b c',
    'a "b"',
    'a b=c d',
    '(a) b=c',
    'a b=c,',
    `a ${'b'.repeat(8000)}=c d`
  ])('%j is malformed', (text) => {
    expect(read(text)).toBeUndefined();
  });
  test('only what can be read is written', () => {
    const value: OtherScheme = { kind: 'other', scheme: 'a', parameters: Parameters.none, token68: undefined };
    expect(() => formatAuthScheme(value)).toThrow(UsageError);
    expect(() => formatAuthScheme({ ...value, scheme: 'a b', token68: 'c' })).toThrow(UsageError);
    expect(() => formatAuthScheme({ ...value, token68: 'c, d=e' })).toThrow(UsageError);
    expect(() => formatAuthScheme({ ...value, token68: 'c', parameters: Parameters.of(['d', 'e']) })).toThrow(
      UsageError
    );
  });
});
