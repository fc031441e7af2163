import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../src/syntax/utf8.ts';

describe('§25.1: TEXT-UTF8', () => {
  test('is one character a byte in the header', () => {
    expect(encodeUtf8('Jürgen')).toBe('J\u00c3\u00bcrgen');
    expect(decodeUtf8('J\u00c3\u00bcrgen')).toBe('Jürgen');
    expect(encodeUtf8('Bob')).toBe('Bob');
    expect(decodeUtf8('Bob')).toBe('Bob');
  });
  test('reads back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeUtf8(encodeUtf8(text))).toBe(text);
      })
    );
  });
  test.each([
    ['overlong', '\u00c0\u0080'],
    ['a surrogate', '\u00ed\u00a0\u0080'],
    ['0xFF', 'a\u00ff'],
    ['cut off', '\u00c3']
  ])('%s is no text', (_name, bytes) => {
    expect(decodeUtf8(bytes)).toBeUndefined();
  });
  test('a byte order mark is a character like others', () => {
    expect(decodeUtf8(encodeUtf8('\ufeffa'))).toBe('\ufeffa');
  });
});
