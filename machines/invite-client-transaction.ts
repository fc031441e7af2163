/**
 * INVITE client transaction: RFC 3261 §17.1.1 (figure 5) as updated by RFC 6026 §8.4.
 *
 * In: responses by class and `transport.error` from below, `user.abandon` from above.
 * Out: `send` to the transport; `transaction.1xx`, `.2xx`, `.300-699`, `.timeout` and `.error` to the user.
 */
import type { SipRequest } from '../src/message/message.ts';
import { WrittenMessage } from '../src/message/written-message.ts';
import { buildAck } from '../src/transaction/ack.ts';
import { type Flow, isReliable } from '../src/transaction/flow.ts';
import { sixtyFourT1, type Timers } from '../src/transaction/timers.ts';
import type { FromClientTransaction, Recipient, ToInviteClient, TransportRef } from './events.ts';
import type { ChartMeta } from './meta.ts';
import { assertEvent, assign, sendTo, setup } from './xstate.ts';

/** What an INVITE client transaction is started with. */
export interface InviteClientInput {
  /** The INVITE, its top Via made for this transaction. */
  readonly request: SipRequest;
  /** Where it goes. */
  readonly flow: Flow;
  readonly transport: TransportRef;
  readonly user: Recipient<FromClientTransaction>;
  readonly timers: Timers;
}

interface Context extends Omit<InviteClientInput, 'request'> {
  /** Until there is a final response. */
  readonly request: SipRequest | undefined;
  /** The next interval of Timer A, ms. */
  readonly timerA: number;
  /** The ACK of a final response other than 2xx, kept for its retransmissions. */
  readonly ack: WrittenMessage | undefined;
}

