import { describe, expect, test } from 'vitest';
import { SipCancelledError, SipTimeoutError } from '../../src/ua/errors.ts';
import { UserAgent } from '../../src/ua/user-agent.ts';
import { fromCallback } from 'xstate';
import type { ChartLogic } from '../../machines/index.ts';
import { values } from '../support/messages.ts';
import { atBob, Phones, sdpOfAlice, sdpOfBob, watch } from '../support/phones.ts';
import { Wire } from '../support/wire.ts';

const failing = fromCallback(() => {
  throw new Error('of the chart');
}) as unknown as ChartLogic['dialog'];

describe('a call handler', () => {
  test('that throws before it answers: 500, and it is reported', async () => {
    const phones = new Phones();
    const wrong = new Error('of the application');
    phones.bob.onCall(() => {
      throw wrong;
    });
    const { placed } = await reached(phones);
    expect(placed.state).toMatchObject({ status: 500 });
    expect(phones.wire.errors).toEqual([wrong]);
  });

  test('that rejects while it rings: 500', async () => {
    const phones = new Phones();
    phones.bob.onCall(async (incoming) => {
      incoming.ring();
      await Promise.reject(new Error('of the application'));
    });
    const { placed } = await reached(phones);
    expect(placed.state).toMatchObject({ status: 500 });
  });

  test('that throws after it has answered: the call stays', async () => {
    const phones = new Phones();
    phones.bob.onCall(async (incoming) => {
      await incoming.answer();
      throw new Error('of the application');
    });
    const { placed } = await reached(phones);
    expect(placed.value?.state).toBe('Confirmed');
    expect(phones.bob.calls).toHaveLength(1);
    expect(phones.wire.errors).toHaveLength(1);
  });

  test('comes before those who only subscribe', async () => {
    const phones = new Phones();
    phones.bob.onCall((incoming) => {
      incoming.reject(600);
    });
    const { placed } = await reached(phones);
    expect(placed.state).toMatchObject({ status: 600 });
    expect(phones.offered).toEqual([]);
  });
});

async function reached(phones: Phones) {
  const placed = phones.calls();
  await phones.wire.settle();
  return { placed };
}

test('nobody has to listen to errors', async () => {
  const wire = new Wire();
  const bob = new UserAgent(wire.stack('bob'));
  bob.onCall(() => {
    throw new Error('of the application');
  });
  const placed = watch(wire.userAgent('alice').invite(atBob, { sdp: sdpOfAlice }));
  await wire.settle();
  expect(placed.state).toMatchObject({ status: 500 });
  await bob.close();
});

describe('§8.2.2.1: several user agents on one stack', () => {
  test('each is called by its user part; nobody of that name is 404', async () => {
    const wire = new Wire();
    const stack = wire.stack('bob');
    const heard: string[] = [];
    for (const name of ['bob', 'carol']) {
      new UserAgent(stack, { aor: `sip:${name}@example.org` }).onCall((incoming) => {
        heard.push(`${name} for ${incoming.request.requestUri.text}`);
        incoming.reject();
      });
    }
    const alice = wire.userAgent('alice');
    const placed = ['bob', 'carol', 'dave'].map((name) =>
      watch(alice.invite(`sip:${name}@192.0.2.1`, { sdp: sdpOfAlice }))
    );
    await wire.settle();
    expect(heard).toEqual(['bob for sip:bob@192.0.2.1', 'carol for sip:carol@192.0.2.1']);
    expect(placed.map(({ state }) => state)).toMatchObject([{ status: 486 }, { status: 486 }, { status: 404 }]);
  });

  test('one without an address-of-record, or without a user part, takes every call', async () => {
    const wire = new Wire();
    const stack = wire.stack('bob');
    const alice = wire.userAgent('alice');
    for (const options of [{}, { aor: 'sip:example.org' }]) {
      const agent = new UserAgent(stack, options);
      agent.onCall((incoming) => {
        incoming.reject(603);
      });
      const placed = watch(alice.invite('sip:anybody@192.0.2.1', { sdp: sdpOfAlice }));
      await wire.settle();
      expect(placed.state).toMatchObject({ status: 603 });
      await agent.close();
    }
  });

  test('none at all is 480', async () => {
    const wire = new Wire();
    wire.stack('bob');
    const placed = watch(wire.userAgent('alice').invite(atBob, { sdp: sdpOfAlice }));
    await wire.settle();
    expect(placed.state).toMatchObject({ status: 480 });
  });

  test('one to whom nobody listens is 480 too', async () => {
    const wire = new Wire();
    wire.userAgent('bob');
    const placed = watch(wire.userAgent('alice').invite(atBob, { sdp: sdpOfAlice }));
    await wire.settle();
    expect(placed.state).toMatchObject({ status: 480 });
    await wire.expectNothingLeft();
  });
});

describe('drain', () => {
  test('§21.5.4: new INVITEs get 503, the call that is up is served, then it resolves', async () => {
    const phones = new Phones();
    const { calling } = await phones.talk();
    const drained = watch(phones.bob.stack.drain());
    const { placed } = await reached(phones);
    expect(placed.state).toMatchObject({ status: 503 });
    expect(values(phones.wire.response('503 INVITE'), 'Retry-After')).toEqual(['60']);
    expect(drained.state).toBe('pending');
    void calling.hangUp();
    await phones.wire.settle();
    expect(phones.wire.ladder()).toContain('bob → alice 200 BYE');
    expect(drained.state).toBe('resolved');
  });

  test('an INVITE that waits for its answer is waited for', async () => {
    const phones = new Phones();
    const { incoming } = await phones.reaches();
    const drained = watch(phones.bob.stack.drain());
    await phones.wire.settle();
    expect(drained.state).toBe('pending');
    incoming.reject();
    await phones.wire.settle();
    expect(drained.state).toBe('resolved');
  });
});

