/**
 * The UAS side of an INVITE: RFC 3261 §13.3, and §14.2 inside a dialog.
 *
 * In: `user.ring`, `user.answer` and `user.reject` from the application; `transaction.CANCEL`, `transaction.ACK` and
 * `transaction.PRACK`; `reliable.*` of our provisional response that waits for its PRACK (RFC 3262 §3); `dialog.started` and
 * `dialog.ended`.
 * Out: responses to the server transaction; `user.dialog` to the table; `invite.*` to the dialog; `invite.reliable` to the
 * core; PRACKs to the provisional response that waits for one.
 */
import { firstNumberLimit, type Reliability, reliableFields, responseNumberOf } from '../src/dialog/prack.ts';
import { buildInviteResponse, type InviteAnswer } from '../src/dialog/response.ts';
import { uasDialog } from '../src/dialog/state.ts';
import { expires } from '../src/message/headers/expires.ts';
import type { NameAddr } from '../src/message/headers/name-addr.ts';
import type { SipRequest, SipResponse } from '../src/message/message.ts';
import { buildResponse } from '../src/message/response.ts';
import { sixtyFourT1 } from '../src/transaction/timers.ts';
import type {
  DialogRef,
  FromDialog,
  FromUasInvite,
  InviteServerRef,
  Recipient,
  ToReliableProvisional,
  ToUasInvite
} from './events.ts';
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
  /** Whether provisional responses have to be reliable, may be, or can not be (RFC 3262 §3). */
  readonly reliability: Reliability;
  /** The dialog, when the INVITE came inside one. */
  readonly dialog: DialogRef | undefined;
  readonly core: Recipient<FromDialog | FromUasInvite>;
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
  | 'provisional-unacknowledged'
  | 'rejected'
  | 'cancelled'
  | 'unanswered'
  | 'expired'
  | 'ended';

interface Context extends UasInviteInput {
  /** The last response, repeated until something better comes. */
  readonly response: SipResponse | undefined;
  /** The last reliable provisional answer, said again every minute. */
  readonly ringing: InviteAnswer | undefined;
  /** The last RSeq; undefined before the first. */
  readonly responseNumber: number | undefined;
  /** Whether a reliable provisional response waits for its PRACK: the next one may not go out before (RFC 3262 §3). */
  readonly unacknowledged: boolean;
  /** What watches that response. */
  readonly reliable: Recipient<ToReliableProvisional> | undefined;
  /** The reliable provisional answers that wait for their turn. */
  readonly queue: readonly InviteAnswer[];
  /** The application's 2xx, held until the PRACK is here. */
  readonly held: InviteAnswer | undefined;
  /** The PRACK that has the answer to the offer of a reliable provisional response. */
  readonly prack: SipRequest | undefined;
  /** The next interval between two sendings of the 2xx, ms. */
  readonly interval: number;
  /** The ACK, with the answer if the 2xx made the offer. */
  readonly ack: SipRequest | undefined;
  readonly outcome: UasInviteOutcome | undefined;
}

const respond = (context: Context, answer: InviteAnswer): SipResponse =>
  buildInviteResponse(context.request, context.localTag, context.localContact, answer);

/** How many reliable provisional answers wait for their turn; a further one takes the place of the last. */
const queueLimit = 8;

/** An answer as it is sent again: a session description is said once. */
const withoutBody = (answer: InviteAnswer): InviteAnswer => ({ ...answer, body: undefined });

/** Whether an application's provisional answer goes out reliably. */
const isReliable = ({ reliability }: UasInviteInput, answer: InviteAnswer): boolean =>
  reliability === 'required' || (reliability === 'supported' && answer.reliable === true);

