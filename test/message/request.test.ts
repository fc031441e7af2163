import { describe, expect, test } from 'vitest';
import { makeField } from '../../src/message/field.ts';
import { nameAddr } from '../../src/message/headers/name-addr.ts';
import { to } from '../../src/message/headers/to.ts';
import { buildRequest, initialMaxForwards, type RequestParts } from '../../src/message/request.ts';
import { sipUri } from '../../src/message/uri/uri.ts';
import { UsageError } from '../../src/message/usage-error.ts';
import { invite, request, written } from './samples.ts';

const sample = request(invite);
const parts: RequestParts = {
  method: 'INVITE',
  requestUri: sample.requestUri,
  via: sample.topmostVia,
  from: sample.from,
  to: sample.to,
  callId: sample.callId,
  sequence: 314159
};

describe('§8.1.1: generating the request', () => {
  test('has To, From, CSeq, Call-ID, Max-Forwards and Via', () => {
    expect(written(buildRequest(parts))).toBe(
      [
        'INVITE sip:bob@biloxi.com SIP/2.0',
        'Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds8',
        'Max-Forwards: 70',
        'From: "Alice" <sip:alice@atlanta.com>;tag=1928301774',
        'To: "Bob" <sip:bob@biloxi.com>',
        'Call-ID: a84b4c76e66710',
        'CSeq: 314159 INVITE',
        'Content-Length: 0',
        '',
        ''
      ].join('\r\n')
    );
    expect(initialMaxForwards).toBe(70);
  });
  test('a route set, further fields and a body', () => {
    const message = buildRequest({
      ...parts,
      maxForwards: 0,
      routeSet: [nameAddr(sipUri('sip:p1;lr')), nameAddr(sipUri('sip:p2;lr'))],
      fields: [makeField('Subject', 'lunch')],
      body: new Uint8Array([1])
    });
    const again = request(written(message).replaceAll('\r\n', '\n'));
    expect(again.fields.map((field) => field.line)).toEqual([
      'Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds8',
      'Max-Forwards: 0',
      'Route: <sip:p1;lr>',
      'Route: <sip:p2;lr>',
      'From: "Alice" <sip:alice@atlanta.com>;tag=1928301774',
      'To: "Bob" <sip:bob@biloxi.com>',
      'Call-ID: a84b4c76e66710',
      'CSeq: 314159 INVITE',
      'Subject: lunch',
      'Content-Length: 1'
    ]);
    expect(again).toMatchObject({
      topmostVia: message.topmostVia,
      from: message.from,
      to: message.to,
      cseq: message.cseq
    });
    expect([...again.body]).toEqual([1]);
  });
  test.each<[string, Partial<RequestParts>]>([
    ['a method', { method: 'IN VITE' }],
    ['no method', { method: '' }],
    ['a method that ends the line', { method: 'INVITE\r\n' }],
    ['§8.1.1.5: a CSeq of 2**31', { sequence: 2 ** 31 }],
    ['a negative CSeq', { sequence: -1 }],
    ['half a CSeq', { sequence: 1.5 }],
    ['a Max-Forwards of 256', { maxForwards: 256 }],
    ['a negative Max-Forwards', { maxForwards: -1 }],
    ['half a Max-Forwards', { maxForwards: 0.5 }],
    ['a Request-URI with a space', { requestUri: { scheme: 'sip', text: 'sip:a b' } }],
    ['a Request-URI that ends the line', { requestUri: { scheme: 'sip', text: 'sip:a\r\nX: y' } }],
    ['a Call-ID that ends the line', { callId: 'a\r\nX: y' }],
    ['a display name that ends the line', { to: { ...sample.to, displayName: '"\r\nX: y' } }]
  ])('%s is a mistake of the caller', (_name, part) => {
    expect(() => buildRequest({ ...parts, ...part })).toThrow(UsageError);
  });
  test('a To with a tag keeps it', () => {
    const message = buildRequest({ ...parts, to: { ...sample.to, ...nameAddr(sipUri('sip:c@d')), tag: undefined } });
    expect(to.format(message.to)).toBe('<sip:c@d>');
  });
});
