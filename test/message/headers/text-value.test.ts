import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeField } from '../../../src/message/field.ts';
import { textValue } from '../../../src/message/headers/text-value.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { encodeUtf8 } from '../../../src/syntax/utf8.ts';
import { read, refuses } from './reading.ts';

const header = textValue({ name: 'Subject', section: 'RFC 3261 §20.36' });

describe('RFC 3261 §25.1: TEXT-UTF8-TRIM', () => {
  test.each(['Need more boxes', 'a,b;c="d', '(x', 'a\tb', '', 'Grüße 😀 \u202e'])('%j', (text) => {
    expect(read(header, encodeUtf8(text))).toBe(text);
  });
  refuses(header, 'a\x07b', 'a\x7fb', '\u00ff', '\u00c0\u0080', '\u00ed\u00a0\u0080', 'J\u00fcrgen', '"\\\0"');
  test.each(['a\r\nX-Evil: 1', 'a\rb', 'a\nb', 'a\0b', '"\\\0"', '\x1b[31m'])('%j is not written', (text) => {
    expect(() => header.format(text)).toThrow(UsageError);
  });
  test('every other text is read as it was written, without the white space around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[\x00-\x08\x0a-\x1f\x7f]/.test(text));
        const written = header.format(text);
        expect(makeField('Subject', written).value).toBe(written);
        expect(read(header, written)).toBe(text.replace(/^[ \t]+|[ \t]+$/g, ''));
      })
    );
  });
});
