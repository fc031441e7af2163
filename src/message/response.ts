/** Making a response from a request (RFC 3261 §8.2.6) and from what could be read of a broken one. */
import { isAll, TOKEN } from '../syntax/characters.ts';
import { Fault } from './fault.ts';
import { type HeaderField, isHeaderText, makeField } from './field.ts';
import { readFirst, readOne } from './header.ts';
import { timestamp } from './headers/timestamp.ts';
import { type To, to, withTag } from './headers/to.ts';
import { salvageVia, type Via, via } from './headers/via.ts';
import { noBody, replaceTopmostVia, type Sendable, type SipRequest, SipResponse } from './message.ts';
import type { RefusedMessage } from './parse.ts';
import { reasonPhrase } from './reason-phrase.ts';
import { UsageError } from './usage-error.ts';

/** What a response may add to what it copies from its request. */
export interface ResponseOptions {
  /** Our tag, put on the To of the request unless it has one (§8.2.6.2). Left out of a 100. */
  readonly toTag?: string | undefined;
  /** Header text; the RFC's phrase unless given. */
  readonly reason?: string | undefined;
  /** Further fields, behind the copied ones. */
  readonly fields?: readonly HeaderField[];
  readonly body?: Uint8Array;
  /** How long the request has waited for its 100, ms: added to its Timestamp (§8.2.6.1). */
  readonly delay?: number;
}

const copied: readonly string[] = ['Via', 'From', 'Call-ID', 'CSeq'];

/**
 * The response to a request: From, Call-ID, CSeq and every Via in order are the request's, To gets our tag (§8.2.6.2),
 * a 100 carries the Timestamp back, with the time it took us (§8.2.6.1).
 * @throws UsageError `ERR_SIP_INVALID_STATUS` outside 100 to 699, `ERR_SIP_INVALID_FIELD` for a reason with CR, LF, NUL or
 *   a character that is no byte, or a tag that is no token
 */
export function buildResponse(request: SipRequest, status: number, options: ResponseOptions = {}): SipResponse {
  if (!Number.isInteger(status) || status < 100 || status > 699) {
    throw new UsageError('ERR_SIP_INVALID_STATUS', `not a status code: ${String(status)}`);
  }
  const { toTag, reason = reasonPhrase(status), fields = [], body = noBody, delay } = options;
  if (!isHeaderText(reason))
    throw new UsageError('ERR_SIP_INVALID_FIELD', `CR, LF or NUL in the reason: ${JSON.stringify(reason)}`);
  const tagged = status === 100 ? request.to : withOurTag(request.to, toTag);
  const all: HeaderField[] = [];
  for (const field of request.fields) {
    if (copied.includes(field.name)) all.push(field);
    else if (field.name === to.name) all.push(tagged === request.to ? field : makeField(to.name, to.format(tagged)));
    else if (field.name === timestamp.name && status === 100) all.push(delayedTimestamp(field, delay));
  }
  all.push(...fields);
  const { topmostVia, from, callId, cseq } = request;
  return new SipResponse(status, reason, { topmostVia, from, to: tagged, callId, cseq }, all, body);
}

/** The Timestamp with how long its request has waited, in seconds; as it came when it can not be read. */
function delayedTimestamp(field: HeaderField, delay: number | undefined): HeaderField {
  if (delay === undefined) return field;
  const value = readOne(timestamp, field);
  if (value instanceof Fault) return field;
  return makeField(timestamp.name, timestamp.format({ sent: value.sent, delay: String(delay / 1000) }));
}

/** To with our tag, unless it has one already or we have none. */
function withOurTag(address: To, tag: string | undefined): To {
  if (address.tag !== undefined || tag === undefined) return address;
  if (!isAll(tag, TOKEN)) throw new UsageError('ERR_SIP_INVALID_FIELD', `not a tag: ${JSON.stringify(tag)}`);
  return withTag(address, tag);
}

/**
 * The stateless answer to a request that `parseMessage` refused (§8.2.7): what could be read is copied as it came; of a
 * field that came twice, the first; of a broken top Via, what leads back to the sender. Undefined when it may or can not
 * be answered: a response, an ACK, or a top Via that does not say where to. With `keyedHash`, a To that could be read and
 * has no tag gets one (§8.2.6.2), the same for a retransmission; `stamp` makes the top Via as the response is to carry it,
 * with `received` and `rport` (§18.2.1, RFC 3581).
 */
export function buildRefusal(
  { fault, request }: RefusedMessage,
  keyedHash?: (text: string) => string,
  stamp: (topmostVia: Via) => Via = (topmostVia) => topmostVia
): Sendable | undefined {
  if (request === undefined || request.method === 'ACK') return undefined;
  const topField = request.fields.find((field) => field.name === via.name);
  const top = topField === undefined ? undefined : readTop(topField);
  if (top === undefined) return undefined;
  const fields = request.fields.filter(
    ({ name }, at) =>
      name === via.name || (isCopied(name) && request.fields.findIndex((first) => first.name === name) === at)
  );
  const tag = keyedHash?.(fields.map((field) => field.line).join('\n'));
  const topmostVia = stamp(top.value);
  const stamped = top.sound && topmostVia === top.value ? fields : replaceTopmostVia(fields, topmostVia);
  return {
    kind: 'response',
    startLine: `SIP/2.0 ${String(fault.status)} ${reasonPhrase(fault.status)}`,
    fields: stamped.map((field) => (field.name === to.name ? taggedField(field, tag) : field)),
    body: noBody,
    topmostVia
  };
}

/** The top Via, or of one that is not sound what still leads back to the sender: we write nothing that is broken. */
function readTop(field: HeaderField): { readonly value: Via; readonly sound: boolean } | undefined {
  const first = readFirst(via, field);
  if (!(first instanceof Fault)) return { value: first.value, sound: true };
  const value = salvageVia(field.scan());
  return value === undefined ? undefined : { value, sound: false };
}

const isCopied = (name: string): boolean => name === to.name || copied.includes(name);

function taggedField(field: HeaderField, tag: string | undefined): HeaderField {
  const address = readOne(to, field);
  if (address instanceof Fault) return field;
  const tagged = withOurTag(address, tag);
  return tagged === address ? field : makeField(to.name, to.format(tagged));
}
