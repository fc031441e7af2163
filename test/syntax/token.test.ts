import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasTokenAt, lowerCase, sameToken, upperCase } from '../../src/syntax/token.ts';

describe('§7.3.1: tokens have no case', () => {
  test.each([
    ['branch', 'BRANCH', true],
    ['branch', 'Branch', true],
    ['branch', 'branches', false],
    ['tag', 'tap', false],
    // These differ by the bit that tells the cases of a letter apart, and are no letters.
    ['@', '`', false],
    ['[', '{', false],
    ['-', '\r', false],
    ['\u00c4', '\u00e4', false],
    ['', '', true]
  ])('%j and %j: %s', (a, b, same) => {
    expect(sameToken(a, b)).toBe(same);
    expect(sameToken(b, a)).toBe(same);
  });

  test('upperCase and lowerCase are those of ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(upperCase(text)).toBe(text.toUpperCase());
        expect(lowerCase(text)).toBe(text.toLowerCase());
        expect(sameToken(upperCase(text), lowerCase(text))).toBe(true);
      })
    );
  });
});

test('hasTokenAt reads in place, and nothing behind the end', () => {
  expect(hasTokenAt('a sip/2.0', 2, 'SIP/2.0')).toBe(true);
  expect(hasTokenAt('a sip/2.0', 3, 'SIP/2.0')).toBe(false);
  expect(hasTokenAt('a sip/2.1', 2, 'SIP/2.0')).toBe(false);
});
