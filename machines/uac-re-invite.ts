/**
 * The UAC side of a re-INVITE: RFC 3261 §14.1, with the ACK of §13.2.2.4 and CANCEL of §9.1.
 *
 * In: the dialog's word on our request as `dialog.*`; the outcome of the client transaction as `transaction.*`;
 * `user.cancel` from the application.
 * Out: `user.request`, `reInvite.*` and `request.lost` to the dialog; the ACK to the transport; CANCEL and `user.abandon`
 * to the table. A re-INVITE that fails leaves the session as it was.
 */
import type { TypedBody } from '../src/dialog/response.ts';
import type { HeaderField } from '../src/message/field.ts';
import type { SipResponse } from '../src/message/message.ts';
import { buildCancel } from '../src/transaction/cancel.ts';
import { sixtyFourT1 } from '../src/transaction/timers.ts';
import type { DialogRef, FromClientTransaction, Recipient, ToReInvite } from './events.ts';
import type { ChartMeta } from './meta.ts';
import type { Outgoing, Surroundings } from './surroundings.ts';
import { assertEvent, assign, sendTo, setup } from './xstate.ts';

/** What the UAC side of a re-INVITE is started with. */
export interface UacReInviteInput {
  readonly dialog: DialogRef;
  /** Whether the dialog's Call-ID is ours: who made the call waits longer after glare (§14.1). */
  readonly ownsCallId: boolean;
  readonly fields: readonly HeaderField[];
  /** The offer. */
  readonly body: TypedBody | undefined;
  /** How long the peer may take to answer once it has said that it works on it, ms; then we send CANCEL. */
  readonly ringLimit: number;
  /** How often it is tried, at least 1: each time the peer's INVITE was in its way, or a 491 came. */
  readonly attempts: number;
  readonly surroundings: Surroundings;
}

/** How a re-INVITE ended; `response` is the final one. */
export type UacReInviteOutcome =
  | { readonly kind: 'accepted' | 'rejected'; readonly response: SipResponse }
  | { readonly kind: 'cancelled'; readonly response: SipResponse | undefined }
  /** An INVITE of the peer was in its way each time. */
  | { readonly kind: 'busy' }
  /** The dialog has ended, or is ending. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'error'; readonly error: Error };

interface Context extends UacReInviteInput {
  /** The re-INVITE that is out. */
  readonly sent: Outgoing | undefined;
  readonly ack: Outgoing | undefined;
  readonly attemptsLeft: number;
  /** The next wait after glare, ms. */
  readonly glareWait: number;
  readonly cancelled: boolean;
  readonly outcome: UacReInviteOutcome | undefined;
}

/** 2.1 to 4 s for who owns the Call-ID, 0 to 2 s for the other, in steps of 10 ms (§14.1). */
const glareWait = ({ ownsCallId, surroundings: { entropy } }: UacReInviteInput): number =>
  ownsCallId ? 2100 + 10 * entropy.below(191) : 10 * entropy.below(201);

// The chart sends a request before it speaks of it.
const sentOf = ({ sent }: Context): Outgoing => sent as Outgoing;

