import { describe, expect, test } from 'vitest';
import { via } from '../../src/message/headers/via.ts';
import { plainAddress, stampReceived, stampVia } from '../../src/transport/received.ts';
import { request, values } from '../support/messages.ts';
import { viaOf } from './via.ts';

const source = { host: '192.0.2.9', port: 4711 };
const stamped = (text: string, from = source): string =>
  via.format(stampVia(viaOf(text), from)).slice('SIP/2.0/UDP '.length);

describe('stampVia', () => {
  test.each([
    ['the source address: nothing is written', '192.0.2.9:5060', '192.0.2.9:5060'],
    ['another address', '10.0.0.1', '10.0.0.1;received=192.0.2.9'],
    ['a host name', 'pc.example.com:5062;branch=z9hG4bK1', 'pc.example.com:5062;branch=z9hG4bK1;received=192.0.2.9']
  ])('RFC 3261 §18.2.1: a sent-by that is %s', (_, text, result) => {
    expect(stamped(text)).toBe(result);
  });

  test.each([
    ['a client that asks gets both', '10.0.0.1;rport;branch=1', '10.0.0.1;rport=4711;branch=1;received=192.0.2.9'],
    ['even when its sent-by is its address', '192.0.2.9;rport', '192.0.2.9;rport=4711;received=192.0.2.9'],
    ['what it filled in itself is replaced', '192.0.2.9;rport=1', '192.0.2.9;rport=4711;received=192.0.2.9']
  ])('RFC 3581 §4: %s', (_, text, result) => {
    expect(stamped(text)).toBe(result);
  });

  test.each([
    ['replaced', '10.0.0.1;received=203.0.113.1', '10.0.0.1;received=192.0.2.9'],
    ['taken out when there is nothing to say', '192.0.2.9;received=203.0.113.1;branch=1', '192.0.2.9;branch=1']
  ])('threat V22: a received of the client is %s', (_, text, result) => {
    expect(stamped(text)).toBe(result);
  });

  test('RFC 3261 §20.42: an IPv6 address is compared without its brackets and its case', () => {
    const from = { host: '2001:db8::a', port: 5060 };
    expect(stamped('[2001:DB8::A]', from)).toBe('[2001:DB8::A]');
    expect(stamped('[2001:db8::b]', from)).toBe('[2001:db8::b];received=2001:db8::a');
  });

  test('what it writes can be read again', () => {
    const again = viaOf(stamped('[2001:db8::b];rport', { host: '2001:db8::a', port: 1 }));
    expect(again.parameters.get('received')).toBe('2001:db8::a');
    expect(again.parameters.get('rport')).toBe('1');
  });
});

describe('stampReceived', () => {
  test('RFC 3261 §18.2.1: only the top Via is stamped', () => {
    const hops = 'SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1, SIP/2.0/UDP 10.0.0.2;branch=z9hG4bK2';
    const result = stampReceived(request('OPTIONS', { via: hops }), source);
    expect(result.topmostVia.parameters.get('received')).toBe('192.0.2.9');
    expect(values(result, 'Via').join(', ')).toBe(hops.replace('K1', 'K1;received=192.0.2.9'));
  });

  test('a request with nothing to write stays the same object', () => {
    const message = request('OPTIONS', { via: 'SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1' });
    expect(stampReceived(message, source)).toBe(message);
  });
});

describe('plainAddress', () => {
  test.each([
    ['::ffff:192.0.2.9', '192.0.2.9'],
    ['192.0.2.9', '192.0.2.9'],
    ['2001:db8::1', '2001:db8::1'],
    ['::ffff:c000:209', '::ffff:c000:209']
  ])('%s is %s', (address, plain) => {
    expect(plainAddress(address)).toBe(plain);
  });
});
