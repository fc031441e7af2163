/**
 * Non-INVITE client transaction: RFC 3261 §17.1.2 (figure 6).
 *
 * In: responses by class and `transport.error` from below.
 * Out: `send` to the transport; `transaction.1xx`, `.200-699`, `.timeout` and `.error` to the user.
 */
import type { SipRequest } from '../src/message/message.ts';
import { type Flow, isReliable } from '../src/transaction/flow.ts';
import { sixtyFourT1, type Timers } from '../src/transaction/timers.ts';
import type { FromClientTransaction, Recipient, ToNonInviteClient, TransportRef } from './events.ts';
import type { ChartMeta } from './meta.ts';
import { assertEvent, assign, sendTo, setup } from './xstate.ts';

/** What a non-INVITE client transaction is started with. */
export interface NonInviteClientInput {
  /** The request, its top Via made for this transaction. */
  readonly request: SipRequest;
  /** Where it goes. */
  readonly flow: Flow;
  readonly transport: TransportRef;
  readonly user: Recipient<FromClientTransaction>;
  readonly timers: Timers;
}

interface Context extends Omit<NonInviteClientInput, 'request'> {
  /** Until there is a final response. */
  readonly request: SipRequest | undefined;
  /** The next interval of Timer E, ms. */
  readonly timerE: number;
  /** A final response has come, so Timer F means nothing any more. */
  readonly answered: boolean;
}

export const nonInviteClientTransaction = setup({
  types: {
    input: {} as NonInviteClientInput,
    context: {} as Context,
    events: {} as ToNonInviteClient,
    meta: {} as ChartMeta
  },
  delays: {
    timerE: ({ context }) => context.timerE, // T1, then doubling up to T2; T2 in Proceeding
    timerF: ({ context }) => sixtyFourT1(context.timers),
    timerK: ({ context }) => (isReliable(context.flow.transport) ? 0 : context.timers.T4)
  },
  guards: {
    overReliableTransport: ({ context }) => isReliable(context.flow.transport),
    noFinalResponse: ({ context }) => !context.answered
  },
  actions: {
    sendRequest: sendTo(
      ({ context }) => context.transport,
      ({ context, self }) => ({
        type: 'send' as const,
        message: context.request as SipRequest, // the chart asks for it only while there is no final response
        flow: context.flow,
        sender: self
      })
    ),
    forgetRequest: assign({ request: undefined }),
    doubleTimerE: assign({ timerE: ({ context }) => Math.min(context.timerE * 2, context.timers.T2) }),
    setTimerEToT2: assign({ timerE: ({ context }) => context.timers.T2 }),
    disregardTimerF: assign({ answered: true }),
    passProvisionalToUser: sendTo(
      ({ context }) => context.user,
      ({ event }) => {
        assertEvent(event, 'transport.1xx');
        return { type: 'transaction.1xx' as const, response: event.response };
      }
    ),
    passFinalToUser: sendTo(
      ({ context }) => context.user,
      ({ event }) => {
        assertEvent(event, 'transport.200-699');
        return { type: 'transaction.200-699' as const, response: event.response };
      }
    ),
    informTransportError: sendTo(
      ({ context }) => context.user,
      ({ event }) => {
        assertEvent(event, 'transport.error');
        return { type: 'transaction.error' as const, error: event.error };
      }
    ),
    informTimeout: sendTo(({ context }) => context.user, { type: 'transaction.timeout' as const })
  }
}).createMachine({
  id: 'nonInviteClientTransaction',
  description: 'Non-INVITE client transaction: figure 6 of RFC 3261.',
  meta: {
    rfc: '3261§17.1.2',
    timers: {
      timerE: { value: 'T1, doubling to T2', ms: 500, rfc: '3261§17.1.2.2' },
      timerF: { value: '64·T1', ms: 32_000, rfc: '3261§17.1.2.2' },
      timerK: { value: 'T4; 0 if reliable', ms: 5000, rfc: '3261§17.1.2.2' }
    }
  },
  context: ({ input }) => ({ timerE: input.timers.T1, answered: false, ...input }),
  entry: 'sendRequest',
  initial: 'Trying',
  // Timer F runs on from Trying through Proceeding, so it is armed here and not in either.
  after: {
    timerF: {
      guard: 'noFinalResponse',
      target: '.Terminated',
      actions: 'informTimeout',
      meta: { rfc: '3261§17.1.2.2' }
    }
  },
  states: {
    Trying: {
      description: 'The request is out; nothing has come back. Bounded by Timer F.',
      meta: { rfc: '3261§17.1.2.2' },
      on: {
        'transport.1xx': { target: 'Proceeding', actions: 'passProvisionalToUser', meta: { rfc: '3261§17.1.2.2' } },
        'transport.200-699': {
          target: 'Completed',
          actions: ['disregardTimerF', 'passFinalToUser', 'forgetRequest'],
          meta: { rfc: '3261§17.1.2.2' }
        },
        'transport.error': { target: 'Terminated', actions: 'informTransportError', meta: { rfc: '3261§17.1.4' } }
      },
      initial: 'start',
      states: {
        start: {
          always: [
            { guard: 'overReliableTransport', target: 'waiting', meta: { rfc: '3261§17.1.2.2' } },
            { target: 'retransmitting', meta: { rfc: '3261§17.1.2.2' } }
          ]
        },
        waiting: { description: 'A reliable transport repeats for us: Timer E does not run.' },
        retransmitting: {
          after: {
            timerE: {
              target: 'retransmitting',
              reenter: true,
              actions: ['sendRequest', 'doubleTimerE'],
              meta: { rfc: '3261§17.1.2.2' }
            }
          }
        }
      }
    },
    Proceeding: {
      description: 'The peer works on it. Bounded by Timer F.',
      meta: { rfc: '3261§17.1.2.2' },
      on: {
        'transport.1xx': { actions: 'passProvisionalToUser', meta: { rfc: '3261§17.1.2.2' } },
        'transport.200-699': {
          target: 'Completed',
          actions: ['disregardTimerF', 'passFinalToUser', 'forgetRequest'],
          meta: { rfc: '3261§17.1.2.2' }
        },
        'transport.error': { target: 'Terminated', actions: 'informTransportError', meta: { rfc: '3261§17.1.4' } }
      },
      initial: 'start',
      states: {
        start: {
          always: [
            { guard: 'overReliableTransport', target: 'waiting', meta: { rfc: '3261§17.1.2.2' } },
            { target: 'retransmitting', actions: 'setTimerEToT2', meta: { rfc: '3261§17.1.2.2' } }
          ]
        },
        waiting: { description: 'A reliable transport repeats for us: Timer E does not run.' },
        retransmitting: {
          after: {
            timerE: {
              target: 'retransmitting',
              reenter: true,
              actions: 'sendRequest',
              meta: { rfc: '3261§17.1.2.2', timer: { value: 'T2', ms: 4000 } }
            }
          }
        }
      }
    },
    Completed: {
      description: 'Answered; absorbs retransmissions of the final response.',
      meta: { rfc: '3261§17.1.2.2' },
      after: { timerK: { target: 'Terminated', meta: { rfc: '3261§17.1.2.2' } } }
    },
    Terminated: { type: 'final', description: 'Gone from the table.', meta: { rfc: '3261§17.1.2.2' } }
  }
});
