/**
 * Bytes to `SipMessage | Fault` (RFC 3261 §7, §25.1). Never throws; its time is linear in the length of the message.
 *
 * Judged here: framing, the start line, field names, and the fields that every element needs (top Via, To, From,
 * Call-ID, CSeq, Content-Length). Any other field is judged when it is read, and forwarded byte for byte.
 */
import { CR, LF } from '../syntax/characters.ts';
import { decodeLatin1 } from '../syntax/latin1.ts';
import { diagnoseFields, judgeTokens, lengthFault } from './diagnose.ts';
import { Fault } from './fault.ts';
import type { HeaderField } from './field.ts';
import { callId } from './headers/call-id.ts';
import { contentLength } from './headers/content-length.ts';
import { type CSeq, cseq } from './headers/cseq.ts';
import { type From, from } from './headers/from.ts';
import { type To, to } from './headers/to.ts';
import { type Via, via } from './headers/via.ts';
import { CALL_ID, CONTENT_LENGTH, CSEQ, FROM, MAX_FORWARDS, TO, VIA } from './judged.ts';
import { defaultMessageLimits, type MessageLimits } from './limits.ts';
import { type Essentials, type SipMessage, SipRequest, SipResponse } from './message.ts';
import { lineEnd } from './split.ts';
import { parseStartLine } from './start-line.ts';
import { readUsualRequest } from './usual.ts';
import { Wire } from './wire.ts';

export { defaultMessageLimits, type MessageLimits } from './limits.ts';

const COMMA = 0x2c;

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

/**
 * Goes through the fields once and reads those that every element needs; undefined when something is wrong with any:
 * then `diagnoseFields` says what.
 */
function readFields(wire: Wire): Essentials | undefined {
  let topmostVia: Via | undefined;
  let fromValue: From | undefined;
  let toValue: To | undefined;
  let callIdValue: string | undefined;
  let cseqValue: CSeq | undefined;
  let seen = 0;
  const cursor = wire.cursor();
  for (let number = cursor.nextJudged(); number !== undefined; number = cursor.nextJudged()) {
    if ((seen & (1 << number)) !== 0) {
      if (number === VIA) continue;
      return undefined;
    }
    seen |= 1 << number;
    // What it says is for the proxy that reads it.
    if (number === MAX_FORWARDS) continue;
    const scanner = cursor.scan();
    switch (number) {
      case VIA:
        topmostVia = via.parse(scanner);
        if (scanner.separator(COMMA)) continue;
        break;
      case FROM:
        fromValue = from.parse(scanner);
        break;
      case TO:
        toValue = to.parse(scanner);
        break;
      case CALL_ID:
        callIdValue = callId.parse(scanner);
        break;
      case CSEQ:
        cseqValue = cseq.parse(scanner);
        break;
      case CONTENT_LENGTH:
        wire.contentLength = contentLength.parse(scanner);
        if (wire.contentLength === undefined) return undefined;
        break;
    }
    if (!scanner.atEnd()) return undefined;
  }
  wire.bodyStart = cursor.next;
  if (cursor.fault !== undefined || topmostVia === undefined || fromValue === undefined) return undefined;
  if (toValue === undefined || callIdValue === undefined || cseqValue === undefined) return undefined;
  return { topmostVia, from: fromValue, to: toValue, callId: callIdValue, cseq: cseqValue };
}

/** Finds where the body ends: as Content-Length says, or with the bytes when the field is absent (§18.3, a datagram). */
function measureBody(wire: Wire): Fault | undefined {
  const { contentLength: length } = wire;
  if (length === undefined) return undefined;
  if (length > wire.bytes.length - wire.bodyStart) return lengthFault(wire, 'RFC 3261 §18.3');
  wire.end = wire.bodyStart + length;
  return undefined;
}

/** The methods that every SIP element of today knows: for another one, 501 says more than 400. */
const knownMethods = new Set(
  'INVITE ACK OPTIONS BYE CANCEL REGISTER PRACK SUBSCRIBE NOTIFY PUBLISH INFO REFER MESSAGE UPDATE'.split(' ')
);

/** Of most refused messages nobody wants the fields: they are made when they are asked for. */
class LazyRequest implements BrokenRequest {
  readonly method: string;
  readonly #wire: Wire;

  constructor(method: string, wire: Wire) {
    this.method = method;
    this.#wire = wire;
  }

  get fields(): readonly HeaderField[] {
    return this.#wire.fields;
  }
}

/** `method` and `wire` when the message is a request whose fields can be told apart. */
function refuse(fault: Fault, method?: string, wire?: Wire): RefusedMessage {
  const request = method === undefined || wire === undefined ? undefined : new LazyRequest(method, wire);
  return { kind: 'refused', fault, request };
}

/**
 * Reads one whole message: a datagram, or what a framer cut out of a stream. Empty lines before it are passed over (§7.5).
 *
 * The result keeps references into `bytes`: do not write to them afterwards.
 */
export function parseMessage(bytes: Uint8Array, limits: MessageLimits = defaultMessageLimits): ParsedMessage {
  const text = decodeLatin1(bytes);
  let start = 0;
  while (bytes[start] === CR && bytes[start + 1] === LF) start += 2;
  const usual = readUsualRequest(text, bytes, start, limits);
  if (usual !== undefined) return usual;
  const end = lineEnd(text, start);
  if (end < 0) return refuse(new Fault('not-sip', 400, 'RFC 3261 §7', start));
  const line = parseStartLine(text, bytes, start, end, limits);
  if (line.kind === 'broken' && line.method === undefined) return refuse(line.fault);
  const method = line.kind === 'response' ? undefined : line.method;
  const wire = new Wire(bytes, text, start, end + 2, limits);
  const essentials = readFields(wire);
  if (line.kind === 'broken') return refuse(line.fault, method, wire);
  const fault =
    essentials === undefined ? diagnoseFields(wire) : (judgeTokens(essentials, wire, limits) ?? measureBody(wire));
  if (essentials === undefined || fault !== undefined) return refuse(fault as Fault, method, wire);
  if (line.kind === 'response') return new SipResponse(line.status, line.reason, essentials, wire);
  if (essentials.cseq.method !== method) {
    const status = knownMethods.has(line.method) ? 400 : 501;
    return refuse(new Fault('method-mismatch', status, 'RFC 3261 §8.1.1.5', start, cseq.name), method, wire);
  }
  return new SipRequest(line.method, line.requestUri, essentials, wire);
}
