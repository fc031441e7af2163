import { describe, expect, test } from 'vitest';
import { formatMessage } from '../../src/message/format.ts';
import { BodyPart, type Entity, findBody, readMultipart } from '../../src/message/index.ts';
import { bytesOf, textOf } from '../message/samples.ts';
import { answerTo, inviteWith, sound } from './attack.ts';

/** Multiparts in each other: so many, and a text in the innermost. */
function nested(depth: number): string {
  if (depth === 0) return 'x\n';
  const type = depth === 1 ? 'text/plain' : `multipart/mixed;boundary=b${depth - 1}`;
  return `--b${depth}\nContent-Type: ${type}\n\n${nested(depth - 1)}--b${depth}--\n`;
}

const bombs: readonly (readonly [string, string, string])[] = [
  ['10,000 parts', 'b', `${'--b\n\n\n'.repeat(9000)}--b--\n`],
  ['a depth of 100', 'b100', nested(100)],
  ['empty parts', 'b', '--b\n--b\n--b\n--b--\n'],
  ['only the closing delimiter', 'b', '--b--\n'],
  ['no delimiter at all', 'b', 'x'.repeat(50_000)],
  ['a long boundary', 'b'.repeat(7000), `--${'b'.repeat(7000)}\n\n\n`]
];

describe('threat V13: multipart bombs', () => {
  test.each(bombs)('%s: not taken apart by who does not take multipart: 415', (_name, boundary, body) => {
    expect(answerTo(inviteWith([`Content-Type: multipart/mixed;boundary=${boundary}`], body))).toBe('415');
  });
  test.each(bombs)('%s: a proxy passes it on byte for byte', (_name, boundary, body) => {
    const message = inviteWith([`Content-Type: multipart/mixed;boundary=${boundary}`], body);
    expect(textOf(formatMessage(sound(message)))).toBe(textOf(bytesOf(message)));
  });
  test('a boundary of 1 MB is a field too long: 400', () => {
    expect(answerTo(inviteWith([`Content-Type: multipart/mixed;boundary=${'b'.repeat(1_000_000)}`]))).toBe(
      '400 refused'
    );
  });

  test.each(bombs)('%s: who does read it, finds a fault: 400', (name, boundary, body) => {
    const message = sound(inviteWith([`Content-Type: multipart/mixed;boundary=${boundary}`], body));
    const read = findBody(message, 'application/sdp');
    // Empty parts are parts, and hold no SDP; but they are not taken apart without a bound.
    if (name === 'empty parts') expect(read).toBeUndefined();
    else expect(read).toMatchObject({ status: 400 });
  });
  test('three multiparts in each other are read, a fourth is not; of 16 parts all are, of 17 none', () => {
    const deep = (depth: number): Entity =>
      sound(inviteWith([`Content-Type: multipart/mixed;boundary=b${depth}`], nested(depth)));
    expect(findBody(deep(3), 'text/plain')).toBeInstanceOf(BodyPart);
    expect(findBody(deep(4), 'text/plain')).toMatchObject({ code: 'too-large', status: 400 });
    const wide = (parts: number): Entity =>
      sound(inviteWith(['Content-Type: multipart/mixed;boundary=b'], `${'--b\n\nx\n'.repeat(parts)}--b--\n`));
    expect(readMultipart(wide(16))).toMatchObject({ parts: { length: 16 } });
    expect(readMultipart(wide(17))).toMatchObject({ code: 'too-large', status: 400 });
  });
});
