import { describe, expect, test } from 'vitest';
import { SipCancelledError, SipTimeoutError } from '../../src/ua/errors.ts';
import type { IncomingCall } from '../../src/ua/incoming-call.ts';
import { makeField } from '../../src/message/field.ts';
import { buildCancel } from '../../src/transaction/cancel.ts';
import { alice as addressOfAlice, bob as addressOfBob, invite, request } from '../support/messages.ts';
import { Phones, sdpOfAlice, sdpOfBob, valueOf, watch } from '../support/phones.ts';
import { latency, Wire } from '../support/wire.ts';

describe('ring', () => {
  test('§13.3.1.1: 180 is repeated every minute until the answer', async () => {
    const phones = new Phones();
    const { incoming } = await phones.reaches();
    incoming.ring({ fields: [makeField('Subject', 'ringing')] });
    await phones.wire.pass(130_000);
    expect(phones.wire.times('180 INVITE')).toEqual([300, 60_300, 120_300]);
    expect(phones.wire.response('180 INVITE').field('Subject')?.value).toBe('ringing');
    void incoming.answer();
    await phones.wire.pass(120_000);
    expect(phones.wire.times('180 INVITE')).toHaveLength(3);
  });

  test('early media: 183 with a session description', async () => {
    const phones = new Phones();
    const { incoming } = await phones.reaches();
    incoming.ring({ status: 183, sdp: sdpOfBob });
    await phones.wire.settle();
    expect(new TextDecoder().decode(phones.wire.response('183 INVITE').body)).toBe(sdpOfBob);
  });

  test.each([100, 200, 99, 180.5, Number.NaN])('%d is not a provisional status', async (status) => {
    const { incoming } = await new Phones().reaches();
    expect(() => {
      incoming.ring({ status });
    }).toThrow(expect.objectContaining({ name: 'UsageError', code: 'ERR_SIP_INVALID_STATUS' }));
    expect(incoming.pending).toBe(true);
  });
});

describe('reject', () => {
  test('§13.3.1.3: 486 unless given', async () => {
    const phones = new Phones();
    const { placed, incoming } = await phones.reaches();
    incoming.reject();
    expect(incoming.pending).toBe(false);
    await phones.wire.settle();
    expect(placed.state).toMatchObject({ status: 486, message: '486 Busy Here' });
    expect(incoming.signal.aborted).toBe(false);
  });

  test.each([180, 200, 299, 700, 486.5, Number.NaN])('%d is not a refusal', async (status) => {
    const { incoming } = await new Phones().reaches();
    expect(() => {
      incoming.reject(status);
    }).toThrow(expect.objectContaining({ name: 'UsageError', code: 'ERR_SIP_INVALID_STATUS' }));
    expect(incoming.pending).toBe(true);
  });

  test.each(['a\r\nEvil: 1', 'a\nb', 'a\0', 'später…'])('%j is not a reason phrase', async (reason) => {
    const phones = new Phones();
    const { incoming } = await phones.reaches();
    expect(() => {
      incoming.reject(486, { reason });
    }).toThrow(expect.objectContaining({ name: 'UsageError', code: 'ERR_SIP_INVALID_FIELD' }));
    expect(incoming.pending).toBe(true);
    expect(phones.wire.errors).toEqual([]);
  });
});

test('what was answered once can not be answered again', async () => {
  const phones = new Phones();
  const { incoming } = await phones.reaches();
  const invalid = { name: 'UsageError', code: 'ERR_SIP_INVALID_STATE' };
  const expectNoMore = async (): Promise<void> => {
    expect(() => {
      incoming.ring();
    }).toThrow(expect.objectContaining(invalid));
    expect(() => {
      incoming.reject();
    }).toThrow(expect.objectContaining(invalid));
    await expect(incoming.answer()).rejects.toMatchObject(invalid);
  };
  const answered = watch(incoming.answer());
  await expectNoMore();
  await phones.wire.settle();
  expect(answered.state).toBe('resolved');
  await expectNoMore();

  const { incoming: refused } = await phones.reaches();
  refused.reject();
  await expect(refused.answer()).rejects.toMatchObject(invalid);
});

