/**
 * INVITE server transaction: RFC 3261 §17.2.1 (figure 7) as updated by RFC 6026 §7.1.
 *
 * In: `transport.INVITE` (a retransmission), `transport.ACK` and `transport.error` from below; `user.1xx`, `user.2xx` and
 * `user.300-699` from above.
 * Out: `send` to the transport; `transaction.INVITE`, `.ACK`, `.timeout` and `.error` to the user.
 */
import type { SipRequest } from '../src/message/message.ts';
import { buildResponse } from '../src/message/response.ts';
import { WrittenMessage } from '../src/message/written-message.ts';
import { type Flow, isReliable } from '../src/transaction/flow.ts';
import { sixtyFourT1, type Timers } from '../src/transaction/timers.ts';
import type { FromServerTransaction, Recipient, ToInviteServer, TransportRef } from './events.ts';
import type { ChartMeta } from './meta.ts';
import { assertEvent, assign, sendTo, setup } from './xstate.ts';

/** What an INVITE server transaction is started with. */
export interface InviteServerInput {
  readonly request: SipRequest;
  /** Where it came from. */
  readonly flow: Flow;
  readonly transport: TransportRef;
  readonly user: Recipient<FromServerTransaction>;
  readonly timers: Timers;
}

interface Context extends Omit<InviteServerInput, 'request'> {
  /** Until there is a response. */
  readonly request: SipRequest | undefined;
  /** The last response, kept for retransmissions. */
  readonly response: WrittenMessage | undefined;
  /** The next interval of Timer G, ms. */
  readonly timerG: number;
}

/** How long the user may be silent before we say 100 for it, ms. */
const timerTrying = 200;

