import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatGenValue,
  formatQuoted,
  formatTokenOrQuoted,
  parseGenericParam,
  parseGenValue,
  parseTokenOrQuoted,
  textOf
} from '../../../src/message/headers/gen-value.ts';
import { Scanner } from '../../../src/syntax/scanner.ts';

describe('RFC 3261 §25.1: gen-value', () => {
  test.each([
    ['abc', 'abc', 'abc'],
    ['192.0.2.1', '192.0.2.1', '192.0.2.1'],
    ['[2001:db8::1]', '[2001:db8::1]', '[2001:db8::1]'],
    ['"a b"', 'a b', '"a b"'],
    ['"a\\"\\\\"', 'a"\\', '"a\\"\\\\"'],
    ['"J\u00c3\u00bcrgen"', 'Jürgen', '"J\u00c3\u00bcrgen"'],
    ['""', '', '""'],
    ['"abc"', 'abc', 'abc']
  ])('%s', (written, text, canonical) => {
    expect(parseGenValue(new Scanner(written))).toBe(text);
    expect(textOf(written)).toBe(text);
    expect(formatGenValue(text)).toBe(canonical);
  });
  test.each(['', '"a', '"\u00ff"', '<a>', '[::1', ';'])('%j is none', (written) => {
    expect(parseGenValue(new Scanner(written))).toBeUndefined();
  });
  test('every text is written so that it reads the same', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.ipV6().map((address) => `[${address}]`)
        ),
        (text) => {
          fc.pre(!/[\r\n]/.test(text));
          expect(parseGenValue(new Scanner(formatGenValue(text)))).toBe(text);
          expect(textOf(formatQuoted(text))).toBe(text);
        }
      )
    );
  });
});

describe('RFC 3261 §25.1: token / quoted-string', () => {
  test.each([
    ['abc', 'abc', 'abc'],
    ['"abc"', 'abc', 'abc'],
    ['"a b"', 'a b', '"a b"'],
    ['"[2001:db8::1]"', '[2001:db8::1]', '"[2001:db8::1]"'],
    ['""', '', '""']
  ])('%s', (written, text, canonical) => {
    expect(parseTokenOrQuoted(new Scanner(written))).toBe(text);
    expect(formatTokenOrQuoted(text)).toBe(canonical);
  });
  test.each(['', '"a', '"\u00ff"', '<a>', '[::1]', ';'])('%j is none', (written) => {
    expect(parseTokenOrQuoted(new Scanner(written))).toBeUndefined();
  });
});

describe('RFC 3261 §25.1: a generic-param without its semicolon', () => {
  test.each([
    ['a', ['a', '']],
    ['A = b', ['A', 'b']],
    ['a="b c"', ['a', '"b c"']],
    ['a=[::1]', ['a', '[::1]']],
    ['a=', undefined],
    ['a="b', undefined],
    ['"a"', undefined],
    ['', undefined]
  ])('%j', (written, read) => {
    expect(parseGenericParam(new Scanner(written))).toEqual(read);
  });
});
