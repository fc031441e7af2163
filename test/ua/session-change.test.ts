/** Changing a session, and requests inside a call: RFC 3261 §12.2.1, §14; RFC 3264 §8. */
import { expect, test } from 'vitest';
import type { Call } from '../../src/ua/call.ts';
import { SipCancelledError, SipRejectedError, SipTimeoutError, SipTransportError } from '../../src/ua/errors.ts';
import { sdpOf } from '../../src/ua/session-description.ts';
import { Phones, type PhonesOptions, sdpOfAlice, sdpOfBob, watch } from '../support/phones.ts';

const version = (sdp: string, number: number): string => sdp.replace('o=- 1 1 ', `o=- 1 ${String(number)} `);
const onHold = (sdp: string, number: number): string => `${version(sdp, number)}a=sendonly\r\n`;

interface Talk {
  readonly phones: Phones;
  readonly calling: Call;
  readonly called: Call;
}

/** A call that is up, whose callee takes every offer. */
async function talk(options: PhonesOptions = {}): Promise<Talk> {
  const phones = new Phones(options);
  const { calling, called } = await phones.talk();
  for (const [call, sdp] of [
    [calling, sdpOfAlice],
    [called, sdpOfBob]
  ] as const)
    call.reinvites$.subscribe((reInvite) => {
      watch(reInvite.answer({ sdp }));
    });
  return { phones, calling, called };
}

/** The words that passed since. */
const since = ({ phones }: Talk, rungs: number): readonly string[] => phones.wire.ladder().slice(rungs);

test('RFC 3264 §8.4: hold offers what was agreed on, sent only and one version on; resume offers it again', async () => {
  const call = await talk();
  const { phones, calling, called } = call;
  const before = phones.wire.ladder().length;
  const held = watch(calling.hold());
  await phones.wire.settle();
  expect(held.state).toBe('resolved');
  expect(since(call, before)).toEqual(['alice → bob INVITE', 'bob → alice 200 INVITE', 'alice → bob ACK']);
  const { cseq } = phones.wire.request('INVITE');
  expect([cseq.sequence, phones.wire.request('ACK').cseq.sequence]).toEqual([2, 2]);
  expect(sdpOf(phones.wire.request('INVITE'))).toBe(onHold(sdpOfAlice, 2));
  expect([calling.onHold, calling.localSdp, called.remoteSdp]).toEqual([
    true,
    onHold(sdpOfAlice, 2),
    onHold(sdpOfAlice, 2)
  ]);
  // On hold already: nothing is sent.
  await calling.hold();
  expect(since(call, before)).toHaveLength(3);
  const resumed = watch(calling.resume());
  await phones.wire.settle();
  expect([resumed.state, calling.onHold, calling.localSdp]).toEqual(['resolved', false, version(sdpOfAlice, 3)]);
  expect(sdpOf(phones.wire.request('INVITE'))).toBe(version(sdpOfAlice, 3));
});

test('§14.1: the callee holds too, by the numbers of its own', async () => {
  const { phones, called } = await talk();
  const held = watch(called.hold());
  await phones.wire.settle();
  expect([held.state, phones.wire.request('INVITE').cseq.sequence]).toEqual(['resolved', 1]);
  expect(sdpOf(phones.wire.request('INVITE'))).toBe(onHold(sdpOfBob, 2));
});

test('§14.1: refused, and the session stays as it is', async () => {
  const phones = new Phones();
  const { calling } = await phones.talk();
  // Nobody listens to re-INVITEs: 488.
  const offered = watch(calling.reInvite(version(sdpOfAlice, 7)));
  await phones.wire.settle();
  expect(offered.state).toBeInstanceOf(SipRejectedError);
  expect(offered.state).toMatchObject({ status: 488 });
  expect([calling.state, calling.localSdp, calling.onHold]).toEqual(['Confirmed', sdpOfAlice, false]);
  const held = watch(calling.hold());
  await phones.wire.settle();
  expect([held.state, calling.onHold]).toEqual([expect.any(SipRejectedError), false]);
});

test('§14.1, §14.2: both at once: each gets 491, and who made the call tries again later', async () => {
  const call = await talk();
  const { phones, calling, called } = call;
  const before = phones.wire.ladder().length;
  const both = [watch(calling.hold()), watch(called.hold())];
  await phones.wire.pass(100);
  expect([...since(call, before)].sort()).toEqual(
    [
      'alice → bob INVITE',
      'bob → alice INVITE',
      'bob → alice 491 INVITE',
      'alice → bob 491 INVITE',
      'alice → bob ACK',
      'bob → alice ACK'
    ].sort()
  );
  await phones.wire.pass(10_000);
  expect(both.map(({ state }) => state)).toEqual(['resolved', 'resolved']);
  const tries = phones.wire.sent({ what: 'INVITE' }).slice(-2);
  expect(tries.map(({ from }) => from)).toEqual(['bob', 'alice']);
  const waited = tries.map(({ at }) => at - phones.wire.times('491 INVITE')[0]!);
  expect(waited[0]).toBeLessThanOrEqual(2000 + 20);
  expect(waited[1]).toBeGreaterThanOrEqual(2100);
  expect(waited[1]).toBeLessThanOrEqual(4000 + 20);
});

test('§14.1: two changes of one side are made one after the other', async () => {
  const { phones, calling } = await talk();
  const both = [watch(calling.reInvite(version(sdpOfAlice, 2))), watch(calling.hold())];
  await phones.wire.settle();
  expect(both.map(({ state }) => state)).toEqual(['resolved', 'resolved']);
  expect(phones.wire.sent({ what: 'INVITE' }).map(({ message }) => 'cseq' in message && message.cseq.sequence)).toEqual(
    [1, 2, 3]
  );
  expect(calling.localSdp).toBe(onHold(sdpOfAlice, 3));
});