export const inviteClientTransaction = setup({
  types: {
    input: {} as InviteClientInput,
    context: {} as Context,
    events: {} as ToInviteClient,
    meta: {} as ChartMeta
  },
  delays: {
    timerA: ({ context }) => context.timerA, // T1, then doubling
    timerB: ({ context }) => sixtyFourT1(context.timers),
    timerD: ({ context }) => (isReliable(context.flow.transport) ? 0 : context.timers.D),
    timerM: ({ context }) => sixtyFourT1(context.timers)
  },
  guards: {
    overReliableTransport: ({ context }) => isReliable(context.flow.transport)
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
    doubleTimerA: assign({ timerA: ({ context }) => context.timerA * 2 }),
    // Written down, and the request is forgotten: what has to be kept is what may have to be sent again.
    buildAck: assign({
      request: undefined,
      ack: ({ context, event }) => {
        assertEvent(event, 'transport.300-699');
        return new WrittenMessage(buildAck(context.request as SipRequest, event.response)); // the first final response
      }
    }),
    sendAck: sendTo(
      ({ context }) => context.transport,
      ({ context, self }) => ({
        type: 'send' as const,
        message: context.ack as WrittenMessage, // `buildAck` comes first, always
        flow: context.flow,
        sender: self
      })
    ),
    passProvisionalToUser: sendTo(
      ({ context }) => context.user,
      ({ event }) => {
        assertEvent(event, 'transport.1xx');
        return { type: 'transaction.1xx' as const, response: event.response };
      }
    ),
    passSuccessToUser: sendTo(
      ({ context }) => context.user,
      ({ event }) => {
        assertEvent(event, 'transport.2xx');
        return { type: 'transaction.2xx' as const, response: event.response };
      }
    ),
    passFailureToUser: sendTo(
      ({ context }) => context.user,
      ({ event }) => {
        assertEvent(event, 'transport.300-699');
        return { type: 'transaction.300-699' as const, response: event.response };
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
  id: 'inviteClientTransaction',
  description: 'INVITE client transaction: figure 5 of RFC 3261, with Accepted and Timer M of RFC 6026.',
  meta: {
    rfc: '3261§17.1.1',
    timers: {
      timerA: { value: 'T1, doubling', ms: 500, rfc: '3261§17.1.1.2' },
      timerB: { value: '64·T1', ms: 32_000, rfc: '3261§17.1.1.2' },
      timerD: { value: '32 s; 0 if reliable', ms: 32_000, rfc: '3261§17.1.1.2' },
      timerM: { value: '64·T1', ms: 32_000, rfc: '6026§8.4' }
    }
  },
  context: ({ input }) => ({ timerA: input.timers.T1, ack: undefined, ...input }),
  entry: 'sendRequest',
  initial: 'Calling',
  states: {
    Calling: {
      description: 'The request is out; nothing has come back.',
      meta: { rfc: '3261§17.1.1.2' },
      after: {
        timerB: { target: 'Terminated', actions: 'informTimeout', meta: { rfc: '3261§17.1.1.2' } }
      },
      on: {
        'transport.1xx': { target: 'Proceeding', actions: 'passProvisionalToUser', meta: { rfc: '3261§17.1.1.2' } },
        'transport.2xx': {
          target: 'Accepted',
          actions: ['passSuccessToUser', 'forgetRequest'],
          meta: { rfc: '6026§8.4' }
        },
        'transport.300-699': {
          target: 'Completed',
          actions: ['buildAck', 'sendAck', 'passFailureToUser'],
          meta: { rfc: '3261§17.1.1.2' }
        },
        'transport.error': { target: 'Terminated', actions: 'informTransportError', meta: { rfc: '3261§17.1.4' } }
      },
      initial: 'start',
      states: {
        start: {
          always: [
            { guard: 'overReliableTransport', target: 'waiting', meta: { rfc: '3261§17.1.1.2' } },
            { target: 'retransmitting', meta: { rfc: '3261§17.1.1.2' } }
          ]
        },
        waiting: { description: 'A reliable transport repeats for us: Timer A does not run.' },
        // A substate of its own, so that re-arming Timer A does not restart Timer B.
        retransmitting: {
          after: {
            timerA: {
              target: 'retransmitting',
              reenter: true,
              actions: ['sendRequest', 'doubleTimerA'],
              meta: { rfc: '3261§17.1.1.2' }
            }
          }
        }
      }
    },
    Proceeding: {
      description:
        'The peer works on it. Bounded by the user: CANCEL by its own limit or Timer C (§16.8), then `user.abandon` 64·T1 later (§9.1).',
      meta: { rfc: '3261§17.1.1.2', boundedBy: { 'user.abandon': ['uacInvite.cancelLimit'] } },
      on: {
        'transport.1xx': { actions: 'passProvisionalToUser', meta: { rfc: '3261§17.1.1.2' } },
        'transport.2xx': {
          target: 'Accepted',
          actions: ['passSuccessToUser', 'forgetRequest'],
          meta: { rfc: '6026§8.4' }
        },
        'transport.300-699': {
          target: 'Completed',
          actions: ['buildAck', 'sendAck', 'passFailureToUser'],
          meta: { rfc: '3261§17.1.1.2' }
        },
        'user.abandon': { target: 'Terminated', meta: { rfc: '3261§9.1' } }
      }
    },
    Completed: {
      description: 'Refused and acknowledged; answers retransmissions of the refusal.',
      meta: { rfc: '3261§17.1.1.2' },
      after: { timerD: { target: 'Terminated', meta: { rfc: '3261§17.1.1.2' } } },
      on: {
        'transport.300-699': { actions: 'sendAck', meta: { rfc: '3261§17.1.1.2' } },
        'transport.error': { target: 'Terminated', actions: 'informTransportError', meta: { rfc: '3261§17.1.1.2' } }
      }
    },
    Accepted: {
      description: 'Answered; each further 2xx, from another fork or again, goes up to the user.',
      meta: { rfc: '6026§8.4' },
      after: { timerM: { target: 'Terminated', meta: { rfc: '6026§8.4' } } },
      on: {
        'transport.2xx': { actions: 'passSuccessToUser', meta: { rfc: '6026§8.4' } }
      }
    },
    Terminated: { type: 'final', description: 'Gone from the table.', meta: { rfc: '3261§17.1.1.2' } }
  }
});
