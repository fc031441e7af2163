/**
 * Who may say what to whom.
 *
 * Upward: the transport speaks `transport.*`, a transaction `transaction.*`, an INVITE's user agent side `invite.*`, a
 * dialog `dialog.*`. Downward everybody is a `user.*`. Where a figure of the RFC writes a class of response on an arrow,
 * the event's type carries the class.
 */
import type { Sendable, SipRequest, SipResponse } from '../src/message/message.ts';
import type { InviteAnswer, TypedBody } from '../src/dialog/response.ts';
import type { HeaderField } from '../src/message/field.ts';
import type { Flow } from '../src/transaction/flow.ts';
import type { NameAddr } from '../src/message/headers/name-addr.ts';
import type { DialogInput } from './dialog.ts';
import type { RequestInDialogInput, requestInDialog } from './request-in-dialog.ts';
import type { reliableProvisional } from './reliable-provisional.ts';
import type { Hop, Outgoing } from './surroundings.ts';
import type { uacInvite } from './uac-invite.ts';
import type { UacReInviteInput, uacReInvite } from './uac-re-invite.ts';
import type { uasInvite } from './uas-invite.ts';
import type { ActorRef, ActorRefFrom, EventObject, Snapshot } from './xstate.ts';

/** An actor known only by what it may be told. */
export type Recipient<TEvent extends EventObject> = ActorRef<Snapshot<unknown>, TEvent>;

/** One event type for each of the names, all with the same payload. */
type Saying<TType extends string, TPayload> = TType extends string ? { readonly type: TType } & TPayload : never;

// --- the transport ---------------------------------------------------------------------------------------------------

/** What a sender hears of a message that could not be sent (§18.4). */
export type TransportError = { readonly type: 'transport.error'; readonly error: Error };

/** What a transport actor may be told. */
export type ToTransport =
  | {
      readonly type: 'send';
      readonly message: Sendable;
      /** Where a request goes; where the request of a response came from (§18.2.2). */
      readonly flow: Flow;
      /** Who is told when it cannot be sent. */
      readonly sender?: Recipient<TransportError>;
    }
  | { readonly type: 'close'; readonly flow: Flow };

/** A transport actor. */
export type TransportRef = Recipient<ToTransport>;

// --- transactions ----------------------------------------------------------------------------------------------------

/** From below, to an INVITE client transaction. */
export type ToInviteClient =
  | Saying<'transport.1xx' | 'transport.2xx' | 'transport.300-699', { readonly response: SipResponse }>
  | TransportError
  /** From the user: it gives up on an INVITE that was cancelled 64·T1 ago (§9.1) or by Timer C (§16.8). */
  | { readonly type: 'user.abandon' };

/** From below, to a non-INVITE client transaction. */
export type ToNonInviteClient =
  | Saying<'transport.1xx' | 'transport.200-699', { readonly response: SipResponse }>
  | TransportError;

/** What the user of an INVITE server transaction may answer. */
export type InviteResponse = Saying<'user.1xx' | 'user.2xx' | 'user.300-699', { readonly response: SipResponse }>;

/** What the user of a non-INVITE server transaction may answer. */
export type NonInviteResponse = Saying<'user.1xx' | 'user.200-699', { readonly response: SipResponse }>;

/** An INVITE server transaction, as its user sees it. */
export type InviteServerRef = Recipient<InviteResponse>;

/** A non-INVITE server transaction, as its user sees it. */
export type NonInviteServerRef = Recipient<NonInviteResponse>;

/** To an INVITE server transaction. */
export type ToInviteServer =
  | Saying<'transport.INVITE' | 'transport.ACK', { readonly request: SipRequest }>
  | TransportError
  | InviteResponse;

/** To a non-INVITE server transaction. */
export type ToNonInviteServer =
  | { readonly type: 'transport.request'; readonly request: SipRequest }
  | TransportError
  | NonInviteResponse;

/** What a client transaction tells its user. An INVITE's final response is a 2xx or a 300-699, any other's a 200-699. */
export type FromClientTransaction =
  | Saying<
      'transaction.1xx' | 'transaction.2xx' | 'transaction.300-699' | 'transaction.200-699',
      { readonly response: SipResponse }
    >
  | TransactionFailure;

/** A transaction that ended without a final response. */
export type TransactionFailure =
  | { readonly type: 'transaction.timeout' }
  | { readonly type: 'transaction.error'; readonly error: Error };

/** A request, and the way its sender is reached. */
export interface Arrival {
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly transport: TransportRef;
}

