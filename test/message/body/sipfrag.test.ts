import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatSipfrag, parseSipfrag, type SipfragParts } from '../../../src/message/body/sipfrag.ts';
import { Fault } from '../../../src/message/fault.ts';
import { makeField } from '../../../src/message/field.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { bytesOf, textOf } from './entities.ts';

/** The fragment of these lines, as text. */
function parsed(text: string) {
  const sipfrag = parseSipfrag(bytesOf(text));
  if (sipfrag instanceof Fault) return [sipfrag.code, sipfrag.status];
  const { startLine, fields, body } = sipfrag;
  return { startLine, fields: fields.map(({ line }) => line), body: textOf(body) };
}

describe('RFC 3420 §2.1: valid fragments', () => {
  const status = { kind: 'response', status: 603, reason: 'Declined' };
  const request = { kind: 'request', method: 'INVITE', requestUri: { text: 'sip:alice@atlanta.com' } };
  test.each([
    ['SIP/2.0 603 Declined', { startLine: status, fields: [], body: '' }],
    ['SIP/2.0 603 Declined\r\n', { startLine: status, fields: [], body: '' }],
    ['SIP/2.0 603 Declined\r\n\r\n', { startLine: status, fields: [], body: '' }],
    ['INVITE sip:alice@atlanta.com SIP/2.0\r\n', { startLine: request, fields: [], body: '' }],
    [
      'INVITE sip:alice@atlanta.com SIP/2.0\r\nFrom: x\r\nContact : y\r\n',
      { startLine: request, fields: ['From: x', 'Contact: y'], body: '' }
    ],
    ['From: x\r\nTo: y', { startLine: undefined, fields: ['From: x', 'To: y'], body: '' }],
    ['From: x\r\n\r\nbody\0', { startLine: undefined, fields: ['From: x'], body: 'body\0' }],
    [
      'SIP/2.0 603 Declined\r\nContent-Type: a/b\r\n\r\n\r\nx',
      { startLine: status, fields: ['Content-Type: a/b'], body: '\r\nx' }
    ],
    ['\r\nbody', { startLine: undefined, fields: [], body: 'body' }],
    ['', { startLine: undefined, fields: [], body: '' }]
  ])('%j', (text, expected) => {
    expect(parsed(text)).toMatchObject(expected);
  });
  test.each([
    ['hello', 'not-sip', 400],
    ['SIP/3.0 200 OK', 'unsupported-version', 505],
    ['SIP/2.0 99 Early', 'malformed-start-line', 400],
    ['SIP/2.0 200 O\nK', 'forbidden-character', 400],
    ['SIP/2.0 200 OK\r\nhello', 'malformed-field', 400],
    ['From: x\r\nINVITE sip:a@b SIP/2.0', 'malformed-field', 400],
    [`A: ${'b'.repeat(9000)}`, 'too-large', 400]
  ])('not %j', (text, code, status) => {
    expect(parsed(text)).toEqual([code, status]);
  });
  test('nothing is thrown, whatever comes', () => {
    const piece = fc.constantFrom('SIP/2.0', ' ', '200', 'INVITE', 'sip:a', '\r\n', '\r', '\n', ':', 'To', '\0');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        parsed(pieces.join(''));
      })
    );
  });
});

describe('formatSipfrag', () => {
  test.each<[SipfragParts, string]>([
    [{ startLine: 'SIP/2.0 200 OK' }, 'SIP/2.0 200 OK\r\n'],
    [{ fields: [makeField('To', 'x')] }, 'To: x\r\n'],
    [{ startLine: 'SIP/2.0 100 Trying', body: new Uint8Array(0) }, 'SIP/2.0 100 Trying\r\n'],
    [
      { startLine: 'SIP/2.0 200 OK', fields: [makeField('To', 'x')], body: bytesOf('\0\u00ff') },
      'SIP/2.0 200 OK\r\nTo: x\r\n\r\n\0\u00ff'
    ],
    [{ body: bytesOf('x') }, '\r\nx']
  ])('%j', (parts, text) => {
    expect(textOf(formatSipfrag(parts))).toBe(text);
    expect(parsed(text)).toMatchObject({ body: textOf(parts.body ?? new Uint8Array(0)) });
  });
  test('threat V20: a start line that would end early is a mistake of the caller', () => {
    expect(() => formatSipfrag({ startLine: 'SIP/2.0 200 OK\r\nX: y' })).toThrow(UsageError);
  });
});
