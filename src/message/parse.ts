/**
 * Bytes to `SipMessage | Fault` (RFC 3261 §7, §25.1). Never throws; its time is linear in the length of the message.
 *
 * Judged here: framing, the start line, field names, and the fields that every element needs (top Via, To, From,
 * Call-ID, CSeq, Content-Length). Any other field is judged when it is read, and forwarded byte for byte.
 */
import { CR, LF } from '../syntax/characters.ts';
import { decodeLatin1 } from '../syntax/latin1.ts';
import { sameToken } from '../syntax/token.ts';
import { Fault } from './fault.ts';
import type { HeaderField } from './field.ts';
import { type Header, readFirst, readOne } from './header.ts';
import { callId } from './headers/call-id.ts';
import { contentLength } from './headers/content-length.ts';
import { cseq } from './headers/cseq.ts';
import { from } from './headers/from.ts';
import { to } from './headers/to.ts';
import { magicCookie, via } from './headers/via.ts';
import { defaultMessageLimits, type MessageLimits } from './limits.ts';
import { type Essentials, type SipMessage, SipRequest, SipResponse } from './message.ts';
import { lineEnd, splitFields } from './split.ts';
import { parseStartLine } from './start-line.ts';

export { defaultMessageLimits, type MessageLimits } from './limits.ts';

/** A request that could be split into fields but is not sound: enough to answer it statelessly. */
export interface BrokenRequest {
  readonly method: string;
  readonly fields: readonly HeaderField[];
}

/** A message that `parseMessage` refuses. */
export interface RefusedMessage {
  readonly kind: 'refused';
  readonly fault: Fault;
  /** Present for a request whose fields could be told apart. */
  readonly request: BrokenRequest | undefined;
}

/** A sound message, or what is wrong with it. */
export type ParsedMessage = SipMessage | RefusedMessage;

/** The one field of each kind that every element needs. */
interface Picked {
  readonly via: HeaderField | undefined;
  readonly from: HeaderField | undefined;
  readonly to: HeaderField | undefined;
  readonly callId: HeaderField | undefined;
  readonly cseq: HeaderField | undefined;
  readonly contentLength: HeaderField | undefined;
}

/** What is picked once everything that must be there was found. */
type Complete = Record<'via' | 'from' | 'to' | 'callId' | 'cseq', HeaderField>;

/** Picks them; a Fault when one that stands once comes twice, even if equal. Spelled out: it looks at every field of every message. */
function pick(fields: readonly HeaderField[]): Picked | Fault {
  let via: HeaderField | undefined;
  let from: HeaderField | undefined;
  let to: HeaderField | undefined;
  let callId: HeaderField | undefined;
  let cseq: HeaderField | undefined;
  let contentLength: HeaderField | undefined;
  let maxForwards: HeaderField | undefined;
  for (const field of fields) {
    switch (field.name) {
      case 'Via':
        via ??= field;
        break;
      case 'From':
        if (from !== undefined) return duplicate(field);
        from = field;
        break;
      case 'To':
        if (to !== undefined) return duplicate(field);
        to = field;
        break;
      case 'Call-ID':
        if (callId !== undefined) return duplicate(field);
        callId = field;
        break;
      case 'CSeq':
        if (cseq !== undefined) return duplicate(field);
        cseq = field;
        break;
      case 'Content-Length':
        if (contentLength !== undefined) return duplicate(field);
        contentLength = field;
        break;
      case 'Max-Forwards':
        if (maxForwards !== undefined) return duplicate(field);
        maxForwards = field;
    }
  }
  return { via, from, to, callId, cseq, contentLength };
}

function duplicate({ offset, name }: HeaderField): Fault {
  return new Fault('duplicate-field', 400, 'RFC 3261 §7.3.1', offset, name);
}

/** Reads a field that must be there. */
function need<T>(header: Header<T>, field: HeaderField | undefined): T | Fault {
  if (field === undefined) return new Fault('missing-field', 400, 'RFC 3261 §8.1.1', 0, header.name);
  if (!header.list) return readOne(header, field);
  const first = readFirst(header, field);
  return first instanceof Fault ? first : first.value;
}