/** What a server transaction tells its user. */
export type FromServerTransaction =
  | ({ readonly type: 'transaction.INVITE'; readonly transaction: InviteServerRef } & Arrival)
  | ({ readonly type: 'transaction.request'; readonly transaction: NonInviteServerRef } & Arrival)
  /** An ACK that reached a transaction in Accepted (RFC 6026 §7.1). */
  | { readonly type: 'transaction.ACK'; readonly request: SipRequest }
  | TransactionFailure;

// --- the transaction table -------------------------------------------------------------------------------------------

/** What the transaction table may be told: messages from below, requests to start something from above. */
export type ToTransactionTable =
  | ({ readonly type: 'transport.request' } & Arrival)
  | { readonly type: 'transport.response'; readonly response: SipResponse }
  /** Start a client transaction for this request. */
  | ({ readonly type: 'user.request'; readonly user: Recipient<FromClientTransaction> } & Arrival)
  /** Give up the client transaction of this INVITE. */
  | { readonly type: 'user.abandon'; readonly request: SipRequest }
  /** Start a dialog; the one who asks is told which. */
  | {
      readonly type: 'user.dialog';
      readonly input: DialogInput;
      readonly starter: Recipient<DialogStarted>;
    };

/** The table's answer to `user.dialog`. */
export type DialogStarted = { readonly type: 'dialog.started'; readonly dialog: DialogRef };

// --- INVITEs and dialogs ---------------------------------------------------------------------------------------------

/** What the UAS side of an INVITE may be told. */
export type ToUasInvite =
  /** The application: a provisional response (101 to 199), the 2xx, or another final one. */
  | Saying<'user.ring' | 'user.answer' | 'user.reject', { readonly answer: InviteAnswer }>
  | { readonly type: 'transaction.CANCEL'; readonly request: SipRequest }
  | { readonly type: 'transaction.ACK'; readonly request: SipRequest }
  | Prack
  | FromReliableProvisional
  /** The core: it watches our reliable provisional response for its PRACK. */
  | { readonly type: 'reliable.started'; readonly reliable: Recipient<ToReliableProvisional> }
  | DialogStarted
  /** The peer ended the dialog by BYE while the INVITE was pending. */
  | { readonly type: 'dialog.ended' };

/** A PRACK, and what answers it (RFC 3262 §3). */
export type Prack = {
  readonly type: 'transaction.PRACK';
  readonly request: SipRequest;
  readonly transaction: NonInviteServerRef;
};

/** What a reliable provisional response may be told. */
export type ToReliableProvisional =
  | Prack
  /** The INVITE has its final response, or is over. */
  | { readonly type: 'invite.ended' };

/** What a reliable provisional response tells the UAS side of its INVITE. */
export type FromReliableProvisional =
  | { readonly type: 'reliable.acknowledged'; readonly request: SipRequest }
  /** No PRACK came within 64·T1. */
  | { readonly type: 'reliable.unacknowledged' };

/** The UAS side of an INVITE wants the reliable provisional response that it has sent watched for its PRACK. */
export type FromUasInvite = {
  readonly type: 'invite.reliable';
  readonly response: SipResponse;
  readonly offers: boolean;
  readonly transaction: InviteServerRef;
  readonly invite: Recipient<ToUasInvite>;
};

/** What the UAC side of an INVITE may be told. */
export type ToUacInvite = FromClientTransaction | DialogStarted | { readonly type: 'user.cancel' };

/** What an INVITE tells its dialog. */
export type FromInvite =
  /** UAC: a 2xx came, the first one or again. */
  | { readonly type: 'invite.2xx'; readonly response: SipResponse }
  /** UAS: our 2xx to this INVITE is out. */
  | { readonly type: 'invite.accepted'; readonly request: SipRequest }
  /** UAS: no ACK came within 64·T1 (§13.3.1.4). */
  | { readonly type: 'invite.unacknowledged' }
  /** It is over: refused, cancelled, failed, or acknowledged. */
  | { readonly type: 'invite.ended' };

/** What a request of ours inside a dialog tells it. */
export type FromRequestInDialog =
  /** Send this; the user is told what came of it, and the transaction's words go to it. */
  | {
      readonly type: 'user.request';
      readonly method: string;
      readonly fields: readonly HeaderField[];
      readonly body: TypedBody | undefined;
      readonly user: Recipient<FromDialogToUser | FromClientTransaction>;
    }
  /** A 2xx that may name a new target (RFC 3311 §5.1). */
  | { readonly type: 'request.2xx'; readonly response: SipResponse }
  /** The peer has no such dialog, or does not answer any more (§12.2.1.2). */
  | { readonly type: 'request.lost' }
  /** The 2xx of a re-INVITE: it wants its ACK. */
  | {
      readonly type: 'reInvite.2xx';
      readonly request: SipRequest;
      readonly response: SipResponse;
      readonly user: Recipient<FromDialogToUser>;
    }
  /** A re-INVITE of ours has ended otherwise than by a 2xx. */
  | { readonly type: 'reInvite.ended' };