test('§12.2.1.2: no answer to a re-INVITE: the call is hung up', async () => {
  const { phones, calling } = await talk();
  phones.wire.partition('alice', 'bob');
  const held = watch(calling.hold());
  await phones.wire.pass(32_000);
  expect(held.state).toBeInstanceOf(SipTimeoutError);
  expect(phones.wire.ladder().at(-1)).toBe('alice → bob BYE (cut)');
  await phones.wire.pass(32_000);
  await expect(calling.ended).resolves.toEqual({ by: 'lost' });
});

test('§9.1: an aborted signal cancels a re-INVITE that is being worked on; the session stays as it is', async () => {
  const phones = new Phones();
  const { calling, called } = await phones.talk();
  called.reinvites$.subscribe((reInvite) => {
    reInvite.ring();
  });
  const stop = new AbortController();
  const held = watch(calling.hold({ signal: stop.signal }));
  await phones.wire.settle();
  stop.abort(new Error('never mind'));
  await phones.wire.settle();
  expect(phones.wire.ladder().slice(-5)).toEqual([
    'bob → alice 180 INVITE',
    'alice → bob CANCEL',
    'bob → alice 487 INVITE',
    'bob → alice 200 CANCEL',
    'alice → bob ACK'
  ]);
  expect([held.state, calling.state, calling.onHold]).toEqual([new Error('never mind'), 'Confirmed', false]);
  await expect(calling.hold({ signal: stop.signal })).rejects.toThrow('never mind');
});

test('§14.1: a peer that takes too long, or whose INVITEs are in the way each time', async () => {
  const phones = new Phones({ alice: { callLimits: { ringLimit: 1000, glareAttempts: 1 } } });
  const { calling, called } = await phones.talk();
  called.reinvites$.subscribe((reInvite) => {
    reInvite.ring();
  });
  const slow = watch(calling.hold());
  await phones.wire.pass(3000);
  expect(slow.state).toEqual(new SipTimeoutError('the peer took too long to answer'));
  // Bob's is pending at Alice while she wants hers.
  calling.reinvites$.subscribe((reInvite) => {
    reInvite.ring();
  });
  watch(called.reInvite(version(sdpOfBob, 2)));
  await phones.wire.settle();
  const busy = watch(calling.hold());
  await phones.wire.pass(10_000);
  expect(busy.state).toEqual(new SipTimeoutError('an INVITE of the peer was in the way'));
  expect(calling.state).toBe('Confirmed');
});

test('§8.1.3.1: what can not be sent changes nothing', async () => {
  const { phones, calling } = await talk();
  phones.wire.fail({ what: 'INVITE' });
  phones.wire.fail({ what: 'INFO' });
  const both = [watch(calling.hold()), watch(calling.request('INFO'))];
  await phones.wire.settle();
  expect(both.map(({ state }) => state)).toEqual([expect.any(SipTransportError), expect.any(SipTransportError)]);
  expect([calling.state, calling.onHold]).toEqual(['Confirmed', false]);
});

test('§12.2.1.2: no answer to a request inside the call: the call is hung up', async () => {
  const { phones, calling } = await talk();
  phones.wire.lose({ what: 'INFO' });
  const asked = watch(calling.request('INFO'));
  await phones.wire.pass(40_000);
  expect([asked.state, await calling.ended]).toEqual([expect.any(SipTimeoutError), { by: 'lost' }]);
});

const withInfo = {
  methods: ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS', 'INFO'],
  bodyTypes: ['application/sdp', 'application/dtmf-relay']
};

test('§12.2.1: tones go as INFO, one after the other, by the dialog’s numbers', async () => {
  const call = await talk({ bob: { capabilities: withInfo } });
  const { phones, calling } = call;
  const before = phones.wire.ladder().length;
  const sent = watch(calling.sendDtmf('1#'));
  await phones.wire.settle();
  expect(sent.state).toBe('resolved');
  expect(since(call, before)).toEqual([
    'alice → bob INFO',
    'bob → alice 200 INFO',
    'alice → bob INFO',
    'bob → alice 200 INFO'
  ]);
  const info = phones.wire.request('INFO');
  expect([info.cseq.sequence, info.field('Content-Type')?.value, Buffer.from(info.body).toString()]).toEqual([
    3,
    'application/dtmf-relay',
    'Signal=#\r\nDuration=160\r\n'
  ]);
});

test('§12.2.1.2: a refusal of a request inside the call leaves the call as it is; 481 ends it', async () => {
  const { phones, calling, called } = await talk();
  const refused = watch(calling.request('INFO'));
  await phones.wire.settle();
  expect([refused.state, calling.state]).toEqual([expect.objectContaining({ status: 405 }), 'Confirmed']);
  const over = called.hangUp();
  await phones.wire.settle();
  await over;
  await expect(calling.request('INFO')).rejects.toThrow(SipCancelledError);
  await expect(calling.hold()).rejects.toThrow(SipCancelledError);
});

test.each(['INVITE', 'ACK', 'BYE', 'CANCEL', 'PRACK', 'IN FO', ''])('request() does not send %j', async (method) => {
  const { calling } = await talk();
  await expect(calling.request(method)).rejects.toMatchObject({ code: 'ERR_SIP_INVALID_OPTION' });
});

test.each([
  ['', 160],
  ['1x', 160],
  ['1', 39],
  ['1', 6001],
  ['1', 100.5]
])('no tones: %j for %d ms', async (tones, duration) => {
  const { calling } = await talk();
  await expect(calling.sendDtmf(tones, duration)).rejects.toMatchObject({ code: 'ERR_SIP_INVALID_OPTION' });
});
