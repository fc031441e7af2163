import { afterEach, describe, expect, test } from 'vitest';
import type { AnyActor, AnyActorLogic } from 'xstate';
import { type ChartLogic, charts } from '../../machines/index.ts';
import { compiledCharts } from '../../src/stack/compiled-charts.ts';
import { Bob } from '../support/bob.ts';
import { answer, invite, request } from '../support/messages.ts';
import { Stage } from '../support/stage.ts';
import { flowOver } from '../support/transactions.ts';
import { defaultTimers } from '../../src/transaction/timers.ts';
import { Memory } from '../stack/memory.ts';
import { bob as world, closeAll, turn } from '../stack/world.ts';

afterEach(closeAll);

const of = invite();
const options = request('OPTIONS');
const error = new Error('late');

/** An event with anything in it. */
type AnyEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

/** Everything that anybody may tell a transaction, and something that nobody does. */
const everything: readonly AnyEvent[] = [
  ...['transport.INVITE', 'transport.request', 'transport.ACK'].map((type) => ({ type, request: of })),
  ...['transport.1xx', 'transport.2xx', 'transport.300-699', 'transport.200-699'].map((type) => ({
    type,
    response: answer(of, 200)
  })),
  ...['user.1xx', 'user.2xx', 'user.300-699', 'user.200-699'].map((type) => ({ type, response: answer(of, 200) })),
  { type: 'transport.error', error },
  { type: 'user.abandon' },
  { type: 'unheard-of' }
];

/** A transaction that has ended, its timers done. */
function ended(logic: AnyActorLogic, message: typeof of): { readonly stage: Stage; readonly actor: AnyActor } {
  const stage = new Stage();
  const [transport, user] = [stage.recorder('transport'), stage.recorder('user')];
  const actor = stage.start(logic, { request: message, flow: flowOver('TCP'), transport, user, timers: defaultTimers });
  // One of these is the final word, whichever side this is; the rest means nothing to it.
  const finals = ['user.300-699', 'user.200-699', 'transport.300-699', 'transport.200-699'];
  for (const type of finals) actor.send({ type, response: answer(message, 486) } as AnyEvent);
  stage.clock.advance(200_000);
  return { stage, actor };
}

describe.each([
  ['interpreted', charts],
  ['compiled', compiledCharts]
])('threat V48: what comes after the end (%s)', (_, logic: ChartLogic) => {
  test.each([
    ['inviteClient', of],
    ['nonInviteClient', options],
    ['inviteServer', of],
    ['nonInviteServer', options]
  ] as const)('%s: nothing is sent, said or thrown, and no timer is armed', (name, message) => {
    const { stage, actor } = ended(logic[name], message);
    expect([(actor.getSnapshot() as { status: string }).status, stage.clock.pending]).toEqual(['done', 0]);
    const before = stage.said.length;
    for (const event of everything) actor.send(event);
    stage.clock.advance(200_000);
    expect([stage.said.length, stage.clock.pending]).toEqual([before, 0]);
  });

  test.each([
    ['inviteClient', of],
    ['nonInviteClient', options],
    ['inviteServer', of],
    ['nonInviteServer', options]
  ] as const)('%s: what it does not know means nothing to it while it lives', (name, message) => {
    const stage = new Stage();
    const [transport, user] = [stage.recorder('transport'), stage.recorder('user')];
    const input = { request: message, flow: flowOver('UDP'), transport, user, timers: defaultTimers };
    const actor = stage.start(logic[name], input);
    const before = [stage.said.length, stage.clock.pending, actor.getSnapshot() as unknown];
    actor.send({ type: 'unheard-of' });
    expect([stage.said.length, stage.clock.pending, actor.getSnapshot() as unknown]).toEqual(before);
  });

  test('a call that is over: the handles still hold, and nothing comes of them', () => {
    const bob = new Bob({ logic });
    bob.receive(invite());
    const handle = bob.invite;
    bob.says(200);
    const [dialog] = [...bob.stack.index().dialogActors()];
    bob.receiveInDialog('ACK', 1);
    bob.receiveInDialog('BYE', 2);
    bob.clock.advance(100_000);
    const before = bob.words;
    for (const status of [180, 200, 486]) handle.send({ type: 'user.answer', answer: { status } });
    dialog!.send({ type: 'user.bye' });
    dialog!.send({ type: 'transaction.ACK', request: request('ACK') });
    expect(bob.words).toBe(before);
    bob.expectNothingLeft();
  });
});

describe('threat V48: the end while something is being sent', () => {
  test.each(['a request', 'a response'])('the transport stops the stack as it is given %s', async (what) => {
    const memory = new Memory();
    const { logic } = memory.transport;
    let close: () => Promise<void> = async () => Promise.resolve();
    let sends = 0;
    const stopping = {
      ...logic,
      transition: (...[snapshot, event, scope]: Parameters<typeof logic.transition>): unknown => {
        if (event.type === 'send' && ++sends === 1) void close();
        return logic.transition(snapshot, event, scope);
      }
    };
    const { stack, clock, errors } = world({ transports: [{ ...memory.transport, logic: stopping }] }, memory);
    close = async () => stack.close();
    if (what === 'a response') memory.deliver(options);
    else {
      const hop = stack.surroundings.route(of.requestUri)!;
      stack.request(request('OPTIONS', { uri: 'sip:alice@192.0.2.2' }), hop).catch(() => {});
    }
    await turn();
    memory.deliver(invite({ branch: 'z9hG4bKlate', callId: 'late' }));
    memory.deliver(answer(options, 200));
    clock.advance(100_000);
    await turn();
    expect([sends, clock.pending, errors]).toEqual([1, 0, []]);
    expect(stack.counters).toMatchObject({ childError: 0, internalError: 0, shellError: 0 });
  });
});
