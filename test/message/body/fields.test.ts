import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFields, splitHead } from '../../../src/message/body/fields.ts';
import { Fault } from '../../../src/message/fault.ts';

const limits = { fields: 3, line: 40 };

/** The fields as lines, or what is wrong. */
function parsed(text: string) {
  const fields = parseFields(text, limits, 100);
  return fields instanceof Fault ? [fields.code, fields.status, fields.offset] : fields.map(({ line }) => line);
}

describe('RFC 3261 §7.3.1: header fields', () => {
  test.each([
    ['', []],
    ['A: b', ['A: b']],
    ['c : \t b \r\nX:', ['c: b', 'X: ']],
    ['A: b\r\n \tc\r\n  \r\n d\r\nE: f', ['A: b c d', 'E: f']],
    ['A: "\\\0"', ['A: "\\\0"']],
    ['__proto__: x\r\nconstructor: y', ['__proto__: x', 'constructor: y']]
  ])('%j', (text, lines) => {
    expect(parsed(text)).toEqual(lines);
  });
  test.each([
    ['A', 'malformed-field', 100],
    ['A: b\r\nhello', 'malformed-field', 106],
    [': b', 'malformed-field', 100],
    ['A b: c', 'malformed-field', 100],
    ['A: b\r\n\r\nC: d', 'malformed-field', 106],
    ['A: b\rc', 'malformed-field', 100],
    ['A: b\nC: d', 'malformed-field', 100],
    ['A: \0', 'malformed-field', 100],
    [`A: ${'b'.repeat(38)}`, 'too-large', 100],
    [`A: b\r\n ${'c'.repeat(34)}`, 'too-large', 100],
    ['A:\r\nB:\r\nC:\r\nD:', 'too-large', 112]
  ])('not %j', (text, code, offset) => {
    expect(parsed(text)).toEqual([code, 400, offset]);
  });
  test('nothing is thrown, whatever comes', () => {
    const piece = fc.constantFrom('A', ':', ' ', '\r\n', '\r', '\n', '\0', '"', '\\', '\u00ff');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        parsed(pieces.join(''));
      })
    );
  });
});

describe('RFC 2046 §5.1: the empty line', () => {
  test.each([
    ['\r\nbody', 0, 'body'],
    ['A: b\r\n\r\nbody\r\n\r\n', 4, 'body\r\n\r\n'],
    ['A: b\r\n', 4, ''],
    ['A: b', 4, ''],
    ['', 0, '']
  ])('%j', (text, end, body) => {
    const head = splitHead(text, 0);
    expect(head.end).toBe(end);
    expect(text.slice(head.bodyStart)).toBe(body);
  });
});
