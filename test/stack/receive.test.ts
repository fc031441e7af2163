/** The way in: what is answered without a transaction, and what is only counted. */
import { afterEach, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { Fault } from '../../src/message/fault.ts';
import type { Stack } from '../../src/stack/stack.ts';
import { answer, invite, request, values } from '../support/messages.ts';
import { Memory } from './memory.ts';
import { bob, closeAll, type World } from './world.ts';

afterEach(closeAll);

const bobOver = (protocol = 'UDP'): World => bob({}, new Memory(protocol));

/** What was counted, without what never happened. */
const counted = ({ counters }: Stack): object =>
  Object.fromEntries(Object.entries(counters).filter(([, count]) => count > 0));

const lines = {
  via: 'Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKa1;rport',
  from: 'From: <sip:alice@192.0.2.2>;tag=a',
  to: 'To: <sip:bob@192.0.2.1>',
  callId: 'Call-ID: call',
  cseq: 'CSeq: 1 INVITE',
  maxForwards: 'Max-Forwards: 70'
};
const textOf = (changes: Partial<Record<keyof typeof lines, string>>, method = 'INVITE'): string =>
  [`${method} sip:bob@192.0.2.1 SIP/2.0`, ...Object.values({ ...lines, ...changes }), '', ''].join('\n');

describe('what is no message', () => {
  test('any bytes at all: counted, and nothing is said', () => {
    const { memory, stack } = bobOver();
    let count = 0;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        memory.deliver(bytes);
        expect(counted(stack)).toEqual({ unreadable: ++count });
      })
    );
    expect(memory.sent.all).toEqual([]);
  });

  test('a sound request with bytes changed: answered, counted or taken, and the stack lives', () => {
    const { memory, stack } = bobOver();
    const sound = new TextEncoder().encode(textOf({ cseq: 'CSeq: 1 OPTIONS' }, 'OPTIONS').replaceAll('\n', '\r\n'));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { maxLength: 5 }), (changes) => {
        const bytes = sound.slice();
        for (const [at, byte] of changes) bytes[at] = byte;
        memory.deliver(bytes);
      })
    );
    memory.deliver(request('OPTIONS', { callId: 'last', branch: 'z9hG4bKlast' }));
    expect(memory.sent.all.at(-1)).toMatch(/^SIP\/2.0 200 OK\n[^]*^Call-ID: last$/m);
    expect(stack.counters).toMatchObject({ shellError: 0, childError: 0 });
  });

  test('threat V10: a connection that was given up for its silence is counted, and nothing is said', () => {
    const { memory, stack } = bobOver('TCP');
    memory.slow();
    expect([counted(stack), memory.sent.all]).toEqual([{ slowPeer: 1 }, []]);
  });

  test('RFC 5626 §3.5.1: a keep-alive is counted', () => {
    const { memory, stack } = bobOver();
    memory.keepAlive();
    expect(counted(stack)).toEqual({ keepAlive: 1 });
  });
});

describe('a request that is not sound', () => {
  test.each([
    ['without a Via', textOf({ via: 'X: y' })],
    ['with a Via that can not be read', textOf({ via: 'Via: here' })],
    ['that is an ACK', textOf({ to: 'X: y', cseq: 'CSeq: 1 ACK' }, 'ACK')]
  ])('RFC 3261 §8.2.7: %s can not be answered: counted', (_, text) => {
    const { memory, stack } = bobOver();
    memory.deliver(text);
    expect({ ...counted(stack), sent: memory.sent.all }).toEqual({ unreadable: 1, sent: [] });
  });

  test.each([
    ['CSeq: abc', textOf({ cseq: 'CSeq: abc' }), 400],
    ['no CSeq', textOf({ cseq: 'X: y' }), 400],
    ['no Call-ID', textOf({ callId: 'X: y' }), 400],
    ['a method that is not the CSeq’s', textOf({ cseq: 'CSeq: 1 BYE' }), 400],
    ['another version', textOf({}).replace('SIP/2.0\n', 'SIP/3.0\n'), 505],
    ['a body that is not there', textOf({ maxForwards: 'Content-Length: 9' }), 400]
  ])('RFC 3261 §8.2.7: %s is answered, a retransmission with the same tag', (_, text, status) => {
    const { memory, stack } = bobOver();
    memory.deliver(text);
    memory.deliver(text);
    const [first, again] = memory.sent.all;
    expect(first).toMatch(new RegExp(`^SIP/2.0 ${status} `));
    expect(first).toMatch(/^To: <sip:bob@192.0.2.1>;tag=[0-9a-f]{32}$/m);
    expect(again).toEqual(first);
    expect(counted(stack)).toEqual({ refused: 2 });
    expect(stack.transactions).toBe(0);
  });

  test('RFC 3261 §8.2.6.2: another request gets another tag', () => {
    const { memory } = bobOver();
    for (const callId of ['Call-ID: one', 'Call-ID: two']) memory.deliver(textOf({ callId, cseq: 'CSeq: abc' }));
    const [one, two] = memory.sent.all.map((text) => /^To: .*$/m.exec(text)?.[0]);
    expect(one).toContain(';tag=');
    expect(one).not.toBe(two);
  });

  test('RFC 3581 §4: the answer goes where the request came from', () => {
    const { memory } = bobOver();
    memory.deliver(textOf({ cseq: 'CSeq: abc' }));
    expect(memory.sent.all[0]).toContain(
      '\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKa1;rport=5060;received=192.0.2.2\n'
    );
  });

  test('RFC 3261 §8.2.7: without a To the rest is answered', () => {
    const { memory } = bobOver();
    memory.deliver(textOf({ to: 'X: y' }));
    expect(memory.sent.all[0]).toMatch(/^SIP\/2.0 400 Bad Request\n/);
    expect(memory.sent.all[0]).not.toMatch(/^(?:To|X):/m);
  });
});

