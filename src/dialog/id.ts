/** What identifies a dialog: RFC 3261 §12. */
import type { SipRequest, SipResponse } from '../message/message.ts';

/** Call-ID and the two tags, seen from our side. A peer of RFC 2543 may have no tag: `''`. */
export interface DialogId {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
}

/** The id as one text, for an index. */
export const dialogKey = ({ callId, localTag, remoteTag }: DialogId): string => `d ${callId} ${localTag} ${remoteTag}`;

/** The dialog a received request belongs to: the local tag is its To tag (§12.2.2). Undefined without a To tag. */
export function dialogIdOfRequest({ callId, to, from }: SipRequest): DialogId | undefined {
  return to.tag === undefined ? undefined : { callId, localTag: to.tag, remoteTag: from.tag ?? '' };
}

/** The dialog a received response belongs to: the local tag is its From tag (§12.1.2). Undefined without a To tag. */
export function dialogIdOfResponse({ callId, to, from }: SipResponse): DialogId | undefined {
  return to.tag === undefined ? undefined : { callId, localTag: from.tag ?? '', remoteTag: to.tag };
}
