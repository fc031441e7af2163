/** One transaction chart on a stage, over a transport of the test's choice. */
import { expect, test } from 'vitest';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { SipRequest } from '../../src/message/message.ts';
import type { Flow } from '../../src/transaction/flow.ts';
import { defaultTimers, type Timers } from '../../src/transaction/timers.ts';
import { type Chart, type Events, neverTaken, type PairTable, pairTable } from './pairs.ts';
import { Stage } from './stage.ts';
import { stateOf } from './states.ts';

export type Protocol = 'UDP' | 'TCP';

/** Between Bob, who is us, and Alice. */
export function flowOver(transport: string): Flow {
  return { transport, local: { host: '192.0.2.1', port: 5060 }, remote: { host: '192.0.2.2', port: 5060 } };
}

export interface TransactionText {
  readonly request: SipRequest;
  readonly over?: Protocol;
  readonly timers?: Partial<Timers>;
}

/** Runs a transaction; `transport` and `user` are recorders. */
export function runTransaction(machine: AnyStateMachine, { request, over = 'UDP', timers }: TransactionText) {
  const stage = new Stage();
  const actor = stage.start(machine, {
    request,
    flow: flowOver(over),
    transport: stage.recorder('transport'),
    user: stage.recorder('user'),
    timers: { ...defaultTimers, ...timers }
  });
  return {
    stage,
    actor,
    clock: stage.clock,
    send: (event: { readonly type: string }) => {
      actor.send(event);
    },
    state: () => stateOf(actor.getSnapshot() as AnyMachineSnapshot),
    sent: () => stage.told('transport'),
    told: () => stage.told('user')
  };
}

/** A transaction chart as the pair table sees it. */
export function chartOver(machine: AnyStateMachine, request: SipRequest, events: Events, over: Protocol): Chart {
  return { events: () => events, start: () => runTransaction(machine, { request, over }) };
}

/** Declares the tests of every pair of a transaction chart, over either kind of transport. */
export function testPairs(
  machine: AnyStateMachine,
  request: SipRequest,
  events: Events,
  tableOver: (over: Protocol) => PairTable
): void {
  test.each(['UDP', 'TCP'] as const)('every state and event, over %s', (over) => {
    expect(pairTable(chartOver(machine, request, events, over))).toEqual(tableOver(over));
  });

  test('no transition is there in vain', () => {
    const taken = new Set<unknown>();
    for (const over of ['UDP', 'TCP'] as const)
      pairTable(chartOver(machine, request, events, over), (transition) => taken.add(transition));
    expect(neverTaken(machine, taken)).toEqual([]);
  });
}
