/** What comes to a stack from outside beside messages: orders of the application, randomness, news of what could not be sent. */
import { afterEach, describe, expect, test } from 'vitest';
import { createStack } from '../../src/transport/create-stack.ts';
import type { Stack } from '../../src/stack/stack.ts';
import type { OrderEvent, TraceEvent } from '../../src/trace/event.ts';
import { Fault } from '../../src/message/fault.ts';
import { replay } from '../../src/replay/replay.ts';
import { traceToJson, traceToText } from '../../src/trace/format.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { redact } from '../../src/trace/redact.ts';
import { makeField } from '../../src/message/field.ts';
import { invite, request } from '../support/messages.ts';
import { atBob, Phones, sdpOfBob } from '../support/phones.ts';
import { Memory } from '../stack/memory.ts';
import { bob, closeAll } from '../stack/world.ts';
import { ofType, record } from './phones.ts';

afterEach(closeAll);

/** Alice's and Bob's stacks, recorded. */
function recorded() {
  const phones = new Phones();
  return { phones, alice: record(phones.alice.stack).events, bob: record(phones.bob.stack).events };
}

const ordersOf = (events: readonly TraceEvent[]): readonly OrderEvent[] => ofType(events, 'order');

describe('orders', () => {
  test('of a caller: the whole INVITE, where it goes, our Contact; then BYE', async () => {
    const { phones, alice } = recorded();
    const { calling } = await phones.talk();
    void calling.hangUp();
    await phones.wire.pass(40_000);
    const [first, second] = ordersOf(alice);
    expect(first).toMatchObject({
      order: 1,
      event: 'user.invite',
      callId: calling.id.callId,
      id: calling.id.callId,
      contact: '<sip:alice@192.0.2.2:5060>',
      flow: { transport: 'UDP', remote: { host: '192.0.2.1', port: 5060 } }
    });
    expect(first?.request).toBe(ofType(alice, 'message')[0]?.text);
    expect(second).toEqual({ type: 'order', at: second?.at, order: 2, actor: second?.actor, event: 'user.bye' });
    expect(ordersOf(alice)).toHaveLength(2);
  });

  test('of a callee: status, reason, fields and body', async () => {
    const { phones, bob: events } = recorded();
    const { incoming } = await phones.reaches();
    incoming.ring({ fields: [makeField('Alert-Info', '<urn:alert:service:normal>')] });
    void incoming.answer({ sdp: sdpOfBob });
    await phones.wire.settle();
    const [ring, answer] = ordersOf(events);
    expect(ring).toMatchObject({
      event: 'user.ring',
      answer: { status: 180, fields: [{ name: 'Alert-Info', value: '<urn:alert:service:normal>' }] }
    });
    expect(answer?.answer).toMatchObject({ status: 200, body: { type: 'application/sdp', text: sdpOfBob } });
    phones.calls();
    await phones.wire.settle();
    phones.incoming.reject(603, { reason: 'No' });
    expect(ordersOf(events).at(-1)?.answer).toEqual({ status: 603, reason: 'No', fields: [] });
  });

  test('a request outside a dialog, and who waits for its outcome', async () => {
    const { phones, alice } = recorded();
    void phones.alice.options(atBob);
    await phones.wire.settle();
    const [order] = ordersOf(alice);
    const waiting = ofType(alice, 'actor.started').find(({ name }) => name === 'request');
    expect(order).toMatchObject({ event: 'user.request', user: waiting?.actor });
    expect(order?.request).toMatch(/^OPTIONS sip:bob@192\.0\.2\.1 SIP\/2\.0\r\n/);
  });

  test('draining and the end of the stack; closed twice it ends once', async () => {
    const { phones, bob: events } = recorded();
    await phones.bob.stack.drain();
    await phones.bob.stack.close();
    await phones.bob.stack.close();
    expect(ordersOf(events).map(({ event }) => event)).toEqual(['user.drain', 'close']);
  });

  test('what charts and services tell one another is none', async () => {
    const { phones, bob: events } = recorded();
    const carol = phones.wire.peer('carol');
    carol.send('bob', request('OPTIONS', { branch: 'z9hG4bK1' }), invite({ branch: 'z9hG4bK2', callId: 'x' }));
    await phones.wire.pass(40_000);
    // Nobody is called `bob` without a user of that name; the stack refuses for its application, in its name.
    expect(ordersOf(events).filter(({ event }) => event !== 'user.reject')).toEqual([]);
  });

  test('credentials and keys in them are blanked', () => {
    const order: OrderEvent = { type: 'order', at: 0, order: 1, actor: 1, event: 'user.answer' };
    const fields = [
      { name: 'Proxy-Authorization', value: 'Digest response="secret"' },
      { name: 'Subject', value: 'tea' }
    ];
    const body = { type: 'application/sdp', text: 'a=ice-pwd:secret\r\nk=clear:secret\r\ns=-\r\n' };
    const answer = redact({ ...order, answer: { status: 200, fields, body } });
    const sent = redact({
      ...order,
      request: 'INVITE sip:b SIP/2.0\r\nAuthorization: Digest response="secret"\r\n\r\n'
    });
    expect(JSON.stringify([answer, sent])).not.toContain('secret');
    expect(answer).toMatchObject({
      answer: {
        fields: [{ value: 'xxx' }, { value: 'tea' }],
        body: { text: 'a=ice-pwd:xxxxxx\r\nk=xxxxxxxxxxxx\r\ns=-\r\n' }
      }
    });
    expect(redact(order)).toEqual(order);
  });

  test('in words', () => {
    const say = traceToText();
    const order: OrderEvent = { type: 'order', at: 0, order: 1, actor: 5, event: 'user.invite' };
    expect(say({ ...order, request: 'INVITE sip:b SIP/2.0\r\nVia: x' })).toContain(
      'tells actor 5 user.invite INVITE sip:b SIP/2.0'
    );
    expect(say({ type: 'unsent', at: 0, actor: 5, error: 'no\u001b way' })).toContain(
      'actor 5 is told that it could not be sent: no\\u001b way'
    );
    expect(say({ type: 'drawn', at: 0, what: 'number', value: 7 })).toContain('draws number 7');
  });
});

