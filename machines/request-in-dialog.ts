/**
 * A request of ours inside a dialog that is neither INVITE, ACK nor BYE: RFC 3261 §12.2.1.
 *
 * In: the dialog's word on our request as `dialog.*`; the outcome of the client transaction as `transaction.*`.
 * Out: `user.request` and `request.*` to the dialog.
 */
import type { TypedBody } from '../src/dialog/response.ts';
import type { HeaderField } from '../src/message/field.ts';
import type { SipResponse } from '../src/message/message.ts';
import type { DialogRef, ToRequestInDialog } from './events.ts';
import type { ChartMeta } from './meta.ts';
import type { Surroundings } from './surroundings.ts';
import { assertEvent, assign, sendTo, setup } from './xstate.ts';

/** What a request inside a dialog is started with. */
export interface RequestInDialogInput {
  readonly dialog: DialogRef;
  readonly method: string;
  readonly fields: readonly HeaderField[];
  readonly body: TypedBody | undefined;
  readonly surroundings: Surroundings;
}

/** How it ended; `response` is the final one. */
export type RequestInDialogOutcome =
  | { readonly kind: 'answered'; readonly response: SipResponse }
  /** The dialog has ended, or is ending. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'error'; readonly error: Error };

interface Context extends RequestInDialogInput {
  readonly outcome: RequestInDialogOutcome | undefined;
}

/** The methods whose 2xx names a new remote target (RFC 3261 §12.2, RFC 3311 §5.1). */
const refreshesTarget = (method: string): boolean => method === 'UPDATE';

export const requestInDialog = setup({
  types: {
    input: {} as RequestInDialogInput,
    context: {} as Context,
    events: {} as ToRequestInDialog,
    meta: {} as ChartMeta
  },
  delays: {
    dialogLimit: ({ context }) => context.surroundings.timers.T1
  },
  guards: {
    namesTarget: ({ context, event }) => {
      assertEvent(event, 'transaction.200-699');
      return refreshesTarget(context.method) && event.response.status < 300;
    },
    dialogIsLost: ({ event }) => {
      assertEvent(event, 'transaction.200-699');
      const { status } = event.response;
      return status === 408 || status === 481;
    }
  },
  actions: {
    askDialog: sendTo(
      ({ context }) => context.dialog,
      ({ context: { method, fields, body }, self }) => ({
        type: 'user.request' as const,
        method,
        fields,
        body,
        user: self
      })
    ),
    passTargetToDialog: sendTo(
      ({ context }) => context.dialog,
      ({ event }) => {
        assertEvent(event, 'transaction.200-699');
        return { type: 'request.2xx' as const, response: event.response };
      }
    ),
    informDialogOfLoss: sendTo(({ context }) => context.dialog, { type: 'request.lost' as const }),
    noteAnswer: assign({
      outcome: ({ event }) => {
        assertEvent(event, 'transaction.200-699');
        return { kind: 'answered' as const, response: event.response };
      }
    }),
    noteFailure: assign({
      outcome: ({ event }) => {
        assertEvent(event, 'transaction.error');
        return { kind: 'error' as const, error: event.error };
      }
    }),
    noteOutcome: assign((_, params: { readonly kind: 'gone' | 'timeout' }) => ({ outcome: params }))
  }
}).createMachine({
  id: 'requestInDialog',
  description: 'A request of ours inside a dialog, and its answer.',
  meta: {
    rfc: '3261§12.2.1',
    timers: {
      dialogLimit: {
        value: 'T1',
        ms: 500,
        reason: 'a dialog answers at once, and one that has ended does not, of which the RFC knows nothing'
      }
    }
  },
  context: ({ input }) => ({ outcome: undefined, ...input }),
  initial: 'Requesting',
  states: {
    Requesting: {
      description:
        'The dialog is asked to send it: it gives it its number and way, or says that it is over. Bounded by T1.',
      meta: { rfc: '3261§12.2.1.1' },
      entry: 'askDialog',
      after: {
        dialogLimit: {
          target: 'Terminated',
          actions: { type: 'noteOutcome', params: { kind: 'gone' } },
          meta: { rfc: '3261§12.2.1.1' }
        }
      },
      on: {
        'dialog.sent': { target: 'Trying', meta: { rfc: '3261§12.2.1.1' } },
        'dialog.gone': {
          target: 'Terminated',
          actions: { type: 'noteOutcome', params: { kind: 'gone' } },
          meta: { rfc: '3261§12.2.1.1' }
        }
      }
    },
    Trying: {
      description: 'It is out. Bounded by its transaction, Timer F at the latest.',
      meta: { rfc: '3261§12.2.1.2', boundedBy: { 'transaction.timeout': ['nonInviteClient.timerF'] } },
      on: {
        'transaction.200-699': [
          {
            guard: 'namesTarget',
            target: 'Terminated',
            actions: ['passTargetToDialog', 'noteAnswer'],
            meta: { rfc: '3261§12.2.1.2' }
          },
          {
            guard: 'dialogIsLost',
            target: 'Terminated',
            actions: ['informDialogOfLoss', 'noteAnswer'],
            meta: { rfc: '3261§12.2.1.2' }
          },
          { target: 'Terminated', actions: 'noteAnswer', meta: { rfc: '3261§12.2.1.2' } }
        ],
        'transaction.timeout': {
          target: 'Terminated',
          actions: ['informDialogOfLoss', { type: 'noteOutcome', params: { kind: 'timeout' } }],
          meta: { rfc: '3261§12.2.1.2' }
        },
        'transaction.error': { target: 'Terminated', actions: 'noteFailure', meta: { rfc: '3261§8.1.3.1' } }
      }
    },
    Terminated: { type: 'final', description: 'Over.', meta: { rfc: '3261§12.2.1' } }
  }
});
