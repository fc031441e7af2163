/** Reliable provisional responses to calls in: RFC 3262, over the virtual network. */
import { describe, expect, test } from 'vitest';
import type { SipMessage } from '../../src/message/message.ts';
import { SipCancelledError, SipTimeoutError } from '../../src/ua/errors.ts';
import type { IncomingCall } from '../../src/ua/incoming-call.ts';
import { defaultCapabilities } from '../../src/stack/stack.ts';
import { sdpOfBob, watch } from '../support/phones.ts';
import { Wire } from '../support/wire.ts';
import { invite, request, values } from '../support/messages.ts';
import { makeField } from '../../src/message/field.ts';

const capabilities = { methods: [...defaultCapabilities.methods, 'PRACK'], optionTags: ['100rel'] };
const supports = ['Supported: 100rel', 'Content-Type: application/sdp'];

interface Called {
  readonly wire: Wire;
  readonly incoming: IncomingCall;
  /** Alice, played by hand, acknowledges an RSeq. */
  readonly acknowledge: (number: number, sequence: number) => Promise<void>;
  readonly numbers: () => readonly number[];
  readonly tell: (method: string, sequence: number, fields?: readonly string[]) => Promise<void>;
}

/** Bob is called by Alice, who is played by hand. */
async function called(fields: readonly string[] = supports): Promise<Called> {
  const wire = new Wire();
  const bob = wire.userAgent('bob', { capabilities });
  const offered: IncomingCall[] = [];
  bob.incoming$.subscribe((incoming) => offered.push(incoming));
  const alice = wire.peer('alice');
  alice.send('bob', invite({ fields, body: 'v=0' }));
  await wire.pass(300);
  const [incoming] = offered;
  if (incoming === undefined) throw new Error('no call was offered');
  const tagged = (): string => `<sip:bob@192.0.2.1>;tag=${wire.response('183 INVITE').to.tag ?? ''}`;
  const tell = async (method: string, sequence: number, more: readonly string[] = []): Promise<void> => {
    const branch = `z9hG4bK${method}${String(sequence)}`;
    alice.send('bob', request(method, { to: tagged(), sequence, branch, fields: more }));
    await wire.settle();
  };
  return {
    wire,
    incoming,
    tell,
    acknowledge: async (number, sequence) => tell('PRACK', sequence, [`RAck: ${String(number)} 1 INVITE`]),
    numbers: () =>
      wire.sent({ what: '183 INVITE' }).map(({ message }) => Number(values(message as SipMessage, 'RSeq')[0]))
  };
}

describe('ring', () => {
  test('RFC 3262 §3: a reliable 183 is repeated until its PRACK, then the 2xx need not say its description again', async () => {
    const { wire, incoming, acknowledge, numbers, tell } = await called();
    incoming.ring({ status: 183, sdp: sdpOfBob, reliable: true });
    const answered = watch(incoming.answer());
    await wire.pass(3499);
    expect(wire.times('183 INVITE')).toEqual([300, 800, 1800]);
    await wire.pass(1);
    expect(wire.times('183 INVITE')).toEqual([300, 800, 1800, 3800]);
    expect(new Set(numbers()).size).toBe(1);
    expect([answered.state, incoming.pending, incoming.call]).toEqual(['pending', true, undefined]);
    expect(() => {
      incoming.ring();
    }).toThrow(expect.objectContaining({ code: 'ERR_SIP_INVALID_STATE' }));
    await acknowledge(numbers()[0]!, 2);
    expect(wire.ladder().slice(-3)).toEqual(['alice → bob PRACK', 'bob → alice 200 INVITE', 'bob → alice 200 PRACK']);
    await tell('ACK', 1);
    expect([answered.state, answered.value?.localSdp, answered.value?.remoteSdp]).toEqual([
      'resolved',
      sdpOfBob,
      'v=0'
    ]);
    await tell('BYE', 3);
    await wire.expectNothingLeft();
  });

  test('RFC 3262 §3: the PRACK is lost, and comes again', async () => {
    const { wire, incoming, acknowledge, numbers, tell } = await called();
    wire.lose({ what: 'PRACK', times: 1 });
    incoming.ring({ status: 183, reliable: true });
    await acknowledge(numbers()[0]!, 2);
    await wire.pass(400);
    expect(wire.times('183 INVITE')).toEqual([300, 800]);
    await acknowledge(numbers()[0]!, 2);
    await wire.pass(40_000);
    expect(wire.times('183 INVITE')).toEqual([300, 800]);
    incoming.reject(486);
    await wire.settle();
    await tell('ACK', 1);
    await wire.expectNothingLeft();
  });

  test('RFC 3262 §3: without a PRACK for 64·T1 the call is refused with 500', async () => {
    const { wire, incoming } = await called();
    incoming.ring({ status: 183, reliable: true });
    const answered = watch(incoming.answer({ sdp: sdpOfBob }));
    await wire.pass(31_999);
    expect([answered.state, wire.times('500 INVITE')]).toEqual(['pending', []]);
    await wire.pass(1);
    expect([answered.state, wire.times('500 INVITE')]).toEqual([expect.any(SipTimeoutError), [32_300]]);
    expect(incoming.signal.reason).toBeInstanceOf(SipTimeoutError);
    await wire.expectNothingLeft();
  });

  test('a 2xx that waits may still be refused, and cancelled', async () => {
    for (const ends of ['refused', 'cancelled'] as const) {
      const { wire, incoming } = await called();
      incoming.ring({ status: 183, reliable: true });
      const answered = watch(incoming.answer({ sdp: sdpOfBob }));
      await wire.settle();
      if (ends === 'refused') incoming.reject(603);
      else wire.peer('carol').send('bob', request('CANCEL'));
      await wire.settle();
      expect(answered.state).toBeInstanceOf(SipCancelledError);
      expect(wire.times(ends === 'refused' ? '603 INVITE' : '487 INVITE')).toHaveLength(1);
      expect(incoming.pending).toBe(false);
      await wire.expectNothingLeft();
    }
  });

  test('RFC 3262 §3: one that the caller does not know is not sent; one that it requires is reliable without being asked for', async () => {
    const plain = await called(['Content-Type: application/sdp']);
    expect(plain.incoming.reliability).toBe('unsupported');
    expect(() => {
      plain.incoming.ring({ reliable: true });
    }).toThrow(expect.objectContaining({ name: 'UsageError', code: 'ERR_SIP_INVALID_OPTION' }));
    expect(() => {
      plain.incoming.ring({ fields: [makeField('RSeq', '1')] });
    }).toThrow(expect.objectContaining({ code: 'ERR_SIP_INVALID_FIELD' }));
    const { wire, incoming } = await called(['Require: 100rel', 'Content-Type: application/sdp']);
    expect(incoming.reliability).toBe('required');
    incoming.ring({ status: 183 });
    await wire.settle();
    expect(values(wire.response('183 INVITE'), 'Require')).toEqual(['100rel']);
  });
});