describe('randomness', () => {
  test('is told with what it was drawn for, and what the application draws is not', async () => {
    const { phones, alice, bob: events } = recorded();
    const { calling } = await phones.talk();
    void calling.hangUp();
    await phones.wire.pass(40_000);
    const [tag] = ofType(events, 'drawn');
    expect(tag).toMatchObject({ what: 'token', cause: { message: 1 } });
    expect(ofType(events, 'message')[1]?.text).not.toBe('');
    const written = ofType(alice, 'message')
      .map(({ text }) => text)
      .join();
    for (const { value } of ofType(alice, 'drawn')) expect(written).toContain(value);
    const bye = ordersOf(alice).at(-1);
    expect(ofType(alice, 'drawn').at(-1)).toMatchObject({ order: bye?.order });
    const before = ofType(alice, 'drawn').length;
    phones.alice.stack.surroundings.entropy.token();
    phones.alice.stack.surroundings.entropy.below(3);
    expect(ofType(alice, 'drawn')).toHaveLength(before);
  });
});

test('§18.4: what could not be sent is told of, with whom it was for', async () => {
  const { phones, alice } = recorded();
  phones.wire.fail({ what: 'INVITE' }, new Error('unreachable'));
  phones.calls();
  await phones.wire.settle();
  const transaction = ofType(alice, 'actor.started').find(({ name }) => name === 'inviteClientTransaction');
  expect(ofType(alice, 'unsent')).toEqual([{ type: 'unsent', at: 0, actor: transaction?.actor, error: 'unreachable' }]);
});

test('§18.3: what is wrong with a stream is told with the message that it ended in, and is replayed', async () => {
  const { memory, stack } = bob({}, new Memory('TCP'));
  const { events } = record(stack);
  const fault = new Fault('content-length', 400, 'RFC 3261 §20.14', 40);
  memory.deliver(request('OPTIONS', { via: 'SIP/2.0/TCP 192.0.2.2:5060;branch=z9hG4bKt' }), { fault });
  expect(ofType(events, 'message').map(({ framing, startLine }) => framing?.code ?? startLine)).toEqual([
    'content-length',
    'SIP/2.0 400 Bad Request'
  ]);
  const written = parseTrace(events.map(traceToJson).join('\n'));
  const { difference, compared } = await replay(written);
  expect(difference?.text).toBeUndefined();
  expect(compared).toBeGreaterThan(2);
});

test('what the stack was made with is in `begin`', async () => {
  const { stack } = bob({ timers: { T1: 100 }, callLimits: { ringLimit: 5 }, dialogLimit: 7, sourceRate: {} });
  expect(record(stack).events[0]).toMatchObject({
    stack: {
      transports: [{ protocol: 'UDP' }],
      timers: { T1: 100, T2: 4000 },
      callLimits: { ringLimit: 5, answerLimit: 180_000 },
      transactionLimit: 100_000,
      dialogLimit: 7,
      sourceRate: {}
    }
  });
  const real: Stack = await createStack({ listen: ['udp://127.0.0.1:0'] });
  const [begin] = record(real).events;
  expect(begin).toMatchObject({
    stack: { transports: real.locals.map(({ protocol, ...local }) => ({ protocol, local })) }
  });
  await real.close();
});
