import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nulsAreQuoted, quote, unquote } from '../../src/syntax/quoted-string.ts';

describe('§25.1: quoted-pair', () => {
  test('unquote resolves every pair once', () => {
    expect(unquote('"a\\"b\\\\c\\d"')).toBe('a"b\\cd');
    expect(unquote('"\\\0"')).toBe('\0');
    expect(unquote('""')).toBe('');
  });
  test('quote writes what no qdtext holds as a pair', () => {
    expect(quote('a"b\\c\0\x07\x7f\t')).toBe('"a\\"b\\\\c\\\0\\\x07\\\x7f\t"');
  });
  test('quote leaves CR and LF for the guard of the field to refuse', () => {
    expect(quote('\r\n')).toBe('"\r\n"');
  });
  test('unquote(quote(x)) is x', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(unquote(quote(text))).toBe(text);
      })
    );
  });
});

describe('§25.1: a NUL stands in a quoted-pair of a quoted string or comment, or nowhere', () => {
  test.each([
    ['"\\\0"', true],
    ['(\\\0)', true],
    ['((a)\\\0)', true],
    ['("\\\0)', true],
    ['\0', false],
    ['\\\0', false],
    ['"\0"', false],
    ['"a"\\\0', false],
    ['"(" \\\0', false],
    ['(a)\\\0', false],
    [')\\\0', false],
    [')(\\\0)', true],
    ['(")\\\0', false],
    ['(")"\\\0"', true],
    ['"\\"\0"', false],
    ['nothing', true]
  ])('%j: %s', (text, sound) => {
    expect(nulsAreQuoted(text)).toBe(sound);
  });
});
