import { describe, expect, test } from 'vitest';
import { contentLanguage } from '../../../src/message/headers/content-language.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { readList, refuses, writes } from './reading.ts';

describe('RFC 3261 §20.13: Content-Language', () => {
  test('tags, joined and repeated', () => {
    expect(readList(contentLanguage, 'fr , mi', 'en-GB')).toEqual(['fr', 'mi', 'en-GB']);
    writes(contentLanguage, 'fr', 'fr');
    expect(() => contentLanguage.format('*')).toThrow(UsageError);
  });
  refuses(contentLanguage, '', '*', 'fr;q=1', 'fr-', 'français');
});