function readEssentials(picked: Picked, limits: MessageLimits): Essentials | Fault {
  const topmostVia = need(via, picked.via);
  if (topmostVia instanceof Fault) return topmostVia;
  const fromValue = need(from, picked.from);
  if (fromValue instanceof Fault) return fromValue;
  const toValue = need(to, picked.to);
  if (toValue instanceof Fault) return toValue;
  const callIdValue = need(callId, picked.callId);
  if (callIdValue instanceof Fault) return callIdValue;
  const cseqValue = need(cseq, picked.cseq);
  if (cseqValue instanceof Fault) return cseqValue;
  const essentials = { topmostVia, from: fromValue, to: toValue, callId: callIdValue, cseq: cseqValue };
  return judgeTokens(essentials, picked as Complete, limits) ?? essentials;
}

function tooLong({ offset, name }: HeaderField): Fault {
  return new Fault('too-large', 400, 'RFC 3261 §7.3', offset, name);
}

/** The names by which transactions and dialogs are found: neither too long, nor a promise of uniqueness and nothing else. */
function judgeTokens(essentials: Essentials, picked: Complete, limits: MessageLimits): Fault | undefined {
  const {
    topmostVia,
    from: { tag: fromTag = '' },
    to: { tag: toTag = '' }
  } = essentials;
  const { branch = '' } = topmostVia;
  if (branch.length === magicCookie.length && sameToken(branch, magicCookie))
    return new Fault('malformed-field', 400, 'RFC 3261 §8.1.1.7', picked.via.offset, via.name);
  if (branch.length > limits.token) return tooLong(picked.via);
  if (fromTag.length > limits.token) return tooLong(picked.from);
  if (toTag.length > limits.token) return tooLong(picked.to);
  if (essentials.callId.length > limits.token) return tooLong(picked.callId);
  return essentials.cseq.method.length > limits.method ? tooLong(picked.cseq) : undefined;
}

/** The bytes of the body: Content-Length of them, or all that is there when the field is absent (§18.3, a datagram). */
function cutBody(bytes: Uint8Array, bodyStart: number, field: HeaderField | undefined): Uint8Array | Fault {
  if (field === undefined) return bytes.subarray(bodyStart);
  const length = readOne(contentLength, field);
  if (length instanceof Fault) return new Fault('content-length', 400, length.section, length.offset, length.field);
  if (length > bytes.length - bodyStart)
    return new Fault('content-length', 400, 'RFC 3261 §18.3', field.offset, field.name);
  return bytes.subarray(bodyStart, bodyStart + length);
}

/** The methods that every SIP element of today knows: for another one, 501 says more than 400. */
const knownMethods = new Set(
  'INVITE ACK OPTIONS BYE CANCEL REGISTER PRACK SUBSCRIBE NOTIFY PUBLISH INFO REFER MESSAGE UPDATE'.split(' ')
);

const refuse = (fault: Fault, request?: BrokenRequest): RefusedMessage => ({ kind: 'refused', fault, request });

/**
 * Reads one whole message: a datagram, or what a framer cut out of a stream. Empty lines before it are passed over (§7.5).
 *
 * The result keeps references into `bytes`: do not write to them afterwards.
 */
export function parseMessage(bytes: Uint8Array, limits: MessageLimits = defaultMessageLimits): ParsedMessage {
  const text = decodeLatin1(bytes);
  let start = 0;
  while (text.charCodeAt(start) === CR && text.charCodeAt(start + 1) === LF) start += 2;
  const end = lineEnd(text, start);
  if (end < 0) return refuse(new Fault('not-sip', 400, 'RFC 3261 §7', start));
  const line = parseStartLine(text, start, end, limits);
  if (line.kind === 'broken' && line.method === undefined) return refuse(line.fault);
  const { fields, bodyStart, fault } = splitFields(text, end + 2, limits);
  const broken = line.kind === 'response' || line.method === undefined ? undefined : { method: line.method, fields };
  if (line.kind === 'broken') return refuse(line.fault, broken);
  if (fault !== undefined) return refuse(fault, broken);
  const picked = pick(fields);
  if (picked instanceof Fault) return refuse(picked, broken);
  const essentials = readEssentials(picked, limits);
  if (essentials instanceof Fault) return refuse(essentials, broken);
  const body = cutBody(bytes, bodyStart, picked.contentLength);
  if (body instanceof Fault) return refuse(body, broken);
  if (line.kind === 'response') return new SipResponse(line.status, line.reason, essentials, fields, body);
  const { method, requestUri } = line;
  if (essentials.cseq.method !== method) {
    const status = knownMethods.has(method) ? 400 : 501;
    return refuse(new Fault('method-mismatch', status, 'RFC 3261 §8.1.1.5', start, cseq.name), broken);
  }
  return new SipRequest(method, requestUri, essentials, fields, body);
}
