/**
 * The UAS side of an INVITE: RFC 3261 §13.3, and §14.2 inside a dialog.
 *
 * In: `user.ring`, `user.answer` and `user.reject` from the application; `transaction.CANCEL` and `transaction.ACK`;
 * `dialog.started` and `dialog.ended`.
 * Out: responses to the server transaction; `user.dialog` to the table; `invite.*` to the dialog.
 */
import { buildInviteResponse, type InviteAnswer } from '../src/dialog/response.ts';
import { uasDialog } from '../src/dialog/state.ts';
import { expires } from '../src/message/headers/expires.ts';
import type { NameAddr } from '../src/message/headers/name-addr.ts';
import type { SipRequest, SipResponse } from '../src/message/message.ts';
import { sixtyFourT1 } from '../src/transaction/timers.ts';
import type { DialogRef, FromDialog, InviteServerRef, Recipient, ToUasInvite } from './events.ts';
import type { ChartMeta } from './meta.ts';
import type { Hop, Surroundings } from './surroundings.ts';
import { assertEvent, assign, sendTo, setup } from './xstate.ts';

/** What the UAS side of an INVITE is started with. */
export interface UasInviteInput {
  readonly request: SipRequest;
  readonly hop: Hop;
  readonly transaction: InviteServerRef;
  /** Our tag, on the To of every response but 100. */
  readonly localTag: string;
  readonly localContact: NameAddr;
  /** The dialog, when the INVITE came inside one. */
  readonly dialog: DialogRef | undefined;
  readonly core: Recipient<FromDialog>;
  /** How long the application may take to answer, ms; then we say 408 for it. */
  readonly answerLimit: number;
  /** How long a call may last, ms. */
  readonly longestCall: number;
  readonly surroundings: Surroundings;
}

/** How an INVITE ended on the UAS side. */
export type UasInviteOutcome =
  | 'acknowledged'
  | 'unacknowledged'
  | 'rejected'
  | 'cancelled'
  | 'unanswered'
  | 'expired'
  | 'ended';

interface Context extends UasInviteInput {
  /** The last response, repeated until something better comes. */
  readonly response: SipResponse | undefined;
  /** The next interval between two sendings of the 2xx, ms. */
  readonly interval: number;
  /** The ACK, with the answer if the 2xx made the offer. */
  readonly ack: SipRequest | undefined;
  readonly outcome: UasInviteOutcome | undefined;
}

const respond = (context: Context, answer: InviteAnswer): SipResponse =>
  buildInviteResponse(context.request, context.localTag, context.localContact, answer);

/** How long an invitation stands, ms (§13.3.1): for ever without an Expires that can be read. */
function expiryOf(request: SipRequest): number {
  const seconds = request.one(expires);
  return typeof seconds === 'number' ? seconds * 1000 : Infinity;
}

/** Whether the invitation is over before we give up on our application: 487 and not 408. */
const expiresFirst = ({ request, answerLimit }: UasInviteInput): boolean => expiryOf(request) <= answerLimit;

const dialogOf = ({ dialog, surroundings }: Context): DialogRef => dialog ?? surroundings.nobody;

