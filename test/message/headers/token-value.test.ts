import { describe, expect, test } from 'vitest';
import { formatTokenValue, parseTokenValue, withoutQuotes } from '../../../src/message/headers/token-value.ts';
import { UsageError } from '../../../src/message/usage-error.ts';

describe('RFC 3261 §25.1: token', () => {
  test('is read with and without quotes', () => {
    expect(parseTokenValue('auth')).toBe('auth');
    expect(parseTokenValue('"auth"')).toBe('auth');
    expect(withoutQuotes('"a\\"b"')).toBe('a"b');
  });
  test.each(['', '""', '"a b"', '[::1]'])('%j is none', (text) => {
    expect(parseTokenValue(text)).toBeUndefined();
  });
  test.each(['', 'a b', 'a;b=c', 'a\r\nb', 'ü'])('%j is not written', (text) => {
    expect(() => formatTokenValue(text)).toThrow(UsageError);
  });
});