export const uacReInvite = setup({
  types: {
    input: {} as UacReInviteInput,
    context: {} as Context,
    events: {} as ToReInvite,
    meta: {} as ChartMeta
  },
  delays: {
    dialogLimit: ({ context }) => context.surroundings.timers.T1,
    glareWait: ({ context }) => context.glareWait,
    ringLimit: ({ context }) => context.ringLimit,
    cancelLimit: ({ context }) => sixtyFourT1(context.surroundings.timers),
    timerM: ({ context }) => sixtyFourT1(context.surroundings.timers)
  },
  guards: {
    mayTryAgain: ({ context }) => context.attemptsLeft > 0,
    metAnotherInvite: ({ context, event }) => {
      assertEvent(event, 'transaction.300-699');
      return event.response.status === 491 && context.attemptsLeft > 0 && !context.cancelled;
    },
    dialogIsLost: ({ event }) => {
      assertEvent(event, 'transaction.300-699');
      const { status } = event.response;
      return status === 408 || status === 481;
    },
    acknowledged: ({ context }) => context.ack !== undefined
  },
  actions: {
    askDialog: sendTo(
      ({ context }) => context.dialog,
      ({ context: { fields, body }, self }) => ({
        type: 'user.request' as const,
        method: 'INVITE',
        fields,
        body,
        user: self
      })
    ),
    noteSent: assign(({ context, event }) => {
      assertEvent(event, 'dialog.sent');
      return { sent: event.sent, attemptsLeft: context.attemptsLeft - 1 };
    }),
    noteTry: assign({ attemptsLeft: ({ context }) => context.attemptsLeft - 1 }),
    chooseGlareWait: assign({ glareWait: ({ context }) => glareWait(context) }),
    passSuccessToDialog: sendTo(
      ({ context }) => context.dialog,
      ({ context, event, self }) => {
        assertEvent(event, 'transaction.2xx');
        const { request } = sentOf(context);
        return { type: 'reInvite.2xx' as const, request, response: event.response, user: self };
      }
    ),
    noteAck: assign({
      ack: ({ event }) => {
        assertEvent(event, 'dialog.ack');
        return event.ack;
      }
    }),
    sendAck: sendTo(
      ({ context }) => (context.ack as Outgoing).hop.transport,
      ({ context }) => {
        const { request, hop } = context.ack as Outgoing;
        return { type: 'send' as const, message: request, flow: hop.flow };
      }
    ),
    informDialogOfEnd: sendTo(({ context }) => context.dialog, { type: 'reInvite.ended' as const }),
    informDialogOfLoss: sendTo(({ context }) => context.dialog, { type: 'request.lost' as const }),
    noteCancel: assign({ cancelled: true }),
    sendCancel: sendTo(
      ({ context }) => context.surroundings.table,
      ({ context }) => {
        const { request, hop } = sentOf(context);
        const user = context.surroundings.nobody as Recipient<FromClientTransaction>;
        return { type: 'user.request' as const, request: buildCancel(request), ...hop, user };
      }
    ),
    abandonInvite: sendTo(
      ({ context }) => context.surroundings.table,
      ({ context }) => ({ type: 'user.abandon' as const, request: sentOf(context).request })
    ),
    noteAnswer: assign({
      outcome: ({ context, event }) => {
        assertEvent(event, ['transaction.2xx', 'transaction.300-699']);
        const { response } = event;
        if (context.cancelled && response.status >= 300) return { kind: 'cancelled' as const, response };
        return { kind: response.status < 300 ? ('accepted' as const) : ('rejected' as const), response };
      }
    }),
    noteFailure: assign({
      outcome: ({ event }) => {
        assertEvent(event, 'transaction.error');
        return { kind: 'error' as const, error: event.error };
      }
    }),
    noteAbandonment: assign({ outcome: { kind: 'cancelled' as const, response: undefined } }),
    noteOutcome: assign((_, params: { readonly kind: 'busy' | 'gone' | 'timeout' }) => ({ outcome: params }))
  }
}).createMachine({
  id: 'uacReInvite',
  description: 'The UAC side of a re-INVITE: the session is changed, or stays as it is.',
  meta: {
    rfc: '3261§14.1',
    timers: {
      dialogLimit: {
        value: 'T1',
        ms: 500,
        reason: 'a dialog answers at once, and one that has ended does not, of which the RFC knows nothing'
      },
      glareWait: {
        value: '2.1–4 s, or 0–2 s',
        ms: 4000,
        rfc: '3261§14.1',
        reason: 'two re-INVITEs that met are not sent again at the same time'
      },
      ringLimit: {
        value: '3 min unless set',
        ms: 180_000,
        reason: 'how long a peer may ask its user, which the RFC leaves open'
      },
      cancelLimit: {
        value: '64·T1',
        ms: 32_000,
        rfc: '3261§9.1',
        reason: 'the wait for an answer to a cancelled INVITE'
      },
      timerM: { value: '64·T1', ms: 32_000, rfc: '3261§13.2.2.4' }
    }
  },
  context: ({ input }) => ({
    sent: undefined,
    ack: undefined,
    attemptsLeft: input.attempts,
    glareWait: glareWait(input),
    cancelled: false,
    outcome: undefined,
    ...input
  }),
  initial: 'Requesting',
  states: {
    Requesting: {
      description: 'The dialog is asked to send it: it gives it its number and way, or says why not. Bounded by T1.',
      meta: { rfc: '3261§14.1' },
      entry: 'askDialog',
      after: {
        dialogLimit: {
          target: 'Terminated',
          actions: { type: 'noteOutcome', params: { kind: 'gone' } },
          meta: { rfc: '3261§14.1' }
        }
      },
      on: {
        'dialog.sent': { target: 'Offering', actions: 'noteSent', meta: { rfc: '3261§14.1' } },
        'dialog.busy': [
          { guard: 'mayTryAgain', target: 'Waiting', actions: 'noteTry', meta: { rfc: '3261§14.1' } },
          {
            target: 'Terminated',
            actions: { type: 'noteOutcome', params: { kind: 'busy' } },
            meta: { rfc: '3261§14.1' }
          }
        ],
        'dialog.gone': {
          target: 'Terminated',
          actions: { type: 'noteOutcome', params: { kind: 'gone' } },
          meta: { rfc: '3261§14.1' }
        }
      }
    },
    Waiting: {
      description:
        'Another INVITE was in its way, the peer’s or one that met it. Bounded by the wait for the next try.',
      meta: { rfc: '3261§14.1' },
      after: {
        glareWait: { target: 'Requesting', actions: 'chooseGlareWait', meta: { rfc: '3261§14.1' } }
      },
      on: {
        'user.cancel': { target: 'Terminated', actions: 'noteAbandonment', meta: { rfc: '3261§14.1' } }
      }
    },
    Offering: {
      description: 'The re-INVITE is out; its final response ends it.',
      meta: { rfc: '3261§14.1' },
      on: {
        'transaction.2xx': {
          target: 'Accepted',
          actions: ['passSuccessToDialog', 'noteAnswer'],
          meta: { rfc: '3261§14.1' }
        },
        'transaction.300-699': [
          { guard: 'metAnotherInvite', target: 'Waiting', actions: 'informDialogOfEnd', meta: { rfc: '3261§14.1' } },
          {
            guard: 'dialogIsLost',
            target: 'Terminated',
            actions: ['informDialogOfLoss', 'noteAnswer'],
            meta: { rfc: '3261§12.2.1.2' }
          },
          { target: 'Terminated', actions: ['informDialogOfEnd', 'noteAnswer'], meta: { rfc: '3261§14.1' } }
        ],
        'transaction.timeout': {
          target: 'Terminated',
          actions: ['informDialogOfLoss', { type: 'noteOutcome', params: { kind: 'timeout' } }],
          meta: { rfc: '3261§12.2.1.2' }
        },
        'transaction.error': {
          target: 'Terminated',
          actions: ['informDialogOfEnd', 'noteFailure'],
          meta: { rfc: '3261§8.1.3.1' }
        }
      },
      initial: 'Calling',
      states: {
        Calling: {
          description: 'Nothing was heard of it. Bounded by its client transaction, Timer B at the latest.',
          meta: { rfc: '3261§14.1', boundedBy: { 'transaction.timeout': ['inviteClient.timerB'] } },
          on: {
            'transaction.1xx': { target: 'Proceeding', meta: { rfc: '3261§13.2.2.1' } },
            'user.cancel': { target: 'cancelOwed', actions: 'noteCancel', meta: { rfc: '3261§9.1' } }
          }
        },
        Proceeding: {
          description: 'The peer works on it. Bounded by the limit on its ringing.',
          meta: { rfc: '3261§13.2.2.1' },
          after: {
            ringLimit: { target: 'Cancelling', actions: ['noteCancel', 'sendCancel'], meta: { rfc: '3261§9.1' } }
          },
          on: {
            'user.cancel': { target: 'Cancelling', actions: ['noteCancel', 'sendCancel'], meta: { rfc: '3261§9.1' } }
          }
        },
        cancelOwed: {
          description:
            'The user has given up; CANCEL may not be sent before a provisional response. Bounded by Timer B.',
          meta: { rfc: '3261§9.1', boundedBy: { 'transaction.timeout': ['inviteClient.timerB'] } },
          on: { 'transaction.1xx': { target: 'Cancelling', actions: 'sendCancel', meta: { rfc: '3261§9.1' } } }
        },
        Cancelling: {
          description: 'CANCEL is out; 64·T1 later the INVITE is given up.',
          meta: { rfc: '3261§9.1' },
          after: {
            cancelLimit: {
              target: '#uacReInvite.Terminated',
              actions: ['abandonInvite', 'informDialogOfEnd', 'noteAbandonment'],
              meta: { rfc: '3261§9.1' }
            }
          }
        }
      }
    },
    Accepted: {
      description: 'A 2xx has come, and each that repeats it gets its ACK again. Bounded by 64·T1.',
      meta: { rfc: '3261§13.2.2.4' },
      after: { timerM: { target: 'Terminated', meta: { rfc: '3261§13.2.2.4' } } },
      on: {
        'dialog.ack': { actions: ['noteAck', 'sendAck'], meta: { rfc: '3261§13.2.2.4' } },
        'transaction.2xx': { guard: 'acknowledged', actions: 'sendAck', meta: { rfc: '3261§13.2.2.4' } }
      }
    },
    Terminated: { type: 'final', description: 'Over; what is left is the dialog’s.', meta: { rfc: '3261§14.1' } }
  }
});