/** What a dialog answers whom it is asked to send for. */
export type FromDialogToUser =
  | { readonly type: 'dialog.sent'; readonly sent: Outgoing }
  | { readonly type: 'dialog.ack'; readonly ack: Outgoing }
  /** Another INVITE is pending in it, of either side (§14.1). */
  | { readonly type: 'dialog.busy' }
  /** It has ended, or is ending. */
  | { readonly type: 'dialog.gone' };

/** What the UAC side of a re-INVITE may be told. */
export type ToReInvite = FromClientTransaction | FromDialogToUser | { readonly type: 'user.cancel' };

/** What a request inside a dialog may be told. */
export type ToRequestInDialog = FromClientTransaction | FromDialogToUser;

/** What a dialog may be told. */
export type ToDialog =
  | FromInvite
  | FromRequestInDialog
  | { readonly type: 'transaction.ACK'; readonly request: SipRequest }
  | ({ readonly type: 'transaction.INVITE'; readonly transaction: InviteServerRef } & Arrival)
  | Saying<'transaction.BYE' | 'transaction.request', { readonly transaction: NonInviteServerRef } & Arrival>
  /** The core: this is the UAS side of the re-INVITE it was handed. */
  | { readonly type: 'core.invite'; readonly invite: Recipient<ToUasInvite> }
  | FromClientTransaction
  /** Hang up. */
  | { readonly type: 'user.bye' };

/** A dialog. */
export type DialogRef = Recipient<ToDialog>;

/** What a dialog hands on to the core: requests that came in order and that it does not answer itself. */
export type FromDialog =
  | ({ readonly type: 'dialog.INVITE'; readonly transaction: InviteServerRef; readonly dialog: DialogRef } & Arrival)
  | ({
      readonly type: 'dialog.request';
      readonly transaction: NonInviteServerRef;
      /** The INVITE of the peer that is pending in it: what a PRACK is for (RFC 3262 §3). */
      readonly invite: Recipient<ToUasInvite> | undefined;
    } & Arrival);

// --- the core and the application ------------------------------------------------------------------------------------

/** What the user agent core may be told. */
export type ToUserAgentCore =
  | FromServerTransaction
  | FromDialog
  | FromUasInvite
  /** The application calls somebody; `id` names the INVITE in the core's snapshot. */
  | { readonly type: 'user.invite'; readonly id: string; readonly input: CallInput }
  /** The application changes a session, or asks something inside a dialog; `id` names it in the core's snapshot. */
  | {
      readonly type: 'user.reInvite';
      readonly id: string;
      readonly input: Pick<UacReInviteInput, 'dialog' | 'ownsCallId' | 'fields' | 'body'>;
    }
  | {
      readonly type: 'user.requestInDialog';
      readonly id: string;
      readonly input: Omit<RequestInDialogInput, 'surroundings'>;
    }
  /** No new calls from now on: 503. */
  | { readonly type: 'user.drain' };

/** What the application decides of a call it places. */
export interface CallInput {
  readonly request: SipRequest;
  readonly hop: Hop;
  readonly localContact: NameAddr;
}

/** The UAS side of an INVITE, as the application sees it. */
export type UasInviteRef = ActorRefFrom<typeof uasInvite>;
/** A reliable provisional response that waits for its PRACK. */
export type ReliableProvisionalRef = ActorRefFrom<typeof reliableProvisional>;
/** The UAC side of an INVITE, as the application sees it. */
export type UacInviteRef = ActorRefFrom<typeof uacInvite>;

/** The UAC side of a re-INVITE, as the application sees it. */
export type UacReInviteRef = ActorRefFrom<typeof uacReInvite>;
/** A request inside a dialog, as the application sees it. */
export type RequestInDialogRef = ActorRefFrom<typeof requestInDialog>;

/** What the core tells the application: an INVITE to answer, inside `dialog` when it is a re-INVITE. */
export type FromUserAgentCore = {
  readonly type: 'core.INVITE';
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly invite: UasInviteRef;
  readonly dialog: DialogRef | undefined;
};
