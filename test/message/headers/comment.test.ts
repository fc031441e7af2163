import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeField } from '../../../src/message/field.ts';
import { formatComment, parseComment } from '../../../src/message/headers/comment.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Scanner } from '../../../src/syntax/scanner.ts';
import { encodeUtf8 } from '../../../src/syntax/utf8.ts';

const read = (text: string): string | undefined => parseComment(new Scanner(text));

describe('RFC 3261 §25.1: comment', () => {
  test.each([
    ["(I'm in a meeting)", "I'm in a meeting"],
    ['( a )', 'a'],
    ['()', ''],
    ['(a (b) c)', 'a (b) c'],
    ['(a\\)b\\\\)', 'a)b\\'],
    ['("a)', '"a'],
    [encodeUtf8('(Käse)'), 'Käse']
  ])('%j', (text, comment) => {
    expect(read(text)).toBe(comment);
  });
  test.each(['(', '((a)', '(a\\)', '(\\', '(\u00ff)', '('.repeat(16_000)])('%j is malformed', (text) => {
    expect(read(text)).toBeUndefined();
  });
  test('every text without CR and LF is read as it was written, and the guard of the field refuses the rest', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[\r\n]/.test(text));
        const written = formatComment(text);
        expect(makeField('Server', written).value).toBe(written);
        expect(read(written)).toBe(text.replace(/^[ \t]+|[ \t]+$/g, ''));
      })
    );
    expect(() => makeField('Server', formatComment('a\r\nX-Evil: 1'))).toThrow(UsageError);
  });
});
