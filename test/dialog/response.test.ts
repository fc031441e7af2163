import { expect, test } from 'vitest';
import { buildInviteResponse } from '../../src/dialog/response.ts';
import { makeField } from '../../src/message/field.ts';
import { nameAddr } from '../../src/message/headers/name-addr.ts';
import { sipUri } from '../../src/message/uri/uri.ts';
import { invite, values } from '../support/messages.ts';

const call = invite({ fields: ['Record-Route: <sip:p1;lr>', 'Record-Route: <sip:p2>;x=1'] });
const contact = nameAddr(sipUri('sip:bob@192.0.2.1'));

test.each([
  [100, false],
  [101, true],
  [199, true],
  [200, true],
  [299, true],
  [300, false],
  [486, false]
])('RFC 3261 §12.1.1: %i copies Record-Route and names our Contact: %s', (status, makesDialog) => {
  const response = buildInviteResponse(call, 'b', contact, { status });
  expect(values(response, 'Record-Route')).toEqual(makesDialog ? ['<sip:p1;lr>', '<sip:p2>;x=1'] : []);
  expect(values(response, 'Contact')).toEqual(makesDialog ? ['<sip:bob@192.0.2.1>'] : []);
  expect(response.to.tag).toBe(status === 100 ? undefined : 'b');
});

test('RFC 3261 §13.3.1.4: carries what the application says: reason, fields, a body with its type', () => {
  const bytes = Uint8Array.of(118, 61, 48);
  const response = buildInviteResponse(call, 'b', contact, {
    status: 200,
    reason: 'Fine',
    fields: [makeField('Allow', 'BYE')],
    body: { type: 'application/sdp', bytes }
  });
  expect([response.startLine, values(response, 'Allow'), values(response, 'Content-Type'), response.body]).toEqual([
    'SIP/2.0 200 Fine',
    ['BYE'],
    ['application/sdp'],
    bytes
  ]);
});
