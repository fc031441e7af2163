import { describe, expect, test } from 'vitest';
import type { ActorLogic, AnyActorLogic, Snapshot } from 'xstate';
import { type FromClientTransaction, Counters, type Recipient } from '../../machines/index.ts';
import { engines } from '../../src/stack/compiled-charts.ts';
import { engine } from '../support/engine.ts';
import { transactionTable } from '../../machines/transaction-table.ts';
import { compiledCharts } from '../../src/stack/compiled-charts.ts';
import { defaultTimers } from '../../src/transaction/timers.ts';
import { Bob } from '../support/bob.ts';
import { answer, bob as bobUri, invite, request, values } from '../support/messages.ts';
import { hearing, Stage } from '../support/stage.ts';
import { flowOver } from '../support/transactions.ts';

/** Logic that throws: at once, or at the first event. */
function throwing(when: 'at start' | 'at the first event'): AnyActorLogic {
  const logic: ActorLogic<Snapshot<undefined>, { readonly type: string }> = {
    getInitialSnapshot() {
      if (when === 'at start') throw new Error('it threw');
      return { status: 'active', output: undefined, error: undefined };
    },
    transition() {
      throw new Error('it threw');
    },
    getPersistedSnapshot: (snapshot) => snapshot
  };
  return logic;
}

describe('§17.2.3 Matching requests', () => {
  test('RFC 3261 §17.2.3: a request with the same branch, sent-by and method is a retransmission', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.receive(invite());
    bob.receive(invite({ branch: 'Z9HG4BKA1' }));
    expect([bob.stack.transactions, bob.offered.length]).toEqual([1, 1]);
    bob.says(486);
    bob.expectNothingLeft();
  });

  test.each([
    ['branch', { branch: 'z9hG4bKother' }],
    ['sent-by', { via: 'SIP/2.0/UDP 192.0.2.3:5060;branch=z9hG4bKa1' }]
  ])('RFC 3261 §17.2.3: one with another %s is not', (_, text) => {
    const bob = new Bob();
    bob.receive(request('OPTIONS', { callId: 'one' }));
    bob.receive(request('OPTIONS', { callId: 'two', ...text }));
    expect(bob.stack.transactions).toBe(2);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §17.2.3: the ACK of a refusal belongs to its INVITE', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(486);
    bob.receive(request('ACK', { to: bob.tagged }));
    bob.clock.advanceTo(4999);
    expect([bob.words, bob.stack.transactions]).toEqual(['486', 1]);
    bob.clock.advanceTo(5000);
    expect(bob.stack.transactions).toBe(0);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §17.2.3: without a magic cookie, by everything that a retransmission repeats', () => {
    const bob = new Bob();
    const old = { via: 'SIP/2.0/UDP 192.0.2.2:5060;branch=1' };
    bob.receive(invite(old));
    bob.receive(invite(old));
    expect([bob.stack.transactions, bob.offered.length]).toEqual([1, 1]);
    bob.receive(invite({ ...old, sequence: 2 }));
    expect(bob.stack.transactions).toBe(2);
    bob.offered.forEach(({ invite: offered }) => {
      offered.send({ type: 'user.reject', answer: { status: 486 } });
    });
    bob.expectNothingLeft();
  });

  test('RFC 3261 §17.2.3: without a magic cookie the ACK needs the To tag of the response', () => {
    const bob = new Bob();
    const old = { via: 'SIP/2.0/UDP 192.0.2.2:5060' };
    bob.receive(invite(old));
    bob.says(486);
    const { tagged } = bob;
    bob.receive(request('ACK', { ...old, to: `${bobUri};tag=other` }));
    bob.clock.advanceTo(500);
    expect([bob.words, bob.stack.counters.strayAck]).toEqual(['486 486', 1]);
    bob.receive(request('ACK', { ...old, to: tagged }));
    bob.clock.advanceTo(20_000);
    expect([bob.words, bob.stack.counters.strayAck]).toEqual(['486 486', 1]);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §17.2.3: without a magic cookie, an ACK before any response is nobody’s', () => {
    const bob = new Bob();
    const old = { via: 'SIP/2.0/UDP 192.0.2.2:5060' };
    bob.receive(invite(old));
    bob.receive(request('ACK', { ...old, to: `${bobUri};tag=x` }));
    expect(bob.stack.counters.strayAck).toBe(1);
    bob.says(486);
    bob.expectNothingLeft();
  });
});