export const inviteServerTransaction = setup({
  types: {
    input: {} as InviteServerInput,
    context: {} as Context,
    events: {} as ToInviteServer,
    meta: {} as ChartMeta
  },
  delays: {
    timerTrying, // ms; §17.2.1 gives it no letter
    timerG: ({ context }) => context.timerG, // T1, then doubling up to T2
    timerH: ({ context }) => sixtyFourT1(context.timers),
    timerI: ({ context }) => (isReliable(context.flow.transport) ? 0 : context.timers.T4),
    timerL: ({ context }) => sixtyFourT1(context.timers)
  },
  guards: {
    overReliableTransport: ({ context }) => isReliable(context.flow.transport),
    provisionalSent: ({ context }) => context.response !== undefined
  },
  actions: {
    passToUser: sendTo(
      ({ context }) => context.user,
      ({ context, self }) => ({
        type: 'transaction.INVITE' as const,
        request: context.request as SipRequest, // the chart begins with this
        transaction: self,
        flow: context.flow,
        transport: context.transport
      })
    ),
    passAckToUser: sendTo(
      ({ context }) => context.user,
      ({ event }) => {
        assertEvent(event, 'transport.ACK');
        return { type: 'transaction.ACK' as const, request: event.request };
      }
    ),
    // A response is written down, and the request is forgotten: what has to be kept is what may have to be sent again.
    buildTrying: assign({
      request: undefined,
      response: ({ context }) =>
        new WrittenMessage(buildResponse(context.request as SipRequest, 100, { delay: timerTrying })) // none came before
    }),
    keepResponse: assign({
      request: undefined,
      response: ({ event }) => {
        assertEvent(event, ['user.1xx', 'user.2xx', 'user.300-699']);
        return new WrittenMessage(event.response);
      }
    }),
    sendResponse: sendTo(
      ({ context }) => context.transport,
      ({ context, self }) => ({
        type: 'send' as const,
        message: context.response as WrittenMessage, // the chart asks for it only when there is one
        flow: context.flow,
        sender: self
      })
    ),
    doubleTimerG: assign({ timerG: ({ context }) => Math.min(context.timerG * 2, context.timers.T2) }),
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
  id: 'inviteServerTransaction',
  description: 'INVITE server transaction: figure 7 of RFC 3261, with Accepted and Timer L of RFC 6026.',
  meta: {
    rfc: '3261§17.2.1',
    timers: {
      timerTrying: {
        value: '200 ms',
        ms: timerTrying,
        rfc: '3261§17.2.1',
        reason: 'a 100 for a user that is still silent'
      },
      timerG: { value: 'T1, doubling to T2', ms: 500, rfc: '3261§17.2.1' },
      timerH: { value: '64·T1', ms: 32_000, rfc: '3261§17.2.1' },
      timerI: { value: 'T4; 0 if reliable', ms: 5000, rfc: '3261§17.2.1' },
      timerL: { value: '64·T1', ms: 32_000, rfc: '6026§7.1' }
    }
  },
  context: ({ input }) => ({ response: undefined, timerG: input.timers.T1, ...input }),
  entry: 'passToUser',
  initial: 'Proceeding',
  states: {
    Proceeding: {
      description: 'The user works on it. Bounded by the user: its limit on an application that never answers.',
      meta: { rfc: '3261§17.2.1', boundedBy: { 'user.300-699': ['uasInvite.answerLimit'] } },
      on: {
        'transport.INVITE': { guard: 'provisionalSent', actions: 'sendResponse', meta: { rfc: '3261§17.2.1' } },
        'user.1xx': { target: '.answered', actions: ['keepResponse', 'sendResponse'], meta: { rfc: '3261§17.2.1' } },
        'user.2xx': { target: 'Accepted', actions: ['keepResponse', 'sendResponse'], meta: { rfc: '6026§7.1' } },
        'user.300-699': {
          target: 'Completed',
          actions: ['keepResponse', 'sendResponse'],
          meta: { rfc: '3261§17.2.1' }
        },
        'transport.error': { actions: 'informTransportError', meta: { rfc: '6026§7.1' } }
      },
      initial: 'unanswered',
      states: {
        unanswered: {
          description: 'The user has said nothing; after 200 ms we say 100 Trying for it.',
          after: {
            timerTrying: { target: 'answered', actions: ['buildTrying', 'sendResponse'], meta: { rfc: '3261§17.2.1' } }
          }
        },
        answered: { description: 'A provisional response is out; a retransmitted INVITE gets it again.' }
      }
    },
    Completed: {
      description: 'Refused; the refusal is repeated until its ACK comes.',
      meta: { rfc: '3261§17.2.1' },
      after: { timerH: { target: 'Terminated', actions: 'informTimeout', meta: { rfc: '3261§17.2.1' } } },
      on: {
        'transport.INVITE': { actions: 'sendResponse', meta: { rfc: '3261§17.2.1' } },
        'transport.ACK': { target: 'Confirmed', meta: { rfc: '3261§17.2.1' } },
        'transport.error': { actions: 'informTransportError', meta: { rfc: '6026§7.1' } }
      },
      initial: 'start',
      states: {
        start: {
          always: [
            { guard: 'overReliableTransport', target: 'waiting', meta: { rfc: '3261§17.2.1' } },
            { target: 'retransmitting', meta: { rfc: '3261§17.2.1' } }
          ]
        },
        waiting: { description: 'A reliable transport repeats for us: Timer G does not run.' },
        // A substate of its own, so that re-arming Timer G does not restart Timer H.
        retransmitting: {
          after: {
            timerG: {
              target: 'retransmitting',
              reenter: true,
              actions: ['sendResponse', 'doubleTimerG'],
              meta: { rfc: '3261§17.2.1' }
            }
          }
        }
      }
    },
    Confirmed: {
      description: 'The refusal is acknowledged; absorbs further ACKs.',
      meta: { rfc: '3261§17.2.1' },
      after: { timerI: { target: 'Terminated', meta: { rfc: '3261§17.2.1' } } }
    },
    Accepted: {
      description: 'The user has answered 2xx and repeats it itself; retransmissions of the INVITE are absorbed.',
      meta: { rfc: '6026§7.1' },
      after: { timerL: { target: 'Terminated', meta: { rfc: '6026§7.1' } } },
      on: {
        'transport.ACK': { actions: 'passAckToUser', meta: { rfc: '6026§7.1' } },
        'user.2xx': { actions: ['keepResponse', 'sendResponse'], meta: { rfc: '6026§7.1' } },
        'transport.error': { actions: 'informTransportError', meta: { rfc: '6026§7.1' } }
      }
    },
    Terminated: { type: 'final', description: 'Gone from the table.', meta: { rfc: '3261§17.2.1' } }
  }
});