describe('§9.2: the caller cancels', () => {
  test('the signal is aborted, and whoever listens is told', async () => {
    const phones = new Phones();
    const giveUp = new AbortController();
    const { incoming } = await phones.reaches({ signal: giveUp.signal });
    const reasons: unknown[] = [];
    const { signal } = incoming;
    signal.addEventListener('abort', () => reasons.push(signal.reason));
    giveUp.abort();
    await phones.wire.settle();
    expect(reasons).toEqual([expect.objectContaining({ name: 'SipCancelledError', response: undefined })]);
    expect(incoming.signal).toBe(signal);
  });

  test('who asks late is told at once', async () => {
    const phones = new Phones();
    const giveUp = new AbortController();
    const { incoming } = await phones.reaches({ signal: giveUp.signal });
    giveUp.abort();
    await phones.wire.settle();
    expect(incoming.signal.aborted).toBe(true);
    expect(incoming.signal.reason).toBeInstanceOf(SipCancelledError);
  });

  test('what comes too late is no mistake of ours: nothing is sent, and answer() rejects with the reason', async () => {
    const phones = new Phones();
    const giveUp = new AbortController();
    const { incoming } = await phones.reaches({ signal: giveUp.signal });
    giveUp.abort();
    await phones.wire.settle();
    const first = phones.wire.rungs.length;
    incoming.ring();
    incoming.reject();
    await expect(incoming.answer()).rejects.toBe(incoming.signal.reason);
    expect(incoming.call).toBeUndefined();
    await phones.wire.settle();
    expect(phones.wire.ladder().slice(first)).toEqual([]);
  });

  test.each(['a handler', 'a subscriber', 'nobody'])(
    'INVITE and CANCEL come in one turn: %s has a call that is over',
    async (who) => {
      const wire = new Wire();
      const bob = wire.userAgent('bob');
      const offered: IncomingCall[] = [];
      if (who === 'a handler') bob.onCall((incoming) => void offered.push(incoming));
      if (who === 'a subscriber') bob.incoming$.subscribe((incoming) => offered.push(incoming));
      const calling = invite();
      wire.inject('alice', 'bob', calling, buildCancel(calling));
      await wire.settle();
      expect(wire.ladder().filter((rung) => rung.endsWith('487 INVITE'))).not.toEqual([]);
      expect(offered.map(({ pending, signal }) => [pending, signal.aborted])).toEqual(
        who === 'nobody' ? [] : [[false, true]]
      );
      expect(wire.errors).toEqual([]);
    }
  );
});

test('§15.1.2: a caller that hangs up while it rings has given up', async () => {
  const { wire, offered } = new Phones();
  wire.inject('alice', 'bob', invite());
  await wire.settle();
  offered[0]?.ring();
  await wire.settle();
  const to = `${addressOfBob};tag=${wire.response('180 INVITE').to.tag ?? ''}`;
  wire.inject('alice', 'bob', request('BYE', { to, sequence: 2, branch: 'z9hG4bKbye' }));
  await wire.settle();
  expect(offered[0]?.signal.reason).toMatchObject({ message: 'the caller hung up first' });
  expect(wire.ladder()).toContain('bob → alice 200 BYE');
  expect(wire.ladder()).toContain('bob → alice 487 INVITE');
});

test('§15: a caller that hangs up before its ACK has come: answer() rejects with SipCancelledError', async () => {
  const phones = new Phones();
  phones.wire.lose({ what: 'ACK' });
  const { placed, incoming } = await phones.reaches();
  const answered = watch(incoming.answer());
  await phones.wire.settle();
  void placed.value?.hangUp();
  await phones.wire.settle();
  expect(answered.state).toBeInstanceOf(SipCancelledError);
  await phones.wire.expectNothingLeft();
});

test('§13.3.1.4: no ACK within 64·T1: SipTimeoutError, and BYE', async () => {
  const phones = new Phones();
  phones.wire.lose({ what: 'ACK' });
  const { placed, incoming } = await phones.reaches();
  const answered = watch(incoming.answer());
  await phones.wire.pass(31_999);
  expect(answered.state).toBe('pending');
  await phones.wire.pass(1 + 2 * latency);
  expect(answered.state).toBeInstanceOf(SipTimeoutError);
  expect(phones.wire.times('BYE')).toEqual([32_300]);
  await expect(incoming.call?.ended).resolves.toEqual({ by: 'unacknowledged' });
  await expect(placed.value?.ended).resolves.toEqual({ by: 'remote' });
  await phones.wire.expectNothingLeft();
});

