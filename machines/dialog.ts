/**
 * Dialog: RFC 3261 §12, with the session's end of §15.
 *
 * In: `invite.*` from the INVITE that made it, requests inside the dialog as `transaction.*`, the outcome of our BYE as
 * `transaction.*`, `user.bye`, and the requests inside it that others want sent: `user.request`, `request.*`, `reInvite.*`.
 * Out: ACK to the transport; `user.request` (our BYE, and those requests) to the table; `dialog.*` to who wants them sent; responses to server transactions; `transaction.ACK`
 * and `dialog.ended` to the INVITE; `dialog.INVITE` and `dialog.request` to the core.
 */
import { buildRequestInDialog } from '../src/dialog/request.ts';
import type { TypedBody } from '../src/dialog/response.ts';
import { routeRequest } from '../src/dialog/route-set.ts';
import {
  confirmedBy,
  type DialogState,
  isInOrder,
  nextLocalSequence,
  refreshedBy,
  withRemoteSequence
} from '../src/dialog/state.ts';
import { type HeaderField, makeField } from '../src/message/field.ts';
import { contact } from '../src/message/headers/contact.ts';
import { contentType } from '../src/message/headers/content-type.ts';
import type { NameAddr } from '../src/message/headers/name-addr.ts';
import { buildResponse } from '../src/message/response.ts';
import { newVia } from '../src/transaction/branch.ts';
import type { FromDialog, FromDialogToUser, Recipient, ToDialog, ToUasInvite } from './events.ts';
import type { ChartMeta } from './meta.ts';
import type { Hop, Outgoing, Surroundings } from './surroundings.ts';
import { assertEvent, assign, sendTo, setup } from './xstate.ts';

/** What a dialog is started with. */
export interface DialogInput {
  readonly state: DialogState;
  /** Whether we sent the INVITE or received it. */
  readonly role: 'UAC' | 'UAS';
  /** True when a 2xx makes the dialog, false when a provisional response does. */
  readonly confirmed: boolean;
  /** Where the INVITE went or came from: the way to a peer whose Contact cannot be reached (a host name, a NAT). */
  readonly hop: Hop;
  readonly localContact: NameAddr;
  /** UAS: the INVITE that is still to be answered or acknowledged. */
  readonly invite: Recipient<ToUasInvite> | undefined;
  readonly core: Recipient<FromDialog>;
  /** How long a call may last, ms; then we send BYE. */
  readonly longestCall: number;
  readonly surroundings: Surroundings;
}

/** Who or what ended a dialog. */
export type DialogEnd = 'local' | 'remote' | 'longest-call' | 'unacknowledged' | 'lost' | 'invite-ended' | undefined;

interface Context extends DialogInput {
  /** Our ACK of the 2xx, kept because each repeated 2xx gets it again (§13.2.2.4). */
  readonly ack: Outgoing | undefined;
  readonly bye: Outgoing | undefined;
  /** The number of the INVITE that made the dialog, when it is ours. */
  readonly inviteSequence: number | undefined;
  /** The last request that somebody else wanted sent. */
  readonly sent: Outgoing | undefined;
  /** Whether a re-INVITE of ours is without its final response. */
  readonly reInviting: boolean;
  readonly endedBy: DialogEnd;
}

const inviteOf = ({ invite, surroundings }: Context): Recipient<ToUasInvite> => invite ?? surroundings.nobody;

/** What a request says beside what the dialog knows. */
interface Content {
  readonly fields?: readonly HeaderField[];
  readonly body?: TypedBody | undefined;
}

function outgoing(context: Context, method: string, sequence: number, { fields = [], body }: Content = {}): Outgoing {
  const { state, surroundings } = context;
  const hop = surroundings.route(routeRequest(state.routeSet, state.remoteTarget).nextHop) ?? context.hop;
  const via = newVia(hop.flow, surroundings.entropy);
  const type = body === undefined ? [] : [makeField(contentType.name, body.type)];
  const parts = {
    method,
    via,
    sequence,
    fields: [...fields, ...type],
    ...(body !== undefined && { body: body.bytes })
  };
  return surroundings.fit({ request: buildRequestInDialog(state, parts), hop });
}

/** The methods of requests that name our Contact as the peer's target (§12.2, RFC 3311 §5.1). */
const refreshesTarget = (method: string): boolean => method === 'INVITE' || method === 'UPDATE';

function userOf(event: ToDialog): Recipient<FromDialogToUser> {
  assertEvent(event, ['user.request', 'reInvite.2xx']);
  return event.user;
}

