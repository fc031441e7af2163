/**
 * A reliable provisional response, until its PRACK: RFC 3262 §3.
 *
 * In: the PRACKs of its INVITE as `transaction.PRACK`; `invite.ended` when the INVITE has its final response.
 * Out: the response, again, to the server transaction; answers to PRACKs; `reliable.*` to the UAS side of the INVITE.
 */
import { judgePrack } from '../src/dialog/prack.ts';
import { buildResponse } from '../src/message/response.ts';
import type { SipResponse } from '../src/message/message.ts';
import { sixtyFourT1, type Timers } from '../src/transaction/timers.ts';
import type { FromReliableProvisional, InviteServerRef, Recipient, ToReliableProvisional } from './events.ts';
import type { ChartMeta } from './meta.ts';
import { assertEvent, assign, sendTo, setup } from './xstate.ts';

/** What a reliable provisional response that has just been sent is watched with. */
export interface ReliableProvisionalInput {
  readonly response: SipResponse;
  /** Whether it makes an offer: then a description in its PRACK is the answer (RFC 3262 §5). */
  readonly offers: boolean;
  readonly transaction: InviteServerRef;
  readonly invite: Recipient<FromReliableProvisional>;
  readonly timers: Timers;
}

interface Context extends ReliableProvisionalInput {
  /** The next interval between two sendings, ms. */
  readonly interval: number;
}

export const reliableProvisional = setup({
  types: {
    input: {} as ReliableProvisionalInput,
    context: {} as Context,
    events: {} as ToReliableProvisional,
    meta: {} as ChartMeta
  },
  delays: {
    interval: ({ context }) => context.interval, // T1, then doubling; T2 is no limit here
    acknowledgementLimit: ({ context }) => sixtyFourT1(context.timers)
  },
  guards: {
    unreadable: ({ context, event }) => {
      assertEvent(event, 'transaction.PRACK');
      return judgePrack(event.request, context) === 'unreadable';
    },
    acknowledgesAnother: ({ context, event }) => {
      assertEvent(event, 'transaction.PRACK');
      return judgePrack(event.request, context) === 'another';
    },
    makesOffer: ({ context, event }) => {
      assertEvent(event, 'transaction.PRACK');
      return judgePrack(event.request, context) === 'offer';
    }
  },
  actions: {
    sendAgain: sendTo(
      ({ context }) => context.transaction,
      ({ context }) => ({ type: 'user.1xx' as const, response: context.response })
    ),
    doubleInterval: assign({ interval: ({ context }) => context.interval * 2 }),
    acceptPrack: sendTo(
      ({ event }) => {
        assertEvent(event, 'transaction.PRACK');
        return event.transaction;
      },
      ({ event }) => {
        assertEvent(event, 'transaction.PRACK');
        return { type: 'user.200-699' as const, response: buildResponse(event.request, 200) };
      }
    ),
    refusePrack: sendTo(
      ({ event }) => {
        assertEvent(event, 'transaction.PRACK');
        return event.transaction;
      },
      ({ event }, params: { readonly status: number }) => {
        assertEvent(event, 'transaction.PRACK');
        return { type: 'user.200-699' as const, response: buildResponse(event.request, params.status) };
      }
    ),
    informAcknowledged: sendTo(
      ({ context }) => context.invite,
      ({ event }) => {
        assertEvent(event, 'transaction.PRACK');
        return { type: 'reliable.acknowledged' as const, request: event.request };
      }
    ),
    informUnacknowledged: sendTo(({ context }) => context.invite, { type: 'reliable.unacknowledged' as const })
  }
}).createMachine({
  id: 'reliableProvisional',
  description: 'A reliable provisional response, until its PRACK.',
  meta: {
    rfc: '3262§3',
    timers: {
      interval: { value: 'T1, doubling', ms: 500, rfc: '3262§3', reason: 'the user repeats its reliable response' },
      acknowledgementLimit: { value: '64·T1', ms: 32_000, rfc: '3262§3', reason: 'the wait for the PRACK' }
    }
  },
  context: ({ input }) => ({ interval: input.timers.T1, ...input }),
  initial: 'Unacknowledged',
  states: {
    Unacknowledged: {
      description: 'It is out; it is repeated over any transport until its PRACK comes, for 64·T1 at most.',
      meta: { rfc: '3262§3' },
      after: {
        acknowledgementLimit: { target: 'Terminated', actions: 'informUnacknowledged', meta: { rfc: '3262§3' } }
      },
      on: {
        'transaction.PRACK': [
          {
            guard: 'unreadable',
            actions: { type: 'refusePrack', params: { status: 400 } },
            meta: { rfc: '3262§7.2' }
          },
          {
            guard: 'acknowledgesAnother',
            actions: { type: 'refusePrack', params: { status: 481 } },
            meta: { rfc: '3262§3' }
          },
          // Nobody answers it; the response has arrived all the same.
          {
            guard: 'makesOffer',
            target: 'Terminated',
            actions: [{ type: 'refusePrack', params: { status: 488 } }, 'informAcknowledged'],
            meta: { rfc: '3262§5' }
          },
          { target: 'Terminated', actions: ['acceptPrack', 'informAcknowledged'], meta: { rfc: '3262§3' } }
        ],
        'invite.ended': { target: 'Terminated', meta: { rfc: '3262§3' } }
      },
      initial: 'retransmitting',
      states: {
        // A substate of its own, so that the next interval does not restart the limit.
        retransmitting: {
          after: {
            interval: {
              target: 'retransmitting',
              reenter: true,
              actions: ['sendAgain', 'doubleInterval'],
              meta: { rfc: '3262§3' }
            }
          }
        }
      }
    },
    Terminated: { type: 'final', description: 'Acknowledged, or nobody waits for it.', meta: { rfc: '3262§3' } }
  }
});
