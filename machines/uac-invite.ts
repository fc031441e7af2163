/**
 * The UAC side of an INVITE: RFC 3261 §13.2, with CANCEL of §9.1.
 *
 * In: the outcome of the client transaction as `transaction.*`, `user.cancel` from the application, `dialog.started`.
 * Out: `user.request`, `user.dialog` and `user.abandon` to the table; `invite.*` and `user.bye` to dialogs.
 */
import { uacDialog } from '../src/dialog/state.ts';
import type { NameAddr } from '../src/message/headers/name-addr.ts';
import type { SipRequest, SipResponse } from '../src/message/message.ts';
import { buildCancel } from '../src/transaction/cancel.ts';
import { sixtyFourT1 } from '../src/transaction/timers.ts';
import type { DialogRef, FromClientTransaction, FromDialog, Recipient, ToUacInvite } from './events.ts';
import type { ChartMeta } from './meta.ts';
import type { Hop, Outgoing, Surroundings } from './surroundings.ts';
import { assertEvent, assign, enqueueActions, sendTo, setup } from './xstate.ts';

/** What the UAC side of an INVITE is started with. */
export interface UacInviteInput {
  readonly request: SipRequest;
  readonly hop: Hop;
  readonly localContact: NameAddr;
  readonly core: Recipient<FromDialog>;
  /** How long the peer may ring, ms; then we send CANCEL. */
  readonly ringLimit: number;
  /** How long a call may last, ms. */
  readonly longestCall: number;
  /** How many early dialogs one INVITE may make; a 2xx always makes its own. */
  readonly earlyDialogs: number;
  readonly surroundings: Surroundings;
}

/** How an INVITE ended on the UAC side; `response` is the final one, if there was one. */
export type UacInviteOutcome =
  | { readonly kind: 'accepted'; readonly dialog: DialogRef; readonly response: SipResponse }
  | { readonly kind: 'rejected' | 'cancelled'; readonly response: SipResponse | undefined }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'error'; readonly error: Error };

/** A dialog that a response made, by the response's To tag. */
interface MadeDialog {
  readonly remoteTag: string;
  /** The response that made it, or the 2xx that confirmed it. */
  readonly response: SipResponse;
  /** Undefined until the table has started it. */
  readonly dialog: DialogRef | undefined;
}

interface Context extends UacInviteInput {
  readonly dialogs: readonly MadeDialog[];
  /** The last provisional response. */
  readonly provisional: SipResponse | undefined;
  readonly cancelled: boolean;
  readonly outcome: UacInviteOutcome | undefined;
  /** The INVITE as it is to go over UDP when its connection fails; it went over TCP for its length (§18.1.1). */
  readonly overUdp: Outgoing | undefined;
}

/** The INVITE over the transport that its length asks for (§18.1.1). */
function fitted({ request, hop, surroundings }: UacInviteInput): Pick<Context, 'request' | 'hop' | 'overUdp'> {
  const given = { request, hop };
  const outgoing = surroundings.fit(given);
  return { ...outgoing, overUdp: outgoing === given ? undefined : given };
}

const remoteTag = (response: SipResponse): string => response.to.tag ?? '';
const made = (context: Context, response: SipResponse): MadeDialog | undefined =>
  context.dialogs.find((dialog) => dialog.remoteTag === remoteTag(response));

/** The dialog that a 2xx, or the news of its start, is about. The guards let no other through than one that was made. */
function settled(context: Context, event: ToUacInvite): { dialog: DialogRef; response: SipResponse } {
  assertEvent(event, ['transaction.2xx', 'dialog.started']);
  const own =
    event.type === 'transaction.2xx'
      ? made(context, event.response)
      : context.dialogs.find(({ dialog }) => dialog === event.dialog);
  const { dialog = context.surroundings.nobody, response } = own as MadeDialog;
  return { dialog, response };
}

