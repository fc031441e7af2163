import { expect, test } from 'vitest';
import { buildResponse } from '../../src/message/response.ts';
import { buildAck } from '../../src/transaction/ack.ts';
import { request, withLine, withLines, written } from '../message/samples.ts';

/** The INVITE of §17.1.1.3. */
const example = `INVITE sip:bob@biloxi.com SIP/2.0
Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKkjshdyff
To: Bob <sip:bob@biloxi.com>
From: Alice <sip:alice@atlanta.com>;tag=88sja8x
Max-Forwards: 70
Call-ID: 987asjd97y7atg
CSeq: 986759 INVITE

`;

test('§17.1.1.3: the example', () => {
  const invite = request(example);
  const ack = buildAck(invite, buildResponse(invite, 486, { toTag: '99sa0xk' }));
  expect(ack.to.tag).toBe('99sa0xk');
  expect(ack.method).toBe('ACK');
  expect(ack.cseq).toEqual({ sequence: 986759, method: 'ACK' });
  expect(written(ack)).toBe(
    [
      'ACK sip:bob@biloxi.com SIP/2.0',
      'Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKkjshdyff',
      'Max-Forwards: 70',
      'From: Alice <sip:alice@atlanta.com>;tag=88sja8x',
      'To: "Bob" <sip:bob@biloxi.com>;tag=99sa0xk',
      'Call-ID: 987asjd97y7atg',
      'CSeq: 986759 ACK',
      'Content-Length: 0',
      '',
      ''
    ].join('\r\n')
  );
});

test('§17.1.1.3: a single Via, the top one; the Routes; no body and nothing else of the INVITE', () => {
  const invite = request(
    withLine('Via', 'Via: SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/UDP b', 'Via: SIP/2.0/UDP c').replace(
      'Contact',
      'Route: <sip:p1;lr>,<sip:p2;lr>\nRoute: <sip:p3;lr>\nRequire: 100rel\nContact'
    )
  );
  const ack = buildAck(invite, buildResponse(invite, 503, { toTag: '1' }));
  expect(ack.fields.map((field) => field.line)).toEqual([
    'Via: SIP/2.0/UDP a;branch=z9hG4bK1',
    'Max-Forwards: 70',
    'Route: <sip:p1;lr>,<sip:p2;lr>',
    'Route: <sip:p3;lr>',
    'From: Alice <sip:alice@atlanta.com>;tag=1928301774',
    'To: "Bob" <sip:bob@biloxi.com>;tag=1',
    'Call-ID: a84b4c76e66710',
    'CSeq: 314159 ACK'
  ]);
  expect(ack.body).toHaveLength(0);
});

test('§17.1.1.3: "The To header field in the ACK MUST equal the To header field in the response"', () => {
  const invite = request(withLines('X: y'));
  const response = buildResponse(request(withLine('To', 'To  : <sip:bob@biloxi.com>;x=y;tag=9')), 400);
  const ack = buildAck(invite, response);
  expect(ack.field('To')?.line).toBe('To  : <sip:bob@biloxi.com>;x=y;tag=9');
  expect(ack.to).toBe(response.to);
});