/** A reliable provisional response with the next RSeq. */
function reliably(context: Context, answer: InviteAnswer): Partial<Context> {
  const { responseNumber: last, surroundings } = context;
  const responseNumber = last === undefined ? 1 + surroundings.entropy.below(firstNumberLimit - 1) : last + 1;
  const fields = [...(answer.fields ?? []), ...reliableFields(responseNumber)];
  return { response: respond(context, { ...answer, fields }), responseNumber, unacknowledged: true };
}

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
    awaitsTurn: ({ context, event }) => {
      assertEvent(event, 'user.ring');
      return context.unacknowledged && isReliable(context, event.answer);
    },
    reliableInDialog: ({ context, event }) => {
      assertEvent(event, 'user.ring');
      return context.dialog !== undefined && isReliable(context, event.answer);
    },
    reliable: ({ context, event }) => {
      assertEvent(event, 'user.ring');
      return isReliable(context, event.answer);
    },
    repeatsReliably: ({ context: { response, unacknowledged } }) =>
      !unacknowledged && response !== undefined && responseNumberOf(response) !== undefined,
    othersWait: ({ context }) => context.queue.length > 0,
    awaitsPrack: ({ context }) => context.unacknowledged,
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
    noteRinging: assign({
      ringing: ({ event }) => {
        assertEvent(event, 'user.ring');
        return event.answer;
      }
    }),
    buildReliable: assign(({ context, event }) => {
      assertEvent(event, 'user.ring');
      return reliably(context, event.answer);
    }),
    buildReliableAgain: assign(({ context }) => reliably(context, withoutBody(context.ringing as InviteAnswer))),
    buildNext: assign(({ context }) => {
      const [next, ...queue] = context.queue;
      return { ...reliably(context, next as InviteAnswer), queue };
    }),
    queueAnswer: assign({
      queue: ({ context, event }) => {
        assertEvent(event, 'user.ring');
        return [...context.queue.slice(0, queueLimit - 1), event.answer];
      }
    }),
    awaitPrack: sendTo(
      ({ context }) => context.core,
      ({ context, self }) => {
        const response = context.response as SipResponse;
        return {
          type: 'invite.reliable' as const,
          response,
          // The first description is the offer: that of the INVITE, else ours (RFC 3262 §5).
          offers: response.body.length > 0 && context.request.body.length === 0 && context.prack === undefined,
          transaction: context.transaction,
          invite: self
        };
      }
    ),
    noteReliable: assign({
      reliable: ({ event }) => {
        assertEvent(event, 'reliable.started');
        return event.reliable;
      }
    }),
    passPrack: sendTo(
      ({ context }) => context.reliable ?? context.surroundings.nobody,
      ({ event }) => {
        assertEvent(event, 'transaction.PRACK');
        return event;
      }
    ),
    refusePrack: sendTo(
      ({ event }) => {
        assertEvent(event, 'transaction.PRACK');
        return event.transaction;
      },
      ({ event }) => {
        assertEvent(event, 'transaction.PRACK');
        return { type: 'user.200-699' as const, response: buildResponse(event.request, 481) };
      }
    ),
    noteAcknowledged: assign(({ context, event }) => {
      assertEvent(event, 'reliable.acknowledged');
      const answers = context.request.body.length === 0 && event.request.body.length > 0;
      return { unacknowledged: false, reliable: undefined, prack: answers ? event.request : context.prack };
    }),
    // What was to be said while it rings, is late; a description is not (RFC 3262 §5).
    holdAnswer: assign(({ context, event }) => {
      assertEvent(event, 'user.answer');
      return { held: event.answer, queue: context.queue.filter(({ body }) => body !== undefined) };
    }),
    buildHeldAnswer: assign({ response: ({ context }) => respond(context, context.held as InviteAnswer) }),
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
    ringing: undefined,
    responseNumber: undefined,
    unacknowledged: false,
    reliable: undefined,
    queue: [],
    held: undefined,
    prack: undefined,
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
          { guard: 'awaitsTurn', target: '.ringing', actions: ['noteRinging', 'queueAnswer'], meta: { rfc: '3262§3' } },
          {
            guard: 'reliableInDialog',
            target: '.ringing',
            actions: ['noteRinging', 'buildReliable', 'sendProvisional', 'awaitPrack'],
            meta: { rfc: '3262§3' }
          },
          {
            guard: 'reliable',
            target: '.ringing',
            actions: ['noteRinging', 'buildReliable', 'sendProvisional', 'startDialog', 'awaitPrack'],
            meta: { rfc: '3262§3' }
          },
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
        'reliable.started': { actions: 'noteReliable', meta: { rfc: '3262§3' } },
        'transaction.PRACK': [
          { guard: 'awaitsPrack', actions: 'passPrack', meta: { rfc: '3262§3' } },
          { actions: 'refusePrack', meta: { rfc: '3262§3' } }
        ],
        'reliable.acknowledged': [
          {
            guard: 'othersWait',
            actions: ['noteAcknowledged', 'buildNext', 'sendProvisional', 'awaitPrack'],
            meta: { rfc: '3262§3' }
          },
          { actions: 'noteAcknowledged', meta: { rfc: '3262§3' } }
        ],
        'reliable.unacknowledged': {
          target: 'Terminated',
          actions: [
            { type: 'buildRefusal', params: { status: 500 } },
            'sendRefusal',
            'informDialogOfEnd',
            { type: 'noteOutcome', params: { outcome: 'provisional-unacknowledged' } }
          ],
          meta: { rfc: '3262§3' }
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
          on: {
            'user.answer': { guard: 'awaitsPrack', target: 'answered', actions: 'holdAnswer', meta: { rfc: '3262§5' } }
          },
          after: {
            oneMinute: [
              {
                guard: 'repeatsReliably',
                target: 'ringing',
                reenter: true,
                actions: ['buildReliableAgain', 'sendProvisional', 'awaitPrack'],
                meta: { rfc: '3262§3' }
              },
              { target: 'ringing', reenter: true, actions: 'sendProvisional', meta: { rfc: '3261§13.3.1.1' } }
            ]
          }
        },
        answered: {
          description: 'The application has answered; its 2xx waits for the PRACK of a reliable provisional response.',
          meta: { rfc: '3262§5' },
          on: {
            'user.ring': { meta: { rfc: '3262§3' } },
            'user.answer': { actions: 'holdAnswer', meta: { rfc: '3262§5' } },
            'reliable.acknowledged': [
              {
                guard: 'othersWait',
                actions: ['noteAcknowledged', 'buildNext', 'sendProvisional', 'awaitPrack'],
                meta: { rfc: '3262§5' }
              },
              {
                target: '#uasInvite.Accepted',
                actions: ['noteAcknowledged', 'buildHeldAnswer', 'sendSuccess', 'confirmDialog'],
                meta: { rfc: '3262§5' }
              }
            ]
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
        'transaction.PRACK': { actions: 'refusePrack', meta: { rfc: '3262§3' } },
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