describe('§17 The end of a transaction', () => {
  const toTheEnd: Readonly<Record<string, (bob: Bob) => number>> = {
    'INVITE client': (bob) => {
      bob.receive(answer(bob.call().request, 486));
      return 32_000; // Timer D
    },
    'non-INVITE client': (bob) => {
      const { invite: call, request: sent } = bob.call();
      bob.receive(answer(sent, 180));
      call.send({ type: 'user.cancel' });
      bob.receive(answer(bob.lastRequest('CANCEL'), 200));
      bob.receive(answer(sent, 487));
      return 32_000; // Timer D of the INVITE; Timer K of the CANCEL is over by then
    },
    'INVITE server': (bob) => {
      bob.receive(invite());
      bob.says(486);
      bob.receive(request('ACK', { to: bob.tagged }));
      return 5000; // Timer I
    },
    'non-INVITE server': (bob) => {
      bob.receive(request('OPTIONS'));
      return 32_000; // Timer J
    }
  };

  test.each(Object.keys(toTheEnd))('RFC 3261 §17: %s: destroyed the instant it is Terminated', (kind) => {
    const bob = new Bob();
    const end = toTheEnd[kind]?.(bob) ?? 0;
    bob.clock.advanceTo(end - 1);
    expect(bob.stack.transactions).toBe(1);
    bob.clock.advanceTo(end);
    expect([bob.stack.transactions, bob.clock.pending]).toEqual([0, 0]);
  });
});

describe('§17.1.3 Matching responses', () => {
  test('RFC 3261 §17.1.3: branch and method of the CSeq: CANCEL has the branch of its INVITE', () => {
    const bob = new Bob();
    const { invite: call, request: sent } = bob.call();
    bob.receive(answer(sent, 180));
    call.send({ type: 'user.cancel' });
    bob.receive(answer(bob.lastRequest('CANCEL'), 200));
    expect(call.getSnapshot().matches({ Cancelling: 'cancelled' })).toBe(true);
    bob.receive(answer(sent, 487));
    expect(call.getSnapshot().status).toBe('done');
    bob.expectNothingLeft();
  });

  test('RFC 6026 §7.3: a response that matches nothing is dropped and counted', () => {
    const bob = new Bob();
    bob.receive(answer(request('OPTIONS', { via: 'SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKnone' }), 200));
    expect([bob.words, bob.stack.counters.strayResponse]).toEqual(['', 1]);
  });

  test('an ACK that matches neither a transaction nor a dialog is dropped and counted', () => {
    const bob = new Bob();
    bob.receive(request('ACK', { to: `${bobUri};tag=none` }));
    bob.receive(request('ACK'));
    expect([bob.words, bob.stack.counters.strayAck]).toEqual(['', 2]);
  });
});

describe('overload', () => {
  test('RFC 3261 §21.5.4: a full table answers new requests 503 without a transaction, the same each time', () => {
    const bob = new Bob({ transactionLimit: 1 });
    bob.receive(invite());
    for (const branch of ['z9hG4bKo', 'z9hG4bKo']) bob.receive(request('OPTIONS', { branch, callId: 'other' }));
    expect([bob.words, bob.stack.transactions, bob.stack.counters.overload]).toEqual(['503 503', 1, 2]);
    const refusals = bob.sent.map(({ message }) => message.to.tag);
    expect(refusals[0]).toBe(refusals[1]);
    const [first, again] = bob.sent.map(({ message }) => values(message, 'Retry-After'));
    expect(Number(first)).toBeGreaterThanOrEqual(32);
    expect(Number(first)).toBeLessThanOrEqual(64);
    expect(again).toEqual(first);
    bob.says(486);
    bob.expectNothingLeft();
  });

  test('what ends or belongs to living work always passes', () => {
    const bob = new Bob({ transactionLimit: 1 });
    bob.receive(invite());
    bob.receive(invite());
    bob.says(180);
    bob.receiveInDialog('OPTIONS', 2);
    bob.receive(request('CANCEL'));
    bob.receive(request('ACK', { to: bob.tagged }));
    expect([bob.words, bob.stack.counters.overload]).toEqual(['180 200 487 200', 0]);
    bob.expectNothingLeft();
  });
});

