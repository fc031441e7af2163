/** RFC 3261 §18.1.1: what is too long for UDP. */
import { describe, expect, test } from 'vitest';
import type { TransportRef } from '../../machines/events.ts';
import { formatMessage } from '../../src/message/format.ts';
import { fitTransport, longestDatagram } from '../../src/stack/large-request.ts';
import type { RunningTransport } from '../../src/stack/router.ts';
import { countingEntropy } from '../support/entropy.ts';
import { request, values } from '../support/messages.ts';
import { Stage } from '../support/stage.ts';

const stage = new Stage();
const transport = (protocol: string, host: string, port = 5060): RunningTransport => ({
  protocol,
  local: { host, port },
  ref: stage.recorder(`${protocol} ${host}`) as TransportRef
});
const udp = transport('UDP', '192.0.2.1');
const tcp = transport('TCP', '192.0.2.1', 5062);
const tcp6 = transport('TCP', '2001:db8::1');

/** A request of just so many bytes. */
function ofLength(length: number) {
  const make = (padding: number) => request('OPTIONS', { fields: [`Subject: ${'x'.repeat(padding)}`] });
  const bare = formatMessage(make(0)).length;
  return make(length - bare);
}

const overUdp = (length: number) => ({
  request: ofLength(length),
  hop: {
    flow: { transport: 'UDP', local: udp.local, remote: { host: '192.0.2.2', port: 5070 } },
    transport: udp.ref
  }
});
const fit = (length: number, ...transports: readonly RunningTransport[]) => {
  const given = overUdp(length);
  return { given, fitted: fitTransport(transports, given, countingEntropy()) };
};

describe('fitTransport', () => {
  test('RFC 3261 §18.1.1: 1300 bytes go over UDP, one more over TCP to the same address and port', () => {
    const short = fit(longestDatagram, udp, tcp);
    expect(short.fitted).toBe(short.given);
    const { fitted } = fit(longestDatagram + 1, udp, tcp6, tcp);
    expect(fitted.hop).toEqual({
      flow: { transport: 'TCP', local: tcp.local, remote: { host: '192.0.2.2', port: 5070 } },
      transport: tcp.ref
    });
  });

  test('RFC 3261 §18.1.1: the top Via says TCP, our port there, and another branch; nothing else changes', () => {
    const { given, fitted } = fit(2000, udp, tcp);
    expect(values(fitted.request, 'Via')).toEqual(['SIP/2.0/TCP 192.0.2.1:5062;branch=z9hG4bKt1']);
    const others = (message: typeof given.request) => message.fields.slice(1).map(({ line }) => line);
    expect(others(fitted.request)).toEqual(others(given.request));
  });

  test('RFC 3261 §18.1.1: without TCP of ours in that family it goes over UDP, whatever its length', () => {
    for (const transports of [[udp], [udp, tcp6]]) {
      const { given, fitted } = fit(8000, ...transports);
      expect(fitted).toBe(given);
    }
  });

  test('what goes over TCP already stays as it is', () => {
    const { request: long, hop } = overUdp(2000);
    const given = { request: long, hop: { ...hop, flow: { ...hop.flow, transport: 'TCP' } } };
    expect(fitTransport([udp, tcp], given, countingEntropy())).toBe(given);
  });
});
