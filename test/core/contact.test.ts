import { expect, test } from 'vitest';
import { localContact, userOf, wantsSecureContact } from '../../src/core/contact.ts';
import { formatNameAddr } from '../../src/message/headers/name-addr.ts';
import { parseUri, sipUri } from '../../src/message/uri/uri.ts';
import { request } from '../support/messages.ts';
import { flowOver } from '../support/transactions.ts';

test.each([
  ['UDP', false, '<sip:bob@192.0.2.1:5060>'],
  ['TCP', false, '<sip:bob@192.0.2.1:5060;transport=tcp>'],
  ['WS', false, '<sip:bob@192.0.2.1:5060;transport=ws>'],
  ['TLS', true, '<sips:bob@192.0.2.1:5060>'],
  ['WSS', true, '<sips:bob@192.0.2.1:5060;transport=wss>']
])('RFC 3261 §8.1.1.8: our Contact over %s, sips: %s', (transport, secure, contact) => {
  expect(formatNameAddr(localContact('bob', flowOver(transport), secure))).toBe(contact);
});

test('RFC 3261 §19.1.1: an IPv6 address has brackets; there may be no user', () => {
  const flow = { ...flowOver('UDP'), local: { host: '2001:db8::1', port: 5062 } };
  expect(formatNameAddr(localContact(undefined, flow, false))).toBe('<sip:[2001:db8::1]:5062>');
});

test('RFC 3261 §19.1.1: the user of a URI', () => {
  const users = [sipUri('sip:bob@h'), sipUri('sip:h'), parseUri('tel:+1')].map((uri) => uri && userOf(uri));
  expect(users).toEqual(['bob', undefined, undefined]);
});

test.each([
  ['a SIPS Request-URI', { uri: 'sips:bob@h', fields: ['Contact: <sip:a@h>'] }, true],
  ['a SIPS top Record-Route', { fields: ['Record-Route: <sips:p;lr>, <sip:q;lr>', 'Contact: <sip:a@h>'] }, true],
  ['another Record-Route on top', { fields: ['Record-Route: <sip:p;lr>, <sips:q;lr>', 'Contact: <sips:a@h>'] }, false],
  ['a SIPS Contact and no Record-Route', { fields: ['Contact: <sips:a@h>'] }, true],
  ['no SIPS URI', { fields: ['Contact: <sip:a@h>'] }, false],
  ['no Contact', {}, false]
])('RFC 3261 §12.1.1: our Contact has to be a SIPS URI: %s', (_, text, secure) => {
  expect(wantsSecureContact(request('INVITE', text))).toBe(secure);
});
