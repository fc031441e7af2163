import { describe, expect, test } from 'vitest';
import { formatLanguage, parseLanguageRange, parseLanguageTag } from '../../../src/message/headers/language-tag.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Scanner } from '../../../src/syntax/scanner.ts';

describe('RFC 3261 §25.1: language-tag, language-range', () => {
  test.each(['fr', 'en-GB', 'x-klingon', 'zh-Hant-TW', 'es-419'])('%s', (text) => {
    expect(parseLanguageTag(new Scanner(text))).toBe(text);
    expect(formatLanguage(text, parseLanguageTag)).toBe(text);
  });
  test.each(['', '-', 'en-', '1a', 'abcdefghi', 'en-abcdefghi', '*', 'en_GB', 'a;q=1', 'a\r\nb'])(
    '%j is no tag',
    (text) => {
      expect(() => formatLanguage(text, parseLanguageTag)).toThrow(UsageError);
    }
  );
  test('any language', () => {
    expect(parseLanguageRange(new Scanner('*'))).toBe('*');
    expect(parseLanguageRange(new Scanner('en-gb'))).toBe('en-gb');
  });
});
