import { expect, test } from 'vitest';
import { buildRequestInDialog } from '../../src/dialog/request.ts';
import { uasDialog } from '../../src/dialog/state.ts';
import { makeField } from '../../src/message/field.ts';
import { newVia } from '../../src/transaction/branch.ts';
import { countingEntropy } from '../support/entropy.ts';
import { alice, invite } from '../support/messages.ts';
import { flowOver } from '../support/transactions.ts';

const via = newVia(flowOver('TCP'), countingEntropy());

test('RFC 3261 §12.2.1.1: To, From, Call-ID, Request-URI and Route are the dialog’s', () => {
  const state = uasDialog(invite({ fields: ['Record-Route: <sip:p1;lr>'] }), 'b', false);
  const body = Uint8Array.of(1);
  const info = buildRequestInDialog(state, { method: 'INFO', via, sequence: 3, fields: [makeField('X', 'y')], body });
  expect([info.startLine, ...info.fields.map(({ line }) => line)]).toEqual([
    'INFO sip:alice@192.0.2.2 SIP/2.0',
    'Via: SIP/2.0/TCP 192.0.2.1:5060;branch=z9hG4bKt1',
    'Max-Forwards: 70',
    'Route: <sip:p1;lr>',
    'From: <sip:bob@192.0.2.1>;tag=b',
    'To: <sip:alice@192.0.2.2>;tag=a',
    'Call-ID: call',
    'CSeq: 3 INFO',
    'X: y'
  ]);
  expect(info.body).toBe(body);
});

test('RFC 3261 §12.2.1.1: a null tag is left out', () => {
  const state = uasDialog(invite({ from: alice }), 'b', false);
  const bye = buildRequestInDialog(state, { method: 'BYE', via, sequence: 1 });
  expect([bye.to.tag, bye.from.tag]).toEqual([undefined, 'b']);
});
