import { describe, expect, test } from 'vitest';
import { acceptLanguage } from '../../../src/message/headers/accept-language.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { readList, refuses, writes } from './reading.ts';

describe('RFC 3261 §20.3: Accept-Language', () => {
  test('the example, joined and repeated', () => {
    const wanted = [
      { range: 'da', quality: 1, parameters: Parameters.none },
      { range: 'en-gb', quality: 0.8, parameters: Parameters.none },
      { range: 'en', quality: 0.7, parameters: Parameters.none }
    ];
    expect(readList(acceptLanguage, 'da, en-gb;q=0.8, en;q=0.7')).toEqual(wanted);
    expect(readList(acceptLanguage, 'da', 'en-gb ; q=0.8,en;q=0.7')).toEqual(wanted);
  });
  test('any language, and none', () => {
    writes(acceptLanguage, '*;q=0.500', '*;q=0.5');
    expect(readList(acceptLanguage, '')).toEqual([]);
  });
  test('only a range is written', () => {
    expect(() => acceptLanguage.format({ range: 'e n', quality: 1, parameters: Parameters.none })).toThrow(UsageError);
  });
  refuses(acceptLanguage, 'en;', 'en gb', '"en"', '**', 'en;q=0.5;q=0.5');
});