export const uasInvite = setup({
  types: {
    input: {} as UasInviteInput,
    context: {} as Context,
    events: {} as ToUasInvite,
    meta: {} as ChartMeta
  },
  delays: {
    answerLimit: ({ context }) => Math.min(context.answerLimit, expiryOf(context.request)),
    oneMinute: 60_000, // ms; proxies wait longer only when a provisional response comes every minute (§13.3.1.1)
    interval: ({ context }) => context.interval, // T1, then doubling up to T2
    acknowledgementLimit: ({ context }) => sixtyFourT1(context.surroundings.timers)
  },
  guards: {
    dialogExists: ({ context }) => context.dialog !== undefined,
    acknowledgesInvite: ({ context, event }) => {
      assertEvent(event, 'transaction.ACK');
      return event.request.cseq.sequence === context.request.cseq.sequence;
    }
  },
  actions: {
    buildResponse: assign({
      response: ({ context, event }) => {
        assertEvent(event, ['user.ring', 'user.answer', 'user.reject']);
        return respond(context, event.answer);
      }
    }),
    buildRefusal: assign({
      response: ({ context }, params: { readonly status: number }) => respond(context, { status: params.status })
    }),
    buildLateRefusal: assign({
      response: ({ context }) => respond(context, { status: expiresFirst(context) ? 487 : 408 })
    }),
    // The chart builds a response before it sends one.
    sendProvisional: sendTo(
      ({ context }) => context.transaction,
      ({ context }) => ({ type: 'user.1xx' as const, response: context.response as SipResponse })
    ),
    sendSuccess: sendTo(
      ({ context }) => context.transaction,
      ({ context }) => ({ type: 'user.2xx' as const, response: context.response as SipResponse })
    ),
    sendRefusal: sendTo(
      ({ context }) => context.transaction,
      ({ context }) => ({ type: 'user.300-699' as const, response: context.response as SipResponse })
    ),
    doubleInterval: assign({
      interval: ({ context }) => Math.min(context.interval * 2, context.surroundings.timers.T2)
    }),
    startDialog: sendTo(
      ({ context }) => context.surroundings.table,
      ({ context, self, event }) => ({
        type: 'user.dialog' as const,
        input: {
          state: uasDialog(context.request, context.localTag, context.hop.flow.transport === 'TLS'),
          role: 'UAS' as const,
          confirmed: event.type === 'user.answer',
          hop: context.hop,
          localContact: context.localContact,
          invite: self,
          core: context.core,
          longestCall: context.longestCall,
          surroundings: context.surroundings
        },
        starter: self
      })
    ),
    noteDialog: assign({
      dialog: ({ event }) => {
        assertEvent(event, 'dialog.started');
        return event.dialog;
      }
    }),
    confirmDialog: sendTo(
      ({ context }) => dialogOf(context),
      ({ context }) => ({ type: 'invite.accepted' as const, request: context.request })
    ),
    noteAck: assign({
      ack: ({ event }) => {
        assertEvent(event, 'transaction.ACK');
        return event.request;
      }
    }),
    informDialogOfEnd: sendTo(({ context }) => dialogOf(context), {
      type: 'invite.ended' as const
    }),
    informDialogOfSilence: sendTo(({ context }) => dialogOf(context), {
      type: 'invite.unacknowledged' as const
    }),
    noteLateness: assign({ outcome: ({ context }) => (expiresFirst(context) ? 'expired' : 'unanswered') }),
    noteOutcome: assign((_, params: { readonly outcome: UasInviteOutcome }) => params)
  }
}).createMachine({
  id: 'uasInvite',
  description: 'The UAS side of an INVITE.',
  meta: {
    rfc: '3261§13.3',
    timers: {
      answerLimit: {
        value: '3 min unless set, or Expires',
        ms: 180_000,
        reason: 'how long an application may take, which the RFC leaves open'
      },
      oneMinute: {
        value: '1 min',
        ms: 60_000,
        rfc: '3261§13.3.1.1',
        reason: 'a provisional response every minute keeps proxies waiting'
      },
      interval: { value: 'T1, doubling to T2', ms: 500, rfc: '3261§13.3.1.4', reason: 'the user repeats its 2xx' },
      acknowledgementLimit: {
        value: '64·T1',
        ms: 32_000,
        rfc: '3261§13.3.1.4',
        reason: 'the wait for the ACK of the 2xx'
      }
    }
  },
  context: ({ input }) => ({
    response: undefined,
    interval: input.surroundings.timers.T1,
    ack: undefined,
    outcome: undefined,
    ...input
  }),
  initial: 'Proceeding',
  states: {
    Proceeding: {
      description:
        'The application has not answered yet. Bounded by the invitation’s Expires, and by the limit on our answer.',
      meta: { rfc: '3261§13.3.1' },
      after: {
        answerLimit: {
          target: 'Terminated',
          actions: ['buildLateRefusal', 'sendRefusal', 'informDialogOfEnd', 'noteLateness'],
          meta: { rfc: '3261§13.3.1' }
        }
      },
      on: {
        'user.ring': [
          {
            guard: 'dialogExists',
            target: '.ringing',
            actions: ['buildResponse', 'sendProvisional'],
            meta: { rfc: '3261§13.3.1.1' }
          },
          {
            target: '.ringing',
            actions: ['buildResponse', 'sendProvisional', 'startDialog'],
            meta: { rfc: '3261§12.1.1' }
          }
        ],
        'user.answer': [
          {
            guard: 'dialogExists',
            target: 'Accepted',
            actions: ['buildResponse', 'sendSuccess', 'confirmDialog'],
            meta: { rfc: '3261§13.3.1.4' }
          },
          {
            target: 'Accepted',
            actions: ['buildResponse', 'sendSuccess', 'startDialog'],
            meta: { rfc: '3261§12.1.1' }
          }
        ],
        'user.reject': {
          target: 'Terminated',
          actions: [
            'buildResponse',
            'sendRefusal',
            'informDialogOfEnd',
            { type: 'noteOutcome', params: { outcome: 'rejected' } }
          ],
          meta: { rfc: '3261§13.3.1.3' }
        },
        'transaction.CANCEL': {
          target: 'Terminated',
          actions: [
            { type: 'buildRefusal', params: { status: 487 } },
            'sendRefusal',
            'informDialogOfEnd',
            { type: 'noteOutcome', params: { outcome: 'cancelled' } }
          ],
          meta: { rfc: '3261§9.2' }
        },
        'dialog.started': { actions: 'noteDialog', meta: { rfc: '3261§12.1.1' } },
        'dialog.ended': {
          target: 'Terminated',
          actions: [
            { type: 'buildRefusal', params: { status: 487 } },
            'sendRefusal',
            { type: 'noteOutcome', params: { outcome: 'ended' } }
          ],
          meta: { rfc: '3261§15.1.2' }
        }
      },
      initial: 'alerting',
      states: {
        alerting: { description: 'Nothing said beyond 100 Trying.' },
        ringing: {
          description: 'A provisional response is out, and is said again every minute.',
          after: {
            oneMinute: {
              target: 'ringing',
              reenter: true,
              actions: 'sendProvisional',
              meta: { rfc: '3261§13.3.1.1' }
            }
          }
        }
      }
    },
    Accepted: {
      description: 'The 2xx is out; it is repeated over any transport until its ACK comes, for 64·T1 at most.',
      meta: { rfc: '3261§13.3.1.4' },
      after: {
        acknowledgementLimit: {
          target: 'Terminated',
          actions: ['informDialogOfSilence', { type: 'noteOutcome', params: { outcome: 'unacknowledged' } }],
          meta: { rfc: '3261§13.3.1.4' }
        }
      },
      on: {
        'dialog.started': { actions: 'noteDialog', meta: { rfc: '3261§12.1.1' } },
        'transaction.ACK': {
          guard: 'acknowledgesInvite',
          target: 'Terminated',
          actions: ['noteAck', 'informDialogOfEnd', { type: 'noteOutcome', params: { outcome: 'acknowledged' } }],
          meta: { rfc: '3261§13.3.1.4' }
        },
        'dialog.ended': {
          target: 'Terminated',
          actions: { type: 'noteOutcome', params: { outcome: 'ended' } },
          meta: { rfc: '3261§15.1.2' }
        }
      },
      initial: 'retransmitting',
      states: {
        // A substate of its own, so that the next interval does not restart the limit.
        retransmitting: {
          after: {
            interval: {
              target: 'retransmitting',
              reenter: true,
              actions: ['sendSuccess', 'doubleInterval'],
              meta: { rfc: '3261§13.3.1.4' }
            }
          }
        }
      }
    },
    Terminated: { type: 'final', description: 'Over; what is left is the dialog’s.', meta: { rfc: '3261§13.3.1' } }
  }
});
