/** The state of a dialog, and how a request and its response make it: RFC 3261 §12.1. */
import { Fault } from '../message/fault.ts';
import { contact } from '../message/headers/contact.ts';
import { cseqLimit } from '../message/headers/cseq.ts';
import type { NameAddr } from '../message/headers/name-addr.ts';
import type { To } from '../message/headers/to.ts';
import type { SipMessage, SipRequest, SipResponse } from '../message/message.ts';
import { isSipUri, type Uri } from '../message/uri/uri.ts';
import type { DialogId } from './id.ts';
import { recordedRoutes } from './route-set.ts';

/** A dialog as the RFC describes it (§12). */
export interface DialogState {
  readonly id: DialogId;
  /** CSeq of our last request; undefined before the first. */
  readonly localSequence: number | undefined;
  /** CSeq of the peer's last request; undefined before the first. */
  readonly remoteSequence: number | undefined;
  /** Our address with our tag: the From of our requests. */
  readonly local: To;
  /** The peer's address with its tag: the To of our requests. */
  readonly remote: To;
  /** The peer's Contact: where our requests go. */
  readonly remoteTarget: Uri;
  readonly secure: boolean;
  readonly routeSet: readonly NameAddr[];
}

/** The one SIP URI of a Contact; undefined when there is none, or more, or it is malformed. */
export function contactUri(message: SipMessage): Uri | undefined {
  const contacts = message.all(contact);
  if (contacts instanceof Fault || contacts.length !== 1) return undefined;
  const [only] = contacts;
  return only === undefined || only === '*' || !isSipUri(only.uri) ? undefined : only.uri;
}

const isSecure = (request: SipRequest, overTls: boolean): boolean => overTls && request.requestUri.scheme === 'sips';

/** The dialog that a UAS makes with a response to an INVITE (§12.1.1). `overTls` says how the request came. */
export function uasDialog(request: SipRequest, localTag: string, overTls: boolean): DialogState {
  return {
    id: { callId: request.callId, localTag, remoteTag: request.from.tag ?? '' },
    localSequence: undefined,
    remoteSequence: request.cseq.sequence,
    local: { ...request.to, parameters: request.to.parameters.with('tag', localTag), tag: localTag },
    remote: request.from,
    remoteTarget: contactUri(request) ?? request.from.uri,
    secure: isSecure(request, overTls),
    routeSet: recordedRoutes(request)
  };
}

/** The dialog that a response to our INVITE makes (§12.1.2): the route set is the Record-Route turned round. */
export function uacDialog(request: SipRequest, response: SipResponse, overTls: boolean): DialogState {
  return {
    id: { callId: request.callId, localTag: request.from.tag ?? '', remoteTag: response.to.tag ?? '' },
    localSequence: request.cseq.sequence,
    remoteSequence: undefined,
    local: request.from,
    remote: response.to,
    remoteTarget: contactUri(response) ?? request.requestUri,
    secure: isSecure(request, overTls),
    routeSet: recordedRoutes(response).toReversed()
  };
}

/** An early dialog confirmed by a 2xx: the route set and the target are taken from it again (§13.2.2.4). */
export function confirmedBy(state: DialogState, response: SipResponse): DialogState {
  return {
    ...state,
    remoteTarget: contactUri(response) ?? state.remoteTarget,
    routeSet: recordedRoutes(response).toReversed()
  };
}

/** After a target refresh request or its response (§12.2.1.2, §12.2.2): the Contact is the new target, the route set stays. */
export function refreshedBy(state: DialogState, message: SipMessage): DialogState {
  return { ...state, remoteTarget: contactUri(message) ?? state.remoteTarget };
}

/** Whether a request of the peer comes in order: its CSeq is above the last one; gaps are legal (§12.2.2). */
export function isInOrder({ remoteSequence }: DialogState, request: SipRequest): boolean {
  return remoteSequence === undefined || request.cseq.sequence > remoteSequence;
}

/** After a request of the peer that came in order. */
export function withRemoteSequence(state: DialogState, request: SipRequest): DialogState {
  return { ...state, remoteSequence: request.cseq.sequence };
}

/** The CSeq of our next request (§12.2.1.1); undefined when there is no number left, and the dialog can only be dropped. */
export function nextLocalSequence({ localSequence = 0 }: DialogState): number | undefined {
  return localSequence + 1 < cseqLimit ? localSequence + 1 : undefined;
}
