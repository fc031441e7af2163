import { describe, expect, test } from 'vitest';
import { buildAck } from '../../src/transaction/ack.ts';
import { buildCancel } from '../../src/transaction/cancel.ts';
import { acknowledges, cancelledKey, clientKey, mergeKey, serverKey } from '../../src/transaction/key.ts';
import { buildResponse } from '../../src/message/response.ts';
import { invite, request, withLine } from '../message/samples.ts';

const branched = (via: string): string => serverKey(request(withLine('Via', `Via: ${via}`)));
const method = (text: string, name: string): string => text.replaceAll('INVITE', name);

describe('§17.1.3: a response matches its client transaction', () => {
  const message = request(invite);
  test('by branch and CSeq method', () => {
    expect(clientKey(buildResponse(message, 200))).toBe(clientKey(message));
    expect(clientKey(buildCancel(message))).not.toBe(clientKey(message));
    expect(clientKey(request(withLine('Via', 'Via: SIP/2.0/UDP h;branch=z9hG4bKother')))).not.toBe(clientKey(message));
  });
  test('not by sent-by; and §7.3.1: a branch is a token and has no case', () => {
    expect(clientKey(request(withLine('Via', 'Via: SIP/2.0/TCP h;branch=Z9hg4bKNashds8')))).toBe(clientKey(message));
  });
  test('a response without a branch matches none that we sent', () => {
    expect(clientKey(request(withLine('Via', 'Via: SIP/2.0/UDP h')))).not.toBe(clientKey(message));
  });
});

describe('§17.2.3: a request matches its server transaction', () => {
  const key = branched('SIP/2.0/UDP Pc33.Atlanta.com:5060;branch=z9hG4bK1');
  test('by branch, sent-by and method', () => {
    expect(branched('SIP/2.0/UDP pc33.atlanta.COM:5060;branch=z9hG4bK1')).toBe(key);
    expect(branched('SIP / 2.0 / TCP pc33.atlanta.com : 5060 ;x=y;BRANCH=Z9hG4bk1;received=192.0.2.1')).toBe(key);
  });
  test.each([
    ['branch', 'SIP/2.0/UDP pc33.atlanta.com:5060;branch=z9hG4bK2'],
    ['host', 'SIP/2.0/UDP pc34.atlanta.com:5060;branch=z9hG4bK1'],
    ['port', 'SIP/2.0/UDP pc33.atlanta.com:5061;branch=z9hG4bK1'],
    ['port, when there is none', 'SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bK1']
  ])('another %s is another transaction', (_name, text) => {
    expect(branched(text)).not.toBe(key);
  });
  test('another method is another transaction', () => {
    expect(serverKey(request(method(invite, 'OPTIONS')))).not.toBe(serverKey(request(invite)));
  });
  test('"except for ACK, where the method of the request that created the transaction is INVITE"', () => {
    const message = request(invite);
    const ack = buildAck(message, buildResponse(message, 486, { toTag: '1' }));
    expect(serverKey(ack)).toBe(serverKey(message));
    expect(acknowledges(ack, buildResponse(message, 486, { toTag: '2' }))).toBe(true);
    expect(acknowledges(ack, undefined)).toBe(true);
  });
  test('§9.2: a CANCEL has a key of its own, and tells that of its INVITE', () => {
    const message = request(invite);
    const cancel = buildCancel(message);
    expect(serverKey(cancel)).not.toBe(serverKey(message));
    expect(cancelledKey(cancel)).toBe(serverKey(message));
  });
});

describe('§17.2.3: without the magic cookie, as RFC 2543 has it', () => {
  const old = withLine('Via', 'Via: SIP/2.0/UDP pc33.atlanta.com:5060;branch=1');
  const message = request(old);
  test('a retransmission has the same key, whatever else it says', () => {
    expect(serverKey(request(old.replace('Contact: <sip:alice@pc33.atlanta.com>', 'X: y')))).toBe(serverKey(message));
    expect(serverKey(request(old.replace(';branch=1', '')))).toBe(serverKey(request(old.replace(';branch=1', ''))));
  });
  test.each([
    ['Request-URI', old.replace('INVITE sip:bob@', 'INVITE sip:ann@')],
    ['From tag', old.replace('tag=1928301774', 'tag=2')],
    ['no From tag', old.replace(';tag=1928301774', '')],
    ['Call-ID', old.replace('a84b4c76e66710', 'b')],
    ['CSeq number', old.replace('314159', '314160')],
    ['method', method(old, 'OPTIONS')],
    ['top Via', old.replace('branch=1', 'branch=2')],
    ['top Via without a branch', old.replace(';branch=1', '')],
    ['sent-by', old.replace('pc33.atlanta.com:5060', 'pc33.atlanta.com:5061')]
  ])('another %s is another transaction', (_name, text) => {
    expect(serverKey(request(text))).not.toBe(serverKey(message));
  });
  test('another To tag is another transaction, unless it may be an ACK', () => {
    const bye = method(old, 'BYE');
    expect(serverKey(request(bye.replace('<sip:bob@biloxi.com>', '<sip:bob@biloxi.com>;tag=1')))).not.toBe(
      serverKey(request(bye))
    );
  });
  test('an ACK matches, and acknowledges the response whose To tag it has', () => {
    const response = buildResponse(message, 486, { toTag: '1' });
    const ack = buildAck(message, response);
    expect(serverKey(ack)).toBe(serverKey(message));
    expect(acknowledges(ack, response)).toBe(true);
    expect(acknowledges(ack, buildResponse(message, 200, { toTag: '2' }))).toBe(false);
    expect(acknowledges(ack, undefined)).toBe(false);
    expect(acknowledges(buildAck(message, buildResponse(message, 486)), undefined)).toBe(false);
  });
  test('§9.2: a CANCEL tells the key of its INVITE', () => {
    expect(cancelledKey(buildCancel(message))).toBe(serverKey(message));
  });
  test('no value can pose as two', () => {
    const posing = old.replace('branch=1', 'x=" sip:bob@biloxi.com 1928301774  a84b4c76e66710 314159 INVITE"');
    expect(serverKey(request(posing))).not.toBe(serverKey(message));
    expect(serverKey(message)).not.toBe(serverKey(request(invite)));
  });
});

describe('§8.2.2.2: merged requests', () => {
  test('share From tag, Call-ID and CSeq', () => {
    const key = mergeKey(request(invite));
    expect(mergeKey(request(withLine('Via', 'Via: SIP/2.0/UDP h;branch=z9hG4bK2')))).toBe(key);
    expect(mergeKey(request(invite.replace('314159', '1')))).not.toBe(key);
    expect(mergeKey(request(method(invite, 'OPTIONS')))).not.toBe(key);
    expect(mergeKey(request(invite.replace('tag=1928301774', 'tag=1')))).not.toBe(key);
    expect(mergeKey(request(invite.replace(';tag=1928301774', '')))).not.toBe(key);
    expect(mergeKey(request(invite.replace('a84b4c76e66710', 'a')))).not.toBe(key);
  });
});
