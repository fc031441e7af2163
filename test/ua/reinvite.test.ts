import { expect, test } from 'vitest';
import type { SipRequest } from '../../src/message/message.ts';
import { buildCancel } from '../../src/transaction/cancel.ts';
import type { Call } from '../../src/ua/call.ts';
import type { IncomingCall } from '../../src/ua/incoming-call.ts';
import { bob as addressOfBob, invite, request } from '../support/messages.ts';
import { Phones, sdpOfAlice, sdpOfBob, watch } from '../support/phones.ts';

/** A call that Alice, who has no stack, has placed; Bob's handle on it. */
async function answered(): Promise<{ readonly phones: Phones; readonly call: Call; readonly to: string }> {
  const phones = new Phones();
  phones.wire.inject('alice', 'bob', invite());
  await phones.wire.settle();
  const call = watch(phones.incoming.answer({ sdp: sdpOfBob }));
  const to = `${addressOfBob};tag=${phones.incoming.call?.id.localTag ?? ''}`;
  phones.wire.inject('alice', 'bob', request('ACK', { to, branch: 'z9hG4bKack' }));
  await phones.wire.settle();
  return { phones, call: call.value!, to };
}

const again = (to: string, sequence = 2): SipRequest =>
  invite({
    to,
    sequence,
    branch: `z9hG4bKa${String(sequence)}`,
    fields: ['Content-Type: application/sdp'],
    body: sdpOfAlice.replaceAll('\r', '')
  });

test('§14.2: 488 while nobody listens, and the session stays as it is', async () => {
  const { phones, call, to } = await answered();
  phones.wire.inject('alice', 'bob', again(to));
  await phones.wire.settle();
  expect(phones.wire.ladder().at(-1)).toBe('bob → alice 488 INVITE');
  expect(call.state).toBe('Confirmed');
  expect(phones.offered).toHaveLength(1);
});

test('§14.2: whoever listens answers; the call is the same', async () => {
  const { phones, call, to } = await answered();
  const reinvites: IncomingCall[] = [];
  call.reinvites$.subscribe((reinvite) => reinvites.push(reinvite));
  phones.wire.inject('alice', 'bob', again(to));
  await phones.wire.settle();
  expect(reinvites.map(({ offer }) => offer)).toEqual([sdpOfAlice]);
  const taken = watch(reinvites[0]!.answer({ sdp: sdpOfBob }));
  phones.wire.inject('alice', 'bob', request('ACK', { to, sequence: 2, branch: 'z9hG4bKack2' }));
  await phones.wire.settle();
  expect(taken.value).toBe(call);
  expect(phones.wire.ladder().at(-1)).toBe('bob → alice 200 INVITE');
  expect(phones.wire.response('200 INVITE').cseq.sequence).toBe(2);
  expect(phones.bob.calls).toEqual([call]);
});

test('§14.2: refused by the one who listens', async () => {
  const { phones, call, to } = await answered();
  call.reinvites$.subscribe((reinvite) => {
    reinvite.reject(606);
  });
  phones.wire.inject('alice', 'bob', again(to));
  await phones.wire.settle();
  expect(phones.wire.ladder().at(-1)).toBe('bob → alice 606 INVITE');
  expect(call.state).toBe('Confirmed');
});

test('§14.1: no ACK of its 200: the call is hung up', async () => {
  const { phones, call, to } = await answered();
  const reinvites: IncomingCall[] = [];
  call.reinvites$.subscribe((reinvite) => reinvites.push(reinvite));
  phones.wire.inject('alice', 'bob', again(to));
  await phones.wire.settle();
  const taken = watch(reinvites[0]!.answer());
  await phones.wire.pass(32_000);
  expect(taken.state).toMatchObject({ name: 'SipTimeoutError' });
  expect(phones.wire.ladder()).toContain('bob → alice BYE');
});

test('one that is cancelled in the same turn is over, and refusing it does nothing', async () => {
  const { phones, call, to } = await answered();
  call.reinvites$.subscribe((reinvite) => {
    expect(reinvite.signal.aborted).toBe(true);
    reinvite.reject(488);
  });
  const reinvite = again(to);
  phones.wire.inject('alice', 'bob', reinvite, buildCancel(reinvite));
  await phones.wire.settle();
  expect(phones.wire.ladder()).toContain('bob → alice 487 INVITE');
  expect(phones.wire.errors).toEqual([]);
});

test('§12.2.2: after a first one, the next is offered too, and the end of the call completes the stream', async () => {
  const { phones, call, to } = await answered();
  const heard: string[] = [];
  call.reinvites$.subscribe({
    next: (reinvite) => {
      heard.push(String(reinvite.request.cseq.sequence));
      reinvite.reject(488);
    },
    complete: () => heard.push('complete')
  });
  for (const sequence of [2, 3]) {
    phones.wire.inject('alice', 'bob', again(to, sequence));
    await phones.wire.settle();
    phones.wire.inject('alice', 'bob', request('ACK', { to, sequence, branch: `z9hG4bKa${String(sequence)}` }));
  }
  phones.wire.inject('alice', 'bob', request('BYE', { to, sequence: 4, branch: 'z9hG4bKbye' }));
  await phones.wire.settle();
  expect(heard).toEqual(['2', '3', 'complete']);
  await phones.wire.expectNothingLeft();
});
