/**
 * Non-INVITE server transaction: RFC 3261 §17.2.2 (figure 8) as updated by RFC 4320 §4.
 *
 * In: `transport.request` (a retransmission) and `transport.error` from below; `user.1xx` and `user.200-699` from above.
 * Out: `send` to the transport; `transaction.request`, `.timeout` and `.error` to the user.
 */
import type { SipRequest } from '../src/message/message.ts';
import { buildResponse } from '../src/message/response.ts';
import { WrittenMessage } from '../src/message/written-message.ts';
import { type Flow, isReliable } from '../src/transaction/flow.ts';
import { sixtyFourT1, timerEReachesT2, type Timers } from '../src/transaction/timers.ts';
import type { FromServerTransaction, Recipient, ToNonInviteServer, TransportRef } from './events.ts';
import type { ChartMeta } from './meta.ts';
import { assertEvent, assign, sendTo, setup } from './xstate.ts';

/** What a non-INVITE server transaction is started with. */
export interface NonInviteServerInput {
  readonly request: SipRequest;
  /** Where it came from. */
  readonly flow: Flow;
  readonly transport: TransportRef;
  readonly user: Recipient<FromServerTransaction>;
  readonly timers: Timers;
}

interface Context extends Omit<NonInviteServerInput, 'request'> {
  /** Until there is a response. */
  readonly request: SipRequest | undefined;
  /** The last response, kept for retransmissions. */
  readonly response: WrittenMessage | undefined;
  /** A final response is out, so the client's Timer F means nothing any more. */
  readonly answered: boolean;
}

export const nonInviteServerTransaction = setup({
  types: {
    input: {} as NonInviteServerInput,
    context: {} as Context,
    events: {} as ToNonInviteServer,
    meta: {} as ChartMeta
  },
  delays: {
    timerTrying: ({ context }) => timerEReachesT2(context.timers), // 3.5 s; RFC 4320 §4.1 gives it no letter
    clientTimerF: ({ context }) => sixtyFourT1(context.timers),
    timerJ: ({ context }) => (isReliable(context.flow.transport) ? 0 : sixtyFourT1(context.timers))
  },
  guards: {
    noFinalResponse: ({ context }) => !context.answered,
    // RFC 4320 §4.1: no provisional response but 100, and over an unreliable transport not before Timer E reaches T2.
    tryingOverReliableTransport: ({ context, event }) => {
      assertEvent(event, 'user.1xx');
      return event.response.status === 100 && isReliable(context.flow.transport);
    },
    isTrying: ({ event }) => {
      assertEvent(event, 'user.1xx');
      return event.response.status === 100;
    },
    notRequestTimeout: ({ event }) => {
      assertEvent(event, 'user.200-699');
      return event.response.status !== 408;
    }
  },
  actions: {
    passToUser: sendTo(
      ({ context }) => context.user,
      ({ context, self }) => ({
        type: 'transaction.request' as const,
        request: context.request as SipRequest, // the chart begins with this
        transaction: self,
        flow: context.flow,
        transport: context.transport
      })
    ),
    // A response is written down, and the request is forgotten: what has to be kept is what may have to be sent again.
    buildTrying: assign({
      request: undefined,
      response: ({ context }) =>
        new WrittenMessage(
          buildResponse(context.request as SipRequest, 100, { delay: timerEReachesT2(context.timers) })
        ) // none came before
    }),
    keepResponse: assign({
      request: undefined,
      response: ({ event }) => {
        assertEvent(event, ['user.1xx', 'user.200-699']);
        return new WrittenMessage(event.response);
      }
    }),
    disregardTimerF: assign({ answered: true }),
    sendResponse: sendTo(
      ({ context }) => context.transport,
      ({ context, self }) => ({
        type: 'send' as const,
        message: context.response as WrittenMessage, // the chart asks for it only when there is one
        flow: context.flow,
        sender: self
      })
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
  id: 'nonInviteServerTransaction',
  description: 'Non-INVITE server transaction: figure 8 of RFC 3261, with the corrections of RFC 4320.',
  meta: {
    rfc: '3261§17.2.2',
    timers: {
      timerTrying: {
        value: 'until Timer E reaches T2',
        ms: 3500,
        rfc: '4320§4.1',
        reason: 'a 100 for a user that is still silent'
      },
      clientTimerF: {
        value: '64·T1',
        ms: 32_000,
        rfc: '4320§4.2',
        reason: 'the client has given up, and no 408 may tell it so'
      },
      timerJ: { value: '64·T1; 0 if reliable', ms: 32_000, rfc: '3261§17.2.2' }
    }
  },
  context: ({ input }) => ({ response: undefined, answered: false, ...input }),
  entry: 'passToUser',
  initial: 'Trying',
  // The client gives up at its Timer F, and a 408 may not be sent (RFC 4320 §4.2): a user that never answers ends here.
  after: {
    clientTimerF: {
      guard: 'noFinalResponse',
      target: '.Terminated',
      actions: 'informTimeout',
      meta: { rfc: '4320§4.2' }
    }
  },
  states: {
    Trying: {
      description: 'The user works on it; retransmissions are dropped. Bounded by the client’s Timer F.',
      meta: { rfc: '3261§17.2.2' },
      after: {
        timerTrying: { target: 'Proceeding', actions: ['buildTrying', 'sendResponse'], meta: { rfc: '4320§4.1' } }
      },
      on: {
        'user.1xx': {
          guard: 'tryingOverReliableTransport',
          target: 'Proceeding',
          actions: ['keepResponse', 'sendResponse'],
          meta: { rfc: '4320§4.1' }
        },
        // A 408 is no answer (RFC 4320 §4.2): the transaction stays, to absorb retransmissions, until Timer F.
        'user.200-699': {
          guard: 'notRequestTimeout',
          target: 'Completed',
          actions: ['disregardTimerF', 'keepResponse', 'sendResponse'],
          meta: { rfc: '3261§17.2.2' }
        }
      }
    },
    Proceeding: {
      description: 'A provisional response is out; a retransmission gets it again. Bounded by the client’s Timer F.',
      meta: { rfc: '3261§17.2.2' },
      on: {
        'transport.request': { actions: 'sendResponse', meta: { rfc: '3261§17.2.2' } },
        'user.1xx': { guard: 'isTrying', actions: ['keepResponse', 'sendResponse'], meta: { rfc: '4320§4.1' } },
        'user.200-699': {
          guard: 'notRequestTimeout',
          target: 'Completed',
          actions: ['disregardTimerF', 'keepResponse', 'sendResponse'],
          meta: { rfc: '3261§17.2.2' }
        },
        'transport.error': { target: 'Terminated', actions: 'informTransportError', meta: { rfc: '3261§17.2.4' } }
      }
    },
    Completed: {
      description: 'Answered; a retransmission gets the answer again.',
      meta: { rfc: '3261§17.2.2' },
      after: { timerJ: { target: 'Terminated', meta: { rfc: '3261§17.2.2' } } },
      on: {
        'transport.request': { actions: 'sendResponse', meta: { rfc: '3261§17.2.2' } },
        'transport.error': { target: 'Terminated', actions: 'informTransportError', meta: { rfc: '3261§17.2.2' } }
      }
    },
    Terminated: { type: 'final', description: 'Gone from the table.', meta: { rfc: '3261§17.2.2' } }
  }
});
