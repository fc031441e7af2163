import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeExcept, normalizeEscapes, unescapeOnce } from '../../../src/message/uri/escape.ts';
import { USER } from '../../../src/syntax/characters.ts';
import { decodeUtf8 } from '../../../src/syntax/utf8.ts';

describe('unescapeOnce', () => {
  test.each([
    ['sip%3Auser%40example.com', 'sip:user@example.com'],
    ['%61%6C%69%63%65', 'alice'],
    ['%2541', '%41'],
    ['%25%34%31', '%41'],
    ['null-%00-null', 'null-\0-null'],
    ['%', '%'],
    ['%4', '%4'],
    ['%zz%4g', '%zz%4g'],
    ['100%%41', '100%A']
  ])('RFC 4475 §3.1.1.4: %s is unescaped once', (escaped, text) => {
    expect(unescapeOnce(escaped)).toBe(text);
  });
  test('RFC 3261 §19.1.2: what was escaped comes back, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeUtf8(unescapeOnce(escapeExcept(USER, text)))).toBe(text);
      })
    );
  });
});

describe('normalizeEscapes', () => {
  test.each([
    ['%61lice', 'alice'],
    ['a%3bb', 'a%3Bb'],
    ['%2f%3f%3a%40%26%3d%2b%24%2c', '%2F%3F%3A%40%26%3D%2B%24%2C'],
    ['%253B', '%253B'],
    ['%20%5b', ' ['],
    ['%c3%a4', '%C3%A4']
  ])('RFC 3261 §19.1.4: %s is compared as %s', (escaped, normal) => {
    expect(normalizeEscapes(escaped)).toBe(normal);
  });
  test('RFC 3261 §19.1.4: however unreserved characters are escaped, a text is compared as the same', () => {
    const piece = fc.constantFrom('%25', '%3B', ';', '%C3', '%20');
    const letter = fc.constantFrom('A', '2', '5', '-');
    const escape = (text: string): string => `%${text.charCodeAt(0).toString(16)}`;
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.tuple(letter, fc.boolean()))), (pieces) => {
        const plain = pieces.map((one) => (typeof one === 'string' ? one : one[0]));
        const escaped = pieces.map((one) => (typeof one === 'string' ? one : one[1] ? escape(one[0]) : one[0]));
        expect(normalizeEscapes(escaped.join(''))).toBe(normalizeEscapes(plain.join('')));
      })
    );
  });
  test('RFC 3261 §19.1.4: what is not the same is not compared as the same', () => {
    const piece = fc.constantFrom('%25', '%3B', ';', '%C3', '%20', 'A', '2', '5', '3B', '41');
    fc.assert(
      fc.property(fc.array(piece), fc.array(piece), (a, b) => {
        fc.pre(a.join('') !== b.join(''));
        expect(normalizeEscapes(a.join(''))).not.toBe(normalizeEscapes(b.join('')));
      })
    );
  });
});
