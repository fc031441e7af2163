/** One transaction chart on a stage, over a transport of the test's choice. */
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { SipRequest } from '../../src/message/message.ts';
import type { Flow } from '../../src/transaction/flow.ts';
import { defaultTimers, type Timers } from '../../src/transaction/timers.ts';
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