describe('close', () => {
  test('§15: hangs up a call that was answered and not acknowledged yet, when its wait is over', async () => {
    const phones = new Phones();
    const { incoming } = await phones.reaches();
    phones.wire.lose({ what: 'ACK' });
    watch(incoming.answer({ sdp: sdpOfBob }));
    await phones.wire.settle();
    const closed = watch(phones.bob.close());
    await phones.wire.settle();
    expect(closed.state).toBe('pending');
    await phones.wire.pass(64 * 500);
    expect([closed.state, phones.wire.sent({ what: 'BYE' }).length]).toEqual(['resolved', 1]);
  });

  test('hangs up; after 64·T1 nothing is left', async () => {
    const phones = new Phones();
    const { called } = await phones.talk();
    const closed = watch(phones.alice.close());
    await phones.wire.settle();
    expect(closed.state).toBe('resolved');
    await expect(called.ended).resolves.toEqual({ by: 'remote' });
    await phones.wire.expectNothingLeft();
  });

  test('refuses who waits for an answer', async () => {
    const phones = new Phones();
    const completed: string[] = [];
    phones.bob.incoming$.subscribe({ complete: () => completed.push('complete') });
    const { placed } = await phones.reaches();
    const closed = watch(phones.bob.close());
    await phones.wire.settle();
    expect(placed.state).toMatchObject({ status: 480 });
    expect([closed.state, completed]).toEqual(['resolved', ['complete']]);
    await phones.wire.expectNothingLeft();
  });

  test('gives up the calls that are being placed, and waits for their end', async () => {
    const phones = new Phones();
    const { placed, incoming } = await phones.reaches();
    const closed = watch(phones.alice.close());
    expect(closed.state).toBe('pending');
    await phones.wire.settle();
    expect(placed.state).toBeInstanceOf(SipCancelledError);
    expect(placed.state).toMatchObject({ message: 'the user agent was closed' });
    expect(incoming.signal.aborted).toBe(true);
    expect(closed.state).toBe('resolved');
    await phones.wire.expectNothingLeft();
  });

  test('no call can be placed any more, and none comes', async () => {
    const phones = new Phones();
    await phones.alice.close();
    await phones.bob.close();
    await expect(phones.alice.invite(atBob, { sdp: sdpOfAlice })).rejects.toMatchObject({
      code: 'ERR_SIP_INVALID_STATE'
    });
    const placed = watch(phones.wire.userAgent('carol').invite(atBob, { sdp: sdpOfAlice }));
    await phones.wire.settle();
    expect(placed.state).toMatchObject({ status: 480 });
  });

  test('twice is once, and await using does it too', async () => {
    const wire = new Wire();
    let closed = 0;
    const stack = wire.stack('bob');
    {
      await using agent = new UserAgent(stack, {}, wire.onError, async () => {
        closed++;
        await stack.close();
      });
      await agent.close();
    }
    expect(closed).toBe(1);
  });
});

describe('a stack that is closed', () => {
  test('under a call that is being placed: SipCancelledError', async () => {
    const phones = new Phones();
    const { placed } = await phones.reaches();
    await phones.alice.stack.close();
    await phones.wire.settle();
    expect(placed.state).toBeInstanceOf(SipCancelledError);
  });

  test('under a call that waits for its answer: the signal is aborted', async () => {
    const phones = new Phones();
    const { incoming } = await phones.reaches();
    const { signal } = incoming;
    await phones.bob.stack.close();
    await phones.wire.settle();
    expect(signal.reason).toMatchObject({ name: 'SipCancelledError', message: 'the stack dropped the call' });
    await expect(incoming.answer()).rejects.toBe(signal.reason);
  });

  test('under a call that waits for its ACK', async () => {
    const phones = new Phones();
    phones.wire.lose({ what: 'ACK' });
    const { incoming } = await phones.reaches();
    const answered = watch(incoming.answer({ sdp: sdpOfBob }));
    await phones.wire.settle();
    await phones.bob.stack.close();
    await phones.wire.settle();
    expect(answered.state).toBeInstanceOf(SipCancelledError);
  });

  test('under a user agent: it can still be closed', async () => {
    const phones = new Phones();
    await phones.talk();
    await phones.alice.stack.close();
    await phones.alice.close();
    expect(phones.alice.calls).toEqual([]);
  });
});

test('an INVITE whose chart fails takes only itself along', async () => {
  const phones = new Phones();
  const { placed } = await phones.reaches();
  const { core } = phones.alice.stack.actor.getSnapshot();
  const { sent } = core.getSnapshot() as unknown as { sent: Map<string, { send: (event: unknown) => void }> };
  for (const invite of sent.values()) invite.send({ type: 'transaction.1xx', response: undefined });
  await phones.wire.settle();
  expect(placed.state).toBeInstanceOf(SipCancelledError);
  expect(phones.alice.stack.counters.childError).toBe(1);
  const asked = watch(phones.alice.options(atBob));
  await phones.wire.settle();
  expect(asked.state).toBe('resolved');
});

test('a dialog that can not be made: the answer rejects, and only that call is lost', async () => {
  const phones = new Phones({ bob: { logic: { dialog: failing } } });
  const { incoming } = await phones.reaches();
  const answered = watch(incoming.answer());
  await phones.wire.pass(32_100);
  expect(answered.state).toBeInstanceOf(SipTimeoutError);
  expect(phones.bob.calls).toEqual([]);
  expect(phones.bob.stack.counters.childError).toBe(1);
});