export const uacInvite = setup({
  types: {
    input: {} as UacInviteInput,
    context: {} as Context,
    events: {} as ToUacInvite,
    meta: {} as ChartMeta
  },
  delays: {
    ringLimit: ({ context }) => context.ringLimit,
    cancelLimit: ({ context }) => sixtyFourT1(context.surroundings.timers),
    timerM: ({ context }) => sixtyFourT1(context.surroundings.timers)
  },
  guards: {
    makesEarlyDialog: ({ context, event }) => {
      assertEvent(event, 'transaction.1xx');
      const { response } = event;
      return (
        response.status > 100 &&
        response.to.tag !== undefined &&
        made(context, response) === undefined &&
        context.dialogs.length < context.earlyDialogs
      );
    },
    dialogAwaited: ({ context }) => context.dialogs.some(({ dialog }) => dialog === undefined),
    dialogKnown: ({ context, event }) => {
      assertEvent(event, 'transaction.2xx');
      return made(context, event.response) !== undefined;
    },
    wentByLength: ({ context }) => context.overUdp !== undefined,
    repeatsAnswer: ({ context, event }) => {
      assertEvent(event, 'transaction.2xx');
      const { outcome } = context;
      return outcome?.kind === 'accepted' && outcome.dialog === made(context, event.response)?.dialog;
    },
    wantedDialogAwaited: ({ context }) =>
      context.outcome === undefined && !context.cancelled && context.dialogs.some(({ dialog }) => dialog === undefined)
  },
  actions: {
    sendInvite: sendTo(
      ({ context }) => context.surroundings.table,
      ({ context, self }) => ({
        type: 'user.request' as const,
        request: context.request,
        flow: context.hop.flow,
        transport: context.hop.transport,
        user: self
      })
    ),
    goOverUdp: assign(({ context }) => ({ ...context.overUdp, overUdp: undefined })),
    noteProvisional: assign({
      provisional: ({ event }) => {
        assertEvent(event, 'transaction.1xx');
        return event.response;
      }
    }),
    noteMadeDialog: assign({
      dialogs: ({ context, event }) => {
        assertEvent(event, ['transaction.1xx', 'transaction.2xx']);
        const { response } = event;
        return [...context.dialogs, { remoteTag: remoteTag(response), response, dialog: undefined }];
      }
    }),
    startDialog: sendTo(
      ({ context }) => context.surroundings.table,
      ({ context, event, self }) => {
        assertEvent(event, ['transaction.1xx', 'transaction.2xx']);
        return {
          type: 'user.dialog' as const,
          input: {
            state: uacDialog(context.request, event.response, context.hop.flow.transport === 'TLS'),
            role: 'UAC' as const,
            confirmed: event.type === 'transaction.2xx',
            hop: context.hop,
            localContact: context.localContact,
            invite: undefined,
            core: context.core,
            longestCall: context.longestCall,
            surroundings: context.surroundings
          },
          starter: self
        };
      }
    ),
    // The table answers in the order it was asked: the first dialog without an actor is the one that was started.
    noteDialog: assign({
      dialogs: ({ context, event }) => {
        assertEvent(event, 'dialog.started');
        const at = context.dialogs.findIndex((dialog) => dialog.dialog === undefined);
        return context.dialogs.map((dialog, index) => (index === at ? { ...dialog, dialog: event.dialog } : dialog));
      }
    }),
    passSuccessToDialog: sendTo(
      ({ context, event }) => settled(context, event).dialog,
      ({ event }) => {
        assertEvent(event, 'transaction.2xx');
        return { type: 'invite.2xx' as const, response: event.response };
      }
    ),
    noteAccepted: assign({
      outcome: ({ context, event }) => {
        const { dialog, response } = settled(context, event);
        return { kind: 'accepted' as const, dialog, response };
      }
    }),
    noteCancelled: assign({
      outcome: ({ context, event }) =>
        context.outcome ?? { kind: 'cancelled', response: settled(context, event).response }
    }),
    hangUpDialog: sendTo(({ context, event }) => settled(context, event).dialog, { type: 'user.bye' as const }),
    noteAnswered: assign({
      dialogs: ({ context, event }) => {
        assertEvent(event, 'transaction.2xx');
        const { response } = event;
        return context.dialogs.map((dialog) =>
          dialog.remoteTag === remoteTag(response) ? { ...dialog, response } : dialog
        );
      }
    }),
    // Not those that a 2xx has confirmed: an INVITE of the peer may be pending there.
    endEarlyDialogs: enqueueActions(({ context, enqueue }) => {
      for (const { dialog, response } of context.dialogs)
        if (dialog !== undefined && response.status < 200) enqueue.sendTo(dialog, { type: 'invite.ended' });
    }),
    noteCancel: assign({ cancelled: true }),
    sendCancel: sendTo(
      ({ context }) => context.surroundings.table,
      ({ context }) => ({
        type: 'user.request' as const,
        request: buildCancel(context.request),
        ...context.hop,
        user: context.surroundings.nobody as Recipient<FromClientTransaction>
      })
    ),
    abandonInvite: sendTo(
      ({ context }) => context.surroundings.table,
      ({ context }) => ({ type: 'user.abandon' as const, request: context.request })
    ),
    noteFailure: assign({
      outcome: ({ context, event }) => {
        assertEvent(event, 'transaction.300-699');
        return { kind: context.cancelled ? ('cancelled' as const) : ('rejected' as const), response: event.response };
      }
    }),
    noteAbandonment: assign({ outcome: { kind: 'cancelled' as const, response: undefined } }),
    noteTimeout: assign({ outcome: { kind: 'timeout' as const } }),
    noteError: assign({
      outcome: ({ event }) => {
        assertEvent(event, 'transaction.error');
        return { kind: 'error' as const, error: event.error };
      }
    })
  }
}).createMachine({
  id: 'uacInvite',
  description: 'The UAC side of an INVITE, and its CANCEL.',
  meta: {
    rfc: '3261§13.2',
    timers: {
      ringLimit: {
        value: '3 min unless set',
        ms: 180_000,
        reason: 'how long a peer may ring, which the RFC leaves to the Expires of the caller'
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
    dialogs: [],
    provisional: undefined,
    cancelled: false,
    outcome: undefined,
    ...input,
    ...fitted(input)
  }),
  entry: 'sendInvite',
  initial: 'Calling',
  states: {
    Calling: {
      description: 'The INVITE is out. Bounded by its client transaction, Timer B at the latest.',
      meta: { rfc: '3261§13.2.1', boundedBy: { 'transaction.timeout': ['inviteClient.timerB'] } },
      on: {
        'transaction.1xx': [
          {
            guard: 'makesEarlyDialog',
            target: 'Proceeding',
            actions: ['noteProvisional', 'noteMadeDialog', 'startDialog'],
            meta: { rfc: '3261§13.2.2.1' }
          },
          { target: 'Proceeding', actions: 'noteProvisional', meta: { rfc: '3261§13.2.2.1' } }
        ],
        'transaction.2xx': {
          target: 'Accepted',
          actions: ['noteMadeDialog', 'startDialog'],
          meta: { rfc: '3261§13.2.2.4' }
        },
        'transaction.300-699': { target: 'Terminated', actions: 'noteFailure', meta: { rfc: '3261§13.2.2.3' } },
        'transaction.timeout': { target: 'Terminated', actions: 'noteTimeout', meta: { rfc: '3261§8.1.3.1' } },
        'transaction.error': [
          { guard: 'wentByLength', actions: ['goOverUdp', 'sendInvite'], meta: { rfc: '3261§18.1.1' } },
          { target: 'Terminated', actions: 'noteError', meta: { rfc: '3261§8.1.3.1' } }
        ],
        'user.cancel': { target: 'Cancelling', actions: 'noteCancel', meta: { rfc: '3261§9.1' } }
      }
    },
    Proceeding: {
      description: 'The peer works on it. Bounded by the limit on its ringing.',
      meta: { rfc: '3261§13.2.2.1' },
      after: {
        ringLimit: {
          target: 'Cancelling.cancelled',
          actions: ['noteCancel', 'sendCancel'],
          meta: { rfc: '3261§9.1' }
        }
      },
      on: {
        'transaction.1xx': [
          {
            guard: 'makesEarlyDialog',
            actions: ['noteProvisional', 'noteMadeDialog', 'startDialog'],
            meta: { rfc: '3261§13.2.2.1' }
          },
          { actions: 'noteProvisional', meta: { rfc: '3261§13.2.2.1' } }
        ],
        'dialog.started': { guard: 'dialogAwaited', actions: 'noteDialog', meta: { rfc: '3261§12.1.2' } },
        'transaction.2xx': [
          {
            guard: 'dialogKnown',
            target: 'Accepted',
            actions: ['noteAnswered', 'passSuccessToDialog', 'noteAccepted'],
            meta: { rfc: '3261§13.2.2.4' }
          },
          { target: 'Accepted', actions: ['noteMadeDialog', 'startDialog'], meta: { rfc: '3261§13.2.2.4' } }
        ],
        'transaction.300-699': {
          target: 'Terminated',
          actions: ['endEarlyDialogs', 'noteFailure'],
          meta: { rfc: '3261§13.2.2.3' }
        },
        'transaction.timeout': {
          target: 'Terminated',
          actions: ['endEarlyDialogs', 'noteTimeout'],
          meta: { rfc: '3261§8.1.3.1' }
        },
        'transaction.error': {
          target: 'Terminated',
          actions: ['endEarlyDialogs', 'noteError'],
          meta: { rfc: '3261§8.1.3.1' }
        },
        'user.cancel': {
          target: 'Cancelling.cancelled',
          actions: ['noteCancel', 'sendCancel'],
          meta: { rfc: '3261§9.1' }
        }
      }
    },
    Cancelling: {
      description: 'The user has given up. A 2xx that comes all the same is acknowledged and hung up.',
      meta: { rfc: '3261§9.1' },
      on: {
        'dialog.started': { guard: 'dialogAwaited', actions: 'noteDialog', meta: { rfc: '3261§12.1.2' } },
        'transaction.2xx': [
          {
            guard: 'dialogKnown',
            target: 'Accepted',
            actions: ['noteAnswered', 'passSuccessToDialog', 'hangUpDialog', 'noteCancelled'],
            meta: { rfc: '3261§13.2.2.4' }
          },
          { target: 'Accepted', actions: ['noteMadeDialog', 'startDialog'], meta: { rfc: '3261§13.2.2.4' } }
        ],
        'transaction.300-699': {
          target: 'Terminated',
          actions: ['endEarlyDialogs', 'noteFailure'],
          meta: { rfc: '3261§13.2.2.3' }
        },
        'transaction.timeout': {
          target: 'Terminated',
          actions: ['endEarlyDialogs', 'noteTimeout'],
          meta: { rfc: '3261§8.1.3.1' }
        },
        'transaction.error': {
          target: 'Terminated',
          actions: ['endEarlyDialogs', 'noteError'],
          meta: { rfc: '3261§8.1.3.1' }
        }
      },
      initial: 'awaitingProvisional',
      states: {
        awaitingProvisional: {
          description: 'CANCEL may not be sent before a provisional response. Bounded by Timer B of the INVITE.',
          meta: { rfc: '3261§9.1', boundedBy: { 'transaction.timeout': ['inviteClient.timerB'] } },
          on: { 'transaction.1xx': { target: 'cancelled', actions: 'sendCancel', meta: { rfc: '3261§9.1' } } }
        },
        cancelled: {
          description: 'CANCEL is out; 64·T1 later the INVITE is given up.',
          after: {
            cancelLimit: {
              target: '#uacInvite.Terminated',
              actions: ['abandonInvite', 'endEarlyDialogs', 'noteAbandonment'],
              meta: { rfc: '3261§9.1' }
            }
          }
        }
      }
    },
    Accepted: {
      description: 'A 2xx has come. For 64·T1 more of them may: of the same dialog again, or of another fork.',
      meta: { rfc: '3261§13.2.2.4' },
      after: { timerM: { target: 'Terminated', actions: 'endEarlyDialogs', meta: { rfc: '3261§13.2.2.4' } } },
      on: {
        'dialog.started': [
          {
            guard: 'wantedDialogAwaited',
            actions: ['noteDialog', 'noteAccepted'],
            meta: { rfc: '3261§13.2.2.4' }
          },
          {
            guard: 'dialogAwaited',
            actions: ['noteDialog', 'hangUpDialog', 'noteCancelled'],
            meta: { rfc: '3261§13.2.2.4' }
          }
        ],
        'transaction.2xx': [
          { guard: 'repeatsAnswer', actions: 'passSuccessToDialog', meta: { rfc: '3261§13.2.2.4' } },
          {
            guard: 'dialogKnown',
            actions: ['noteAnswered', 'passSuccessToDialog', 'hangUpDialog'],
            meta: { rfc: '3261§13.2.2.4' }
          },
          { actions: ['noteMadeDialog', 'startDialog'], meta: { rfc: '3261§13.2.2.4' } }
        ]
      }
    },
    Terminated: { type: 'final', description: 'Over; what is left is the dialogs’.', meta: { rfc: '3261§13.2' } }
  }
});