test('§13.2.1: without an offer in the INVITE ours is in the 200, and its answer in the ACK', async () => {
  const { wire, offered } = new Phones();
  wire.inject('alice', 'bob', invite());
  await wire.settle();
  const [incoming] = offered;
  expect(incoming?.offer).toBeUndefined();
  const answered = watch(incoming!.answer({ sdp: sdpOfBob }));
  await wire.settle();
  expect(incoming?.call?.remoteSdp).toBeUndefined();
  const to = `${addressOfBob};tag=${wire.response('200 INVITE').to.tag ?? ''}`;
  const fields = ['Content-Type: application/sdp'];
  wire.inject(
    'alice',
    'bob',
    request('ACK', { to, branch: 'z9hG4bKack', fields, body: sdpOfAlice.replaceAll('\r', '') })
  );
  await wire.settle();
  expect(answered.value?.remoteSdp).toBe(sdpOfAlice);
});

test('a body that is no session description is none', async () => {
  const { wire, offered } = new Phones({ bob: { capabilities: { bodyTypes: ['application/sdp', 'text/plain'] } } });
  wire.inject('alice', 'bob', invite({ fields: ['Content-Type: text/plain'], body: 'hello' }));
  await wire.settle();
  expect(offered.map(({ offer }) => offer)).toEqual([undefined]);
});

describe('RFC 4475 §3.4.1: a caller of RFC 2543: no branch, no From tag, no Contact', () => {
  const old = { via: 'SIP/2.0/UDP 192.0.2.2:5060', from: addressOfAlice };

  /** The call, answered and acknowledged. */
  async function answered(...fields: readonly string[]) {
    const phones = new Phones();
    const calling = request('INVITE', {
      ...old,
      fields: ['Content-Type: application/sdp', ...fields],
      body: sdpOfAlice
    });
    phones.wire.inject('alice', 'bob', calling);
    await phones.wire.settle();
    phones.wire.inject('alice', 'bob', calling);
    const answering = watch(phones.incoming.answer({ sdp: sdpOfBob }));
    await phones.wire.settle();
    const to = `${addressOfBob};tag=${phones.wire.response('200 INVITE').to.tag ?? ''}`;
    phones.wire.inject('alice', 'bob', request('ACK', { ...old, to }));
    await phones.wire.settle();
    expect(phones.offered).toHaveLength(1);
    return { wire: phones.wire, call: valueOf(answering), to };
  }

  test('RFC 3261 §12.1.1: it is answered once, and its ACK ends the repetitions of the 200', async () => {
    const { wire } = await answered();
    await wire.pass(40_000);
    expect(wire.times('200 INVITE')).toHaveLength(1);
  });

  test('RFC 3261 §12.2.1.1: our BYE goes to its From, with no To tag', async () => {
    const { wire, call } = await answered();
    void call.hangUp();
    await wire.settle();
    const { requestUri, to } = wire.request('BYE');
    expect([requestUri.text, to.tag]).toEqual(['sip:alice@192.0.2.2', undefined]);
  });

  test('RFC 3261 §12.2.1.1: its strict router becomes the Request-URI of our BYE, its From the last Route', async () => {
    const { wire, call } = await answered('Record-Route: <sip:bob@example.com;maddr=192.0.2.3>');
    void call.hangUp();
    await wire.settle();
    const bye = wire.request('BYE');
    expect([bye.requestUri.text, bye.field('Route')?.value]).toEqual([
      'sip:bob@example.com;maddr=192.0.2.3',
      '<sip:alice@192.0.2.2>'
    ]);
  });

  test('RFC 3261 §12.2.2: its BYE is that of the dialog', async () => {
    const { wire, call, to } = await answered();
    wire.inject('alice', 'bob', request('BYE', { ...old, to, sequence: 2 }));
    await wire.settle();
    expect(wire.response('200 BYE').status).toBe(200);
    await expect(call.ended).resolves.toEqual({ by: 'remote' });
    await wire.expectNothingLeft();
  });
});

test('RFC 3261 §13.3.1: an invitation that expires: the signal says so', async () => {
  const phones = new Phones();
  const { incoming } = await phones.reaches({ fields: [makeField('Expires', '5')] });
  expect(incoming.signal.aborted).toBe(false);
  await phones.wire.pass(5000);
  expect(incoming.signal.reason).toBeInstanceOf(SipCancelledError);
  expect(incoming.signal.reason).toMatchObject({ message: 'the invitation expired' });
});

test.each(['gzip', ','])(
  'RFC 3261 §8.2.3: an optional body with Content-Encoding: %s is no offer',
  async (encoding) => {
    const { wire, offered } = new Phones();
    const fields = ['Content-Type: application/sdp', `Content-Encoding: ${encoding}`];
    wire.inject(
      'alice',
      'bob',
      invite({ fields: [...fields, 'Content-Disposition: session;handling=optional'], body: 'zipped' })
    );
    await wire.settle();
    expect(offered.map(({ offer }) => offer)).toEqual([undefined]);
  }
);
