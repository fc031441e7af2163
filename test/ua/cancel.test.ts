import { describe, expect, test } from 'vitest';
import { SipCancelledError, SipTimeoutError } from '../../src/ua/errors.ts';
import { atBob, Phones, sdpOfAlice, watch } from '../support/phones.ts';
import { latency, Wire } from '../support/wire.ts';

const reason = new Error('changed my mind');

describe('§9.1: the caller gives up', () => {
  test('before anything was sent: nothing is', async () => {
    const { alice, wire } = new Phones();
    await expect(alice.invite(atBob, { sdp: sdpOfAlice, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(alice.options(atBob, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(wire.ladder()).toEqual([]);
  });

  test('while the host is looked up: nothing is sent either', async () => {
    const wire = new Wire();
    const environment = { clock: wire.clock, resolveHost: async () => new Promise<string>(() => {}) };
    const { surroundings } = wire.stack('carol');
    const alice = wire.userAgent('alice', { environment: { ...environment, entropy: surroundings.entropy } });
    const giveUp = new AbortController();
    const placed = watch(alice.invite('sip:bob@bob', { sdp: sdpOfAlice, signal: giveUp.signal }));
    await wire.settle();
    giveUp.abort(reason);
    await wire.settle();
    expect(placed.state).toBe(reason);
    expect(wire.ladder()).toEqual([]);
  });

  test('before any provisional response: CANCEL waits for one', async () => {
    const phones = new Phones();
    const heal = phones.wire.lose({ from: 'bob' });
    const giveUp = new AbortController();
    const { placed, incoming } = await phones.reaches({ signal: giveUp.signal });
    giveUp.abort(reason);
    await phones.wire.pass(300);
    expect(phones.wire.times('CANCEL')).toEqual([]);
    heal();
    incoming.ring();
    await phones.wire.pass(latency);
    expect(phones.wire.times('CANCEL')).toEqual([600 + latency]);
    expect(placed.state).toBe('pending');
    await phones.wire.settle();
    expect(placed.state).toBe(reason);
    expect(incoming.signal.aborted).toBe(true);
    await phones.wire.expectNothingLeft();
  });

  test('and no response ever comes: rejects with its reason all the same, when the INVITE times out', async () => {
    const wire = new Wire();
    const giveUp = new AbortController();
    const placed = watch(wire.userAgent('alice').invite(atBob, { sdp: sdpOfAlice, signal: giveUp.signal }));
    await wire.settle();
    giveUp.abort(reason);
    await wire.pass(31_899);
    expect(placed.state).toBe('pending');
    await wire.pass(1);
    expect(placed.state).toBe(reason);
    expect(wire.times('CANCEL')).toEqual([]);
  });

  test('while it rings: CANCEL, 487, and the reason', async () => {
    const phones = new Phones();
    const giveUp = new AbortController();
    const { placed, incoming } = await phones.reaches({ signal: giveUp.signal });
    incoming.ring();
    await phones.wire.settle();
    const first = phones.wire.rungs.length;
    giveUp.abort(reason);
    await phones.wire.settle();
    expect(phones.wire.ladder().slice(first)).toEqual([
      'alice → bob CANCEL',
      'bob → alice 487 INVITE',
      'bob → alice 200 CANCEL',
      'alice → bob ACK'
    ]);
    expect(placed.state).toBe(reason);
    await phones.wire.expectNothingLeft();
  });

  test('and the peer says nothing to the CANCEL: given up 64·T1 later', async () => {
    const phones = new Phones();
    const giveUp = new AbortController();
    const { placed, incoming } = await phones.reaches({ signal: giveUp.signal });
    incoming.ring();
    await phones.wire.settle();
    phones.wire.lose({ to: 'bob' });
    giveUp.abort(reason);
    await phones.wire.pass(31_999);
    expect(placed.state).toBe('pending');
    await phones.wire.pass(1);
    expect(placed.state).toBe(reason);
  });

  test('the 200 was under way already: ACK, BYE, and the reason', async () => {
    const phones = new Phones();
    const giveUp = new AbortController();
    const { placed, incoming } = await phones.reaches({ signal: giveUp.signal });
    const first = phones.wire.rungs.length;
    const answered = watch(incoming.answer());
    giveUp.abort(reason);
    await phones.wire.settle();
    expect(phones.wire.ladder().slice(first)).toEqual([
      'bob → alice 200 INVITE',
      'alice → bob CANCEL',
      'alice → bob ACK',
      'alice → bob BYE',
      'bob → alice 200 CANCEL',
      'bob → alice 200 BYE'
    ]);
    expect(placed.state).toBe(reason);
    expect(answered.state).toBe('resolved');
    await expect(answered.value?.ended).resolves.toEqual({ by: 'remote' });
    await phones.wire.expectNothingLeft();
  });

  test('the 200 is here, but invite() has not resolved yet: BYE, and the reason', async () => {
    const phones = new Phones();
    const giveUp = new AbortController();
    const { placed, incoming } = await phones.reaches({ signal: giveUp.signal });
    void incoming.answer();
    phones.wire.clock.setTimeout(() => {
      giveUp.abort(reason);
    }, latency);
    await phones.wire.settle();
    expect(placed.state).toBe(reason);
    expect(phones.wire.ladder().slice(-2)).toEqual(['alice → bob BYE', 'bob → alice 200 BYE']);
    expect(phones.alice.calls).toEqual([]);
    await phones.wire.expectNothingLeft();
  });

  test('a refusal is here, but invite() has not rejected yet: the reason, and nothing more is sent', async () => {
    const phones = new Phones();
    const giveUp = new AbortController();
    const { placed, incoming } = await phones.reaches({ signal: giveUp.signal });
    incoming.reject();
    phones.wire.clock.setTimeout(() => {
      giveUp.abort(reason);
    }, latency);
    await phones.wire.settle();
    expect(placed.state).toBe(reason);
    expect(phones.wire.times('CANCEL')).toEqual([]);
    await phones.wire.expectNothingLeft();
  });

  test('once the call is up the signal means nothing any more', async () => {
    const phones = new Phones();
    const giveUp = new AbortController();
    const { calling } = await phones.talk({ signal: giveUp.signal });
    giveUp.abort(reason);
    await phones.wire.settle();
    expect(calling.state).toBe('Confirmed');
  });
});

describe('limits', () => {
  test('§9.1: a peer that rings for too long is cancelled, SipTimeoutError', async () => {
    const phones = new Phones({ alice: { callLimits: { ringLimit: 20_000 } } });
    const { placed, incoming } = await phones.reaches();
    incoming.ring();
    await phones.wire.pass(20_000);
    expect(phones.wire.times('CANCEL')).toEqual([20_200 + 2 * latency]);
    expect(placed.state).toBeInstanceOf(SipTimeoutError);
    expect(incoming.signal.reason).toBeInstanceOf(SipCancelledError);
    await phones.wire.expectNothingLeft();
  });

  test('§13.3.1.3: an application that never answers gets 408 said for it', async () => {
    const phones = new Phones({ bob: { callLimits: { answerLimit: 10_000 } } });
    phones.bob.onCall(async () => new Promise(() => {}));
    const placed = phones.calls();
    await phones.wire.pass(10_000);
    expect(placed.state).toBe('pending');
    await phones.wire.pass(2 * latency);
    expect(placed.state).toMatchObject({ status: 408 });
    await phones.wire.expectNothingLeft();
  });

  test('the handle is told of that limit', async () => {
    const phones = new Phones({ bob: { callLimits: { answerLimit: 10_000 } } });
    const { incoming } = await phones.reaches();
    const { signal } = incoming;
    await phones.wire.pass(10_000);
    expect(signal.reason).toBeInstanceOf(SipTimeoutError);
    expect(incoming.pending).toBe(false);
  });
});