export const dialog = setup({
  types: {
    input: {} as DialogInput,
    context: {} as Context,
    events: {} as ToDialog,
    output: {} as DialogEnd,
    meta: {} as ChartMeta
  },
  delays: {
    longestCall: ({ context }) => context.longestCall
  },
  guards: {
    answeredByPeer: ({ context }) => context.confirmed && context.role === 'UAC',
    answeredByUser: ({ context }) => context.confirmed && context.role === 'UAS',
    acknowledged: ({ context }) => context.ack !== undefined,
    calledByPeer: ({ context }) => context.role === 'UAS',
    calledByUser: ({ context }) => context.role === 'UAC',
    outOfOrder: ({ context, event }) => {
      assertEvent(event, ['transaction.BYE', 'transaction.INVITE', 'transaction.request']);
      return !isInOrder(context.state, event.request);
    },
    byeMustWait: ({ context }) => context.invite !== undefined && context.bye === undefined,
    invitePending: ({ context }) => context.invite !== undefined,
    cannotSend: ({ context }) => context.endedBy !== undefined || nextLocalSequence(context.state) === undefined,
    asksForInvite: ({ event }) => {
      assertEvent(event, 'user.request');
      return event.method === 'INVITE';
    },
    inviteMustWait: ({ context, event }) => {
      assertEvent(event, 'user.request');
      return event.method === 'INVITE' && (context.invite !== undefined || context.reInviting);
    },
    anyInvitePending: ({ context }) => context.invite !== undefined || context.reInviting,
    notHangingUp: ({ context }) => context.bye === undefined,
    sequenceExhausted: ({ context }) => nextLocalSequence(context.state) === undefined
  },
  actions: {
    confirm: assign({
      state: ({ context, event }) => {
        assertEvent(event, 'invite.2xx');
        return confirmedBy(context.state, event.response);
      }
    }),
    buildAck: assign({
      // A caller's dialog begins with a local sequence number: its INVITE's (§12.1.2), whatever was sent since.
      ack: ({ context }) => outgoing(context, 'ACK', context.inviteSequence as number)
    }),
    sendAck: sendTo(
      ({ context }) => (context.ack as Outgoing).hop.transport,
      ({ context }) => {
        const { request, hop } = context.ack as Outgoing;
        return { type: 'send' as const, message: request, flow: hop.flow };
      }
    ),
    passAckToInvite: sendTo(
      ({ context }) => inviteOf(context),
      ({ event }) => {
        assertEvent(event, 'transaction.ACK');
        return { type: 'transaction.ACK' as const, request: event.request };
      }
    ),
    refreshTarget: assign({
      state: ({ context, event }) => {
        assertEvent(event, 'invite.accepted');
        return refreshedBy(context.state, event.request);
      }
    }),
    noteSequence: assign({
      state: ({ context, event }) => {
        assertEvent(event, ['transaction.BYE', 'transaction.INVITE', 'transaction.request']);
        return withRemoteSequence(context.state, event.request);
      }
    }),
    noteInvite: assign({
      invite: ({ event }) => {
        assertEvent(event, 'core.invite');
        return event.invite;
      }
    }),
    forgetInvite: assign({ invite: undefined }),
    refuseOutOfOrder: sendTo(
      ({ event }) => {
        assertEvent(event, ['transaction.BYE', 'transaction.request']);
        return event.transaction;
      },
      ({ event }) => {
        assertEvent(event, ['transaction.BYE', 'transaction.request']);
        return { type: 'user.200-699' as const, response: buildResponse(event.request, 500) };
      }
    ),
    refuseInviteOutOfOrder: sendTo(
      ({ event }) => {
        assertEvent(event, 'transaction.INVITE');
        return event.transaction;
      },
      ({ event }) => {
        assertEvent(event, 'transaction.INVITE');
        return { type: 'user.300-699' as const, response: buildResponse(event.request, 500) };
      }
    ),
    refuseInviteWhilePending: sendTo(
      ({ event }) => {
        assertEvent(event, 'transaction.INVITE');
        return event.transaction;
      },
      ({ context, event }) => {
        assertEvent(event, 'transaction.INVITE');
        const retryAfter = makeField('Retry-After', String(context.surroundings.entropy.below(11)));
        const response =
          // Without one of the peer's it is ours that is pending.
          context.invite === undefined
            ? buildResponse(event.request, 491)
            : buildResponse(event.request, 500, { fields: [retryAfter] });
        return { type: 'user.300-699' as const, response };
      }
    ),
    acceptBye: sendTo(
      ({ event }) => {
        assertEvent(event, 'transaction.BYE');
        return event.transaction;
      },
      ({ event }) => {
        assertEvent(event, 'transaction.BYE');
        return { type: 'user.200-699' as const, response: buildResponse(event.request, 200) };
      }
    ),
    endInvite: sendTo(({ context }) => inviteOf(context), {
      type: 'dialog.ended' as const
    }),
    passInviteToCore: sendTo(
      ({ context }) => context.core,
      ({ event, self }) => {
        assertEvent(event, 'transaction.INVITE');
        const { request, flow, transport, transaction } = event;
        return { type: 'dialog.INVITE' as const, request, flow, transport, transaction, dialog: self };
      }
    ),
    passRequestToCore: sendTo(
      ({ context }) => context.core,
      ({ context, event }) => {
        assertEvent(event, 'transaction.request');
        return { ...event, type: 'dialog.request' as const, invite: context.invite };
      }
    ),
    buildRequest: assign(({ context, event }) => {
      assertEvent(event, 'user.request');
      const sequence = nextLocalSequence(context.state) as number; // `cannotSend` came first
      const { method, body } = event;
      const own = refreshesTarget(method) ? [makeField(contact.name, contact.format(context.localContact))] : [];
      const sent = outgoing(context, method, sequence, { fields: [...own, ...event.fields], body });
      return { sent, state: { ...context.state, localSequence: sequence } };
    }),
    noteReInvite: assign({ reInviting: true }),
    forgetReInvite: assign({ reInviting: false }),
    sendRequest: sendTo(
      ({ context }) => context.surroundings.table,
      ({ context, event }) => {
        assertEvent(event, 'user.request');
        const { request, hop } = context.sent as Outgoing;
        return { type: 'user.request' as const, request, ...hop, user: event.user };
      }
    ),
    saySent: sendTo(
      ({ event }) => userOf(event),
      ({ context }) => ({ type: 'dialog.sent' as const, sent: context.sent as Outgoing })
    ),
    sayBusy: sendTo(({ event }) => userOf(event), { type: 'dialog.busy' as const }),
    sayGone: sendTo(({ event }) => userOf(event), { type: 'dialog.gone' as const }),
    refreshTargetByResponse: assign({
      state: ({ context, event }) => {
        assertEvent(event, ['request.2xx', 'reInvite.2xx']);
        return refreshedBy(context.state, event.response);
      }
    }),
    // Its CSeq is that of the re-INVITE (§13.2.2.4).
    sayAck: sendTo(
      ({ event }) => userOf(event),
      ({ context, event }) => {
        assertEvent(event, 'reInvite.2xx');
        return { type: 'dialog.ack' as const, ack: outgoing(context, 'ACK', event.request.cseq.sequence) };
      }
    ),
    buildBye: assign(({ context }) => {
      const sequence = nextLocalSequence(context.state) as number; // `sequenceExhausted` came first
      const bye = outgoing(context, 'BYE', sequence);
      return { bye, state: { ...context.state, localSequence: sequence } };
    }),
    sendBye: sendTo(
      ({ context }) => context.surroundings.table,
      ({ context, self }) => {
        const { request, hop } = context.bye as Outgoing;
        return { type: 'user.request' as const, request, flow: hop.flow, transport: hop.transport, user: self };
      }
    ),
    noteEnd: assign((_, params: { readonly by: DialogEnd }) => ({ endedBy: params.by }))
  }
}).createMachine({
  id: 'dialog',
  description: 'A dialog, from the response that makes it to the BYE that ends it.',
  meta: {
    rfc: '3261§12',
    timers: {
      longestCall: {
        value: '4 h unless set',
        ms: 14_400_000,
        reason: 'no call for ever: BYE is the only end of a session in the RFC'
      }
    }
  },
  context: ({ input }) => ({
    ack: undefined,
    bye: undefined,
    inviteSequence: input.state.localSequence,
    sent: undefined,
    reInviting: false,
    endedBy: undefined,
    ...input
  }),
  output: ({ context }) => context.endedBy,
  initial: 'Early',
  states: {
    Early: {
      description: 'Made by a provisional response. Bounded by its INVITE, which ends in a 2xx or in `invite.ended`.',
      meta: {
        rfc: '3261§12.1',
        boundedBy: { 'invite.ended': ['uasInvite.answerLimit', 'uacInvite.cancelLimit', 'uacInvite.timerM'] }
      },
      always: [
        {
          guard: 'answeredByPeer',
          target: 'Confirmed',
          actions: ['buildAck', 'sendAck'],
          meta: { rfc: '3261§13.2.2.4' }
        },
        { guard: 'answeredByUser', target: 'Confirmed', meta: { rfc: '3261§12.1' } }
      ],
      on: {
        'invite.2xx': {
          guard: 'calledByUser',
          target: 'Confirmed',
          actions: ['confirm', 'buildAck', 'sendAck'],
          meta: { rfc: '3261§13.2.2.4' }
        },
        'invite.accepted': { guard: 'calledByPeer', target: 'Confirmed', meta: { rfc: '3261§12.1' } },
        'invite.ended': {
          target: 'Terminated',
          actions: { type: 'noteEnd', params: { by: 'invite-ended' } },
          meta: { rfc: '3261§12.3' }
        },
        'transaction.BYE': [
          { guard: 'outOfOrder', actions: 'refuseOutOfOrder', meta: { rfc: '3261§12.2.2' } },
          {
            target: 'Terminated',
            actions: ['acceptBye', 'endInvite', { type: 'noteEnd', params: { by: 'remote' } }],
            meta: { rfc: '3261§15.1.2' }
          }
        ],
        'transaction.INVITE': [
          { guard: 'outOfOrder', actions: 'refuseInviteOutOfOrder', meta: { rfc: '3261§12.2.2' } },
          { actions: ['noteSequence', 'refuseInviteWhilePending'], meta: { rfc: '3261§14.2' } }
        ],
        'transaction.request': [
          { guard: 'outOfOrder', actions: 'refuseOutOfOrder', meta: { rfc: '3261§12.2.2' } },
          { actions: ['noteSequence', 'passRequestToCore'], meta: { rfc: '3261§12.2.2' } }
        ],
        'user.request': [
          { guard: 'cannotSend', actions: 'sayGone', meta: { rfc: '3261§12.2.1.1' } },
          { guard: 'asksForInvite', actions: 'sayBusy', meta: { rfc: '3261§14.1' } },
          { actions: ['buildRequest', 'saySent', 'sendRequest'], meta: { rfc: '3261§12.2.1.1' } }
        ],
        'request.2xx': { actions: 'refreshTargetByResponse', meta: { rfc: '3261§12.2.1.2' } }
      }
    },
    Confirmed: {
      description: 'Made or confirmed by a 2xx. Bounded by the longest call, then by the transaction of our BYE.',
      meta: { rfc: '3261§12.1' },
      after: {
        longestCall: [
          {
            guard: 'byeMustWait',
            target: '.byeOwed',
            actions: { type: 'noteEnd', params: { by: 'longest-call' } },
            meta: { rfc: '3261§15' }
          },
          {
            guard: 'notHangingUp',
            target: '.hangingUp',
            actions: { type: 'noteEnd', params: { by: 'longest-call' } },
            meta: { rfc: '3261§15.1.1' }
          }
        ]
      },
      on: {
        'invite.2xx': { guard: 'acknowledged', actions: 'sendAck', meta: { rfc: '3261§13.2.2.4' } },
        'invite.accepted': { actions: 'refreshTarget', meta: { rfc: '3261§12.2.2' } },
        'invite.unacknowledged': {
          guard: 'notHangingUp',
          target: '.hangingUp',
          actions: ['forgetInvite', { type: 'noteEnd', params: { by: 'unacknowledged' } }],
          meta: { rfc: '3261§13.3.1.4' }
        },
        'invite.ended': { actions: 'forgetInvite', meta: { rfc: '3261§13.3.1.4' } },
        'core.invite': { actions: 'noteInvite', meta: { rfc: '3261§14.2' } },
        'transaction.ACK': { guard: 'invitePending', actions: 'passAckToInvite', meta: { rfc: '3261§13.3.1.4' } },
        'transaction.BYE': [
          { guard: 'outOfOrder', actions: 'refuseOutOfOrder', meta: { rfc: '3261§12.2.2' } },
          {
            target: 'Terminated',
            actions: ['acceptBye', 'endInvite', { type: 'noteEnd', params: { by: 'remote' } }],
            meta: { rfc: '3261§15.1.2' }
          }
        ],
        'transaction.INVITE': [
          { guard: 'outOfOrder', actions: 'refuseInviteOutOfOrder', meta: { rfc: '3261§12.2.2' } },
          {
            guard: 'anyInvitePending',
            actions: ['noteSequence', 'refuseInviteWhilePending'],
            meta: { rfc: '3261§14.2' }
          },
          { actions: ['noteSequence', 'passInviteToCore'], meta: { rfc: '3261§14.2' } }
        ],
        'transaction.request': [
          { guard: 'outOfOrder', actions: 'refuseOutOfOrder', meta: { rfc: '3261§12.2.2' } },
          { actions: ['noteSequence', 'passRequestToCore'], meta: { rfc: '3261§12.2.2' } }
        ],
        'user.request': [
          { guard: 'cannotSend', actions: 'sayGone', meta: { rfc: '3261§12.2.1.1' } },
          { guard: 'inviteMustWait', actions: 'sayBusy', meta: { rfc: '3261§14.1' } },
          {
            guard: 'asksForInvite',
            actions: ['buildRequest', 'noteReInvite', 'saySent', 'sendRequest'],
            meta: { rfc: '3261§14.1' }
          },
          { actions: ['buildRequest', 'saySent', 'sendRequest'], meta: { rfc: '3261§12.2.1.1' } }
        ],
        'reInvite.2xx': {
          actions: ['refreshTargetByResponse', 'forgetReInvite', 'sayAck'],
          meta: { rfc: '3261§13.2.2.4' }
        },
        'reInvite.ended': { actions: 'forgetReInvite', meta: { rfc: '3261§14.1' } },
        'request.2xx': { actions: 'refreshTargetByResponse', meta: { rfc: '3261§12.2.1.2' } }
      },
      initial: 'start',
      states: {
        start: {
          always: [
            { guard: 'calledByUser', target: 'established', meta: { rfc: '3261§13.2.2.4' } },
            { target: 'awaitingAck', meta: { rfc: '3261§13.3.1.4' } }
          ]
        },
        awaitingAck: {
          description: 'Our 2xx is out. Bounded by the INVITE: its ACK, or 64·T1.',
          meta: { rfc: '3261§13.3.1.4', boundedBy: { 'invite.unacknowledged': ['uasInvite.acknowledgementLimit'] } },
          on: {
            'invite.ended': { target: 'established', actions: 'forgetInvite', meta: { rfc: '3261§13.3.1.4' } },
            // The callee must not send BYE before the ACK has come or its wait is over (§15).
            'user.bye': {
              target: 'byeOwed',
              actions: { type: 'noteEnd', params: { by: 'local' } },
              meta: { rfc: '3261§15' }
            }
          }
        },
        byeOwed: {
          description:
            'We hang up, but an INVITE of the peer is pending. Bounded by it: its ACK, 64·T1, or its refusal.',
          meta: {
            rfc: '3261§15',
            boundedBy: {
              'invite.unacknowledged': ['uasInvite.acknowledgementLimit'],
              'invite.ended': ['uasInvite.answerLimit']
            }
          },
          on: {
            'invite.ended': { target: 'hangingUp', actions: 'forgetInvite', meta: { rfc: '3261§15' } }
          }
        },
        established: {
          description: 'The session is up. Bounded by the longest call.',
          on: {
            'user.bye': {
              target: 'hangingUp',
              actions: { type: 'noteEnd', params: { by: 'local' } },
              meta: { rfc: '3261§15.1.1' }
            },
            'request.lost': {
              target: 'hangingUp',
              actions: { type: 'noteEnd', params: { by: 'lost' } },
              meta: { rfc: '3261§12.2.1.2' }
            }
          }
        },
        hangingUp: {
          description: 'Our BYE is out. Bounded by its transaction, Timer F at the latest.',
          meta: { rfc: '3261§15.1.1', boundedBy: { 'transaction.timeout': ['nonInviteClient.timerF'] } },
          on: {
            'transaction.200-699': { target: '#dialog.Terminated', meta: { rfc: '3261§15.1.1' } },
            'transaction.timeout': { target: '#dialog.Terminated', meta: { rfc: '3261§15.1.1' } },
            'transaction.error': { target: '#dialog.Terminated', meta: { rfc: '3261§15.1.1' } }
          },
          initial: 'start',
          states: {
            start: {
              always: [
                { guard: 'sequenceExhausted', target: '#dialog.Terminated', meta: { rfc: '3261§12.2.1.1' } },
                { target: 'byeSent', actions: ['buildBye', 'sendBye'], meta: { rfc: '3261§15.1.1' } }
              ]
            },
            byeSent: {}
          }
        }
      }
    },
    Terminated: { type: 'final', description: 'Gone from the table.', meta: { rfc: '3261§12.3' } }
  }
});
