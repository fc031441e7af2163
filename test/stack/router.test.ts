import { describe, expect, test } from 'vitest';
import type { TransportRef } from '../../machines/events.ts';
import { parseUri, sipUri } from '../../src/message/uri/uri.ts';
import { hopTo, isNumeric, routeTo, type RunningTransport, targetHost } from '../../src/stack/router.ts';
import { Stage } from '../support/stage.ts';

const stage = new Stage();
const transport = (protocol: string, host: string): RunningTransport => ({
  protocol,
  local: { host, port: 5060 },
  ref: stage.recorder(protocol) as TransportRef
});
const udp = transport('UDP', '192.0.2.1');
const tcp = transport('TCP', '192.0.2.1');
const tls = transport('TLS', '192.0.2.1');
const udp6 = transport('UDP', '2001:db8::1');

/** Where a URI leads: `UDP 192.0.2.2 5060`. */
function to(uri: string, ...transports: readonly RunningTransport[]): string | undefined {
  const hop = routeTo(transports.length > 0 ? transports : [tcp, udp, tls, udp6], sipUri(uri));
  return hop && `${hop.flow.transport} ${hop.flow.remote.host} ${String(hop.flow.remote.port)}`;
}

describe('routeTo', () => {
  test.each([
    ['UDP, when the URI asks for nothing', 'sip:bob@192.0.2.2', 'UDP 192.0.2.2 5060'],
    ['the port of the URI', 'sip:bob@192.0.2.2:5070', 'UDP 192.0.2.2 5070'],
    ['the transport of the URI', 'sip:bob@192.0.2.2;transport=tcp', 'TCP 192.0.2.2 5060'],
    ['a transport that is named in another case', 'sip:bob@192.0.2.2;transport=TcP', 'TCP 192.0.2.2 5060'],
    ['5061 for TLS', 'sip:bob@192.0.2.2;transport=tls', 'TLS 192.0.2.2 5061'],
    ['TLS for sips', 'sips:bob@192.0.2.2', 'TLS 192.0.2.2 5061'],
    ['TLS for sips, whatever its transport', 'sips:bob@192.0.2.2;transport=tcp', 'TLS 192.0.2.2 5061'],
    ['maddr before the host', 'sip:bob@example.com;maddr=192.0.2.3', 'UDP 192.0.2.3 5060'],
    ['IPv6 by a transport of that family', 'sip:bob@[2001:db8::2]', 'UDP 2001:db8::2 5060'],
    ['maddr in IPv6', 'sip:bob@192.0.2.2;maddr=[2001:db8::3]', 'UDP 2001:db8::3 5060'],
    ['nothing asked by a transport without a value', 'sip:bob@192.0.2.2;transport', 'UDP 192.0.2.2 5060'],
    ['no transport of ours', 'sip:bob@192.0.2.2;transport=sctp', undefined],
    ['no transport of ours in that family', 'sip:bob@[2001:db8::2];transport=tcp', undefined],
    ['a host name: it has to be looked up', 'sip:bob@example.com', undefined]
  ])('RFC 3263 §4: %s', (_, uri, result) => {
    expect(to(uri)).toBe(result);
  });

  test('RFC 3263 §4.1: without UDP the first that fits', () => {
    expect(to('sip:bob@192.0.2.2', tls, tcp)).toBe('TLS 192.0.2.2 5061');
    expect(to('sip:bob@192.0.2.2', udp6)).toBeUndefined();
  });

  test('the hop carries our end of the flow, and the transport', () => {
    expect(routeTo([tcp, udp], sipUri('sip:bob@192.0.2.2'))).toEqual({
      flow: { transport: 'UDP', local: udp.local, remote: { host: '192.0.2.2', port: 5060 } },
      transport: udp.ref
    });
  });

  test('RFC 3261 §8.1.2: another scheme leads nowhere', () => {
    expect(routeTo([udp], parseUri('tel:+15551234')!)).toBeUndefined();
  });
});

describe('hopTo', () => {
  test('RFC 3263 §4.2: a name that was looked up', () => {
    expect(hopTo([udp], sipUri('sip:bob@example.com:5070'), '192.0.2.9')?.flow.remote).toEqual({
      host: '192.0.2.9',
      port: 5070
    });
  });
});

describe('numeric hosts', () => {
  test.each([
    ['192.0.2.1', true],
    ['2001:db8::1', true],
    ['[2001:db8::1]', true],
    ['example.com', false],
    ['1.2.3', false]
  ])('%s: %s', (host, numeric) => {
    expect(isNumeric(host)).toBe(numeric);
  });

  test('RFC 3263 §4: maddr is the target, without brackets', () => {
    expect(targetHost(sipUri('sip:bob@example.com;maddr=[2001:db8::1]'))).toBe('2001:db8::1');
    expect(targetHost(sipUri('sip:bob@[2001:db8::2]'))).toBe('2001:db8::2');
  });
});
