import { describe, expect, test } from 'vitest';
import { via } from '../../src/message/headers/via.ts';
import { buildResponse } from '../../src/message/response.ts';
import { buildAck } from '../../src/transaction/ack.ts';
import { buildCancel } from '../../src/transaction/cancel.ts';
import {
  type Entropy,
  hasMagicCookie,
  newBranch,
  newVia,
  statelessBranch,
  statelessTag
} from '../../src/transaction/branch.ts';
import { invite, request, withLine } from '../message/samples.ts';

const entropy: Entropy = { token: () => 'fresh', keyedHash: (text) => JSON.stringify(text), below: () => 0 };

describe('§8.1.1.7: the branch', () => {
  test('begins with the magic cookie', () => {
    expect(newBranch(entropy)).toBe('z9hG4bKfresh');
    expect(hasMagicCookie('z9hG4bK1')).toBe(true);
    expect(hasMagicCookie('Z9hg4BK1')).toBe(true);
    expect(hasMagicCookie('z9hG4b')).toBe(false);
    expect(hasMagicCookie('1z9hG4bK')).toBe(false);
    expect(hasMagicCookie(undefined)).toBe(false);
  });
  test('RFC 3581 §3: over UDP the Via asks for rport', () => {
    const flow = {
      transport: 'UDP',
      local: { host: '192.0.2.1', port: 5060 },
      remote: { host: '192.0.2.2', port: 5060 }
    };
    expect(via.format(newVia(flow, entropy))).toBe('SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKfresh;rport');
    const tcp = { ...flow, transport: 'TCP', local: { host: '::1', port: 5061 } };
    expect(newVia(tcp, entropy)).toMatchObject({ branch: 'z9hG4bKfresh', host: '[::1]' });
    expect(via.format(newVia(tcp, entropy))).toBe('SIP/2.0/TCP [::1]:5061;branch=z9hG4bKfresh');
  });
});

describe.each([
  ['§8.2.7: the stateless tag', statelessTag],
  ['§16.11: the stateless branch', statelessBranch]
])('%s', (_name, of) => {
  const old = withLine('Via', 'Via: SIP/2.0/UDP h');
  test('is the same for a retransmission, and begins as its kind does', () => {
    for (const text of [invite, old]) expect(of(request(text), entropy)).toBe(of(request(text), entropy));
  });
  test('is another for another branch or sent-by, and has no case', () => {
    const vary = (line: string): string => of(request(withLine('Via', line)), entropy);
    expect(vary('Via: SIP/2.0/UDP h;branch=z9hG4bK1')).not.toBe(vary('Via: SIP/2.0/UDP h;branch=z9hG4bK2'));
    expect(vary('Via: SIP/2.0/UDP h;branch=z9hG4bK1')).not.toBe(vary('Via: SIP/2.0/UDP i;branch=z9hG4bK1'));
    expect(vary('Via: SIP/2.0/UDP h;branch=z9hG4bK1')).toBe(vary('Via: SIP/2.0/UDP H;branch=Z9hG4bK1'));
  });
  test('is the same for INVITE, its CANCEL, and the ACK to a final response, whose To tag is another', () => {
    const message = request(invite);
    expect(of(buildCancel(message), entropy)).toBe(of(message, entropy));
    expect(of(buildAck(message, buildResponse(message, 486, { toTag: '1' })), entropy)).toBe(of(message, entropy));
  });
  test.each([
    ['top Via', old.replace('UDP h', 'UDP i')],
    ['To tag', old.replace('<sip:bob@biloxi.com>', '<sip:bob@biloxi.com>;tag=1')],
    ['From tag', old.replace('tag=1928301774', 'tag=2')],
    ['no From tag', old.replace(';tag=1928301774', '')],
    ['Call-ID', old.replace('a84b4c76e66710', 'b')],
    ['CSeq number', old.replace('314159', '1')],
    ['Request-URI', old.replace('sip:bob@', 'sip:ann@')]
  ])('without the cookie: another %s gives another', (_what, text) => {
    expect(of(request(text), entropy)).not.toBe(of(request(old), entropy));
  });
});

test('tag and branch are told apart, so that one does not give the other away', () => {
  expect(statelessBranch(request(invite), entropy)).toMatch(/^z9hG4bK/);
  expect(statelessBranch(request(invite), entropy)).not.toContain(statelessTag(request(invite), entropy));
});
