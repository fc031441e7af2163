/** What identifies a transaction: RFC 3261 §17.1.3 (client), §17.2.3 (server). */
import { via } from '../message/headers/via.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { formatHostPort } from '../syntax/host.ts';
import { inOnePiece } from '../syntax/latin1.ts';
import { hasMagicCookie } from './branch.ts';

/** A transaction's key in the table; two messages of one transaction have the same. It outlives them, in a piece of its own. */
export type TransactionKey = string;

const inCapitals = /^[A-Z]+$/;

/**
 * A text without case and a method, which has case (§7.1), as one text without case: a method that is not all capitals, of
 * which there are none, is told by its characters' codes.
 */
function withMethod(text: string, method: string): string {
  const told = inCapitals.test(method) ? method : Array.from(method, (letter) => letter.charCodeAt(0)).join('.');
  // Made anew in one piece, it holds nothing of the message.
  return `${text} ${told}`.toLowerCase();
}

/** The key of a client transaction: the branch of the top Via and the method of the CSeq (§17.1.3). */
export function clientKey(message: SipRequest | SipResponse): TransactionKey {
  return withMethod(`c ${message.topmostVia.branch ?? ''}`, message.cseq.method);
}

function serverKeyFor(request: SipRequest, method: string): TransactionKey {
  const { topmostVia, from, to, callId, cseq } = request;
  if (hasMagicCookie(topmostVia.branch)) {
    return withMethod(`s ${topmostVia.branch} ${formatHostPort(topmostVia)}`, method);
  }
  // The RFC 2543 way: everything that a retransmission repeats. The To tag of an INVITE is left to `acknowledges`,
  // because its ACK has the tag of the response. Nothing behind the Via holds a space: two keys are the same only when
  // all their parts are.
  const toTag = method === 'INVITE' ? '' : (to.tag ?? '');
  const tags = `${from.tag ?? ''} ${toTag}`;
  return inOnePiece(
    `o ${via.format(topmostVia)} ${request.requestUri.text} ${tags} ${callId} ${String(cseq.sequence)} ${method}`
  );
}

/** The key of the server transaction a request belongs to; an ACK belongs to its INVITE's (§17.2.3). */
export function serverKey(request: SipRequest): TransactionKey {
  return serverKeyFor(request, request.method === 'ACK' ? 'INVITE' : request.method);
}

/** The key of the INVITE server transaction that a CANCEL is about (§9.2). */
export const cancelledKey = (cancel: SipRequest): TransactionKey => serverKeyFor(cancel, 'INVITE');

/** Whether an ACK acknowledges this response: by branch always, without a branch only when its To tag is the response's (§17.2.3). */
export function acknowledges(ack: SipRequest, response: Pick<SipResponse, 'to'> | undefined): boolean {
  if (hasMagicCookie(ack.topmostVia.branch)) return true;
  return response !== undefined && ack.to.tag === response.to.tag;
}

/** What two requests share that reached us by two paths (§8.2.2.2): From tag, Call-ID and CSeq. */
export function mergeKey({ from, callId, cseq }: SipRequest): string {
  return inOnePiece(`${from.tag ?? ''} ${callId} ${String(cseq.sequence)} ${cseq.method}`);
}