describe('a request that is sound', () => {
  test('RFC 3261 §18.2.1: gets where it came from into its Via', () => {
    const { memory } = bobOver();
    memory.deliver(textOf({ cseq: 'CSeq: 1 OPTIONS' }, 'OPTIONS'));
    expect(memory.messages).toMatchObject([{ status: 200 }]);
    expect(values(memory.messages[0]!, 'Via')[0]).toContain('rport=5060;received=192.0.2.2');
  });
});

describe('a response', () => {
  const ours = 'SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKb1';

  test.each([
    ['another host', 'SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKb1'],
    ['another port', 'SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bKb1'],
    ['no port', 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKb1'],
    ['another transport', 'SIP/2.0/TCP 192.0.2.1:5060;branch=z9hG4bKb1']
  ])('RFC 3261 §18.1.2: to %s is not ours: counted', (_, via) => {
    const { memory, stack } = bobOver();
    memory.deliver(answer(invite({ via }), 200));
    expect(counted(stack)).toEqual({ foreignResponse: 1 });
  });

  test.each([
    ['in a field of its own', [`Via: ${ours}`, 'Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK9']],
    ['in the same field', [`Via: ${ours} , SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK9`]],
    ['that can not be read', [`Via: ${ours}, here`]]
  ])('RFC 3261 §8.1.3.3: with a second Via %s was sent astray: counted', (_, vias) => {
    const { memory, stack } = bobOver();
    memory.deliver(['SIP/2.0 200 OK', ...vias, ...[lines.from, lines.to, lines.callId, lines.cseq], '', ''].join('\n'));
    expect(counted(stack)).toEqual({ misroutedResponse: 1 });
  });

  test('RFC 3261 §8.1.3.3: a comma inside our Via is no second one', () => {
    const { memory, stack } = bobOver();
    memory.deliver(answer(invite({ via: `${ours};x="a, b"` }), 200));
    expect(counted(stack)).toEqual({ strayResponse: 1 });
  });

  test('RFC 3261 §17.1.3: to us, but to no transaction: counted', () => {
    const { memory, stack } = bobOver();
    memory.deliver(answer(invite({ via: ours }), 200));
    expect(counted(stack)).toEqual({ strayResponse: 1 });
  });

  test('that is not sound: counted', () => {
    const { memory, stack } = bobOver();
    memory.deliver('SIP/2.0 200 OK\nVia: here\n\n');
    expect({ ...counted(stack), sent: memory.sent.all }).toEqual({ unreadable: 1, sent: [] });
  });
});

describe('a stream whose framing failed', () => {
  const fault = new Fault('content-length', 400, 'RFC 3261 §20.14', 0, 'Content-Length');

  test('RFC 3261 §18.3: the request is answered, then the flow is closed', () => {
    const { memory, stack } = bobOver('TCP');
    memory.deliver(request('OPTIONS', { via: 'SIP/2.0/TCP 192.0.2.2;branch=z9hG4bKa1' }), { fault });
    expect(memory.messages).toMatchObject([{ status: 400 }]);
    expect(memory.closed).toEqual([memory.flow]);
    expect(counted(stack)).toEqual({ refused: 1 });
  });

  test.each([
    ['a response', answer(invite(), 200)],
    ['nothing', new Uint8Array(0)],
    ['half a head', textOf({}).slice(0, 60)]
  ])('RFC 3261 §18.3: of %s: counted, and the flow is closed', (_, inbound) => {
    const { memory, stack } = bobOver('TCP');
    memory.deliver(inbound, { fault });
    expect({ ...counted(stack), sent: memory.sent.all, closed: memory.closed }).toEqual({
      unreadable: 1,
      sent: [],
      closed: [memory.flow]
    });
  });
});
