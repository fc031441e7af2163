import { expect, test } from 'vitest';
import { buildCancel } from '../../src/transaction/cancel.ts';
import { request, withLine } from '../message/samples.ts';

test('§9.1: Request-URI, Call-ID, To, From, the number of CSeq, the top Via and the Routes are those of the INVITE; no Require, no body', () => {
  const invite = request(
    withLine('Via', 'Via: SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/UDP b').replace(
      'Contact',
      'Route: <sip:p1;lr>\nRoute: <sip:p2;lr>\nRequire: 100rel\nProxy-Require: x\nContact'
    )
  );
  const cancel = buildCancel(invite);
  expect(cancel.startLine).toBe('CANCEL sip:bob@biloxi.com SIP/2.0');
  expect(cancel.fields.map((field) => field.line)).toEqual([
    'Via: SIP/2.0/UDP a;branch=z9hG4bK1',
    'Max-Forwards: 70',
    'Route: <sip:p1;lr>',
    'Route: <sip:p2;lr>',
    'From: Alice <sip:alice@atlanta.com>;tag=1928301774',
    'To: Bob <sip:bob@biloxi.com>',
    'Call-ID: a84b4c76e66710',
    'CSeq: 314159 CANCEL'
  ]);
  expect(cancel.cseq).toEqual({ sequence: 314159, method: 'CANCEL' });
  expect(cancel.body).toHaveLength(0);
});
