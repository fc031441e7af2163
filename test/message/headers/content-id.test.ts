import { describe, expect, test } from 'vitest';
import { contentId } from '../../../src/message/headers/content-id.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 8262 §2: Content-ID', () => {
  test('an identifier in angle brackets', () => {
    expect(read(contentId, '<target123@atlanta.example.com>')).toBe('target123@atlanta.example.com');
    writes(contentId, '<a"b;c@d>', '<a"b;c@d>');
  });
  refuses(contentId, '', 'a@b', '<>', '<a@b', '<a b>', '<a<b>', '<a>>', '<a>;x');
  test.each(['', 'a>b', 'a b', 'a\r\nX: y', 'a\0', '<a>'])('%j is a mistake of the caller', (id) => {
    expect(() => contentId.format(id)).toThrow(UsageError);
  });
});