describe('a child that throws', () => {
  test.each(['at start', 'at the first event'] as const)('costs only itself, %s: a server transaction', (when) => {
    const bob = new Bob({ logic: { nonInviteServer: throwing(when) } });
    bob.receive(invite());
    bob.receive(request('OPTIONS', { callId: 'other', branch: 'z9hG4bKo' }));
    bob.receive(request('OPTIONS', { callId: 'other', branch: 'z9hG4bKo' }));
    expect([bob.stack.transactions, bob.stack.counters.childError]).toEqual([1, when === 'at start' ? 2 : 1]);
    bob.says(486);
    expect(bob.words).toBe('486');
    bob.expectNothingLeft();
  });

  test('a client transaction: its user is told', () => {
    const bob = new Bob({ logic: { inviteClient: throwing('at the first event') } });
    const { invite: call, request: sent } = bob.call();
    bob.receive(answer(sent, 180));
    expect(call.getSnapshot().context.outcome).toMatchObject({ kind: 'error', error: { message: 'it threw' } });
    expect(bob.stack.counters.childError).toBe(1);
    bob.expectNothingLeft();
  });

  test('a dialog: it is no longer in the table', () => {
    const bob = new Bob({ logic: { dialog: throwing('at the first event') } });
    bob.receiveCall();
    expect([bob.stack.dialogs, bob.stack.counters.childError]).toEqual([0, 1]);
    bob.expectNothingLeft();
  });
});

test.each([new Error('no memory'), 'no Error'])('a child that throws %s: its user is told an Error', (thrown) => {
  const inviteClient: AnyActorLogic = {
    ...hearing(() => undefined),
    transition() {
      throw thrown as Error; // a library may throw anything
    }
  };
  const bob = new Bob({ logic: { inviteClient } });
  const { invite: call, request: sent } = bob.call();
  bob.receive(answer(sent, 180));
  const message = thrown instanceof Error ? 'no memory' : 'the actor threw no Error';
  expect(call.getSnapshot().context.outcome).toMatchObject({ kind: 'error', error: { message } });
  bob.expectNothingLeft();
});

test('the failure of a child that is gone already is only counted', () => {
  const bob = new Bob();
  bob.stack.surroundings.table.send({ type: 'xstate.error.actor.x', actorId: 'x', error: new Error() } as never);
  expect(bob.stack.counters.childError).toBe(1);
});

test('stopping the table stops its children, and their timers', () => {
  const stage = new Stage();
  const table = stage.start(transactionTable, {
    core: stage.recorder('core'),
    timers: defaultTimers,
    counters: new Counters(),
    admit: () => undefined,
    logic: engines[engine],
    report: () => undefined
  });
  const arrival = { request: invite(), flow: flowOver('UDP'), transport: stage.recorder('transport') };
  const event = { type: 'transport.request', ...arrival };
  table.send(event);
  expect(stage.clock.pending).toBe(1);
  table.stop();
  expect([stage.clock.pending, (table.getSnapshot() as { status: string }).status]).toEqual([0, 'stopped']);
  expect(table.getPersistedSnapshot()).toBe(table.getSnapshot());
});

test('a request whose branch another transaction has: its user is told, and the other lives on', () => {
  const bob = new Bob();
  const { invite: call, request: sent } = bob.call();
  const { table, route } = bob.stack.surroundings;
  const stage = new Stage();
  const hop = route(sent.requestUri)!;
  const second = stage.recorder('second') as Recipient<FromClientTransaction>;
  table.send({ type: 'user.request', request: sent, ...hop, user: second });
  expect(stage.said).toMatchObject([{ event: { type: 'transaction.error' } }]);
  bob.receive(answer(sent, 486));
  expect([call.getSnapshot().status, bob.words]).toEqual(['done', 'INVITE ACK']);
  bob.expectNothingLeft();
});

test('giving up an INVITE that is gone already is nothing', () => {
  const bob = new Bob();
  const { request: sent } = bob.call();
  bob.receive(answer(sent, 486));
  bob.clock.advance(40_000);
  bob.stack.surroundings.table.send({ type: 'user.abandon', request: sent });
  bob.expectNothingLeft();
});

test('RFC 3261 §17.2.1: a message that changes nothing of its transaction is counted: a repetition, or one of no use', () => {
  const bob = new Bob({ logic: compiledCharts });
  const absorbed = (): number => bob.stack.counters.absorbed;
  bob.receive(invite());
  bob.receive(invite());
  expect([bob.words, absorbed()]).toEqual(['', 1]);
  bob.says(180);
  bob.receive(invite());
  expect([bob.words, absorbed()]).toEqual(['180 180', 2]);
  bob.says(486);
  bob.receive(request('ACK', { to: bob.tagged }));
  expect(absorbed()).toBe(2);
  bob.receive(request('ACK', { to: bob.tagged }));
  expect(absorbed()).toBe(3);
  const placed = bob.call();
  bob.receive(answer(placed.request, 486));
  bob.receive(answer(placed.request, 180));
  bob.receive(answer(placed.request, 200));
  expect(absorbed()).toBe(5);
  bob.expectNothingLeft();
});
