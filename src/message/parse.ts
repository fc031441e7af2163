/**
 * Bytes to `SipMessage | Fault` (RFC 3261 §7, §25.1). Never throws; its time is linear in the length of the message.
 *
 * Judged here: framing, the start line, field names, and the fields that every element needs (top Via, To, From,
 * Call-ID, CSeq, Content-Length). Any other field is judged when it is read, and forwarded byte for byte.
 */
import { decodeLatin1 } from '../syntax/latin1.ts';
import { NameTable } from '../syntax/name-table.ts';
import type { Scanner } from '../syntax/scanner.ts';
import { sameToken } from '../syntax/token.ts';
import { Fault } from './fault.ts';
import type { HeaderField } from './field.ts';
import { faultIn, type Header } from './header.ts';
import { callId } from './headers/call-id.ts';
import { contentLength } from './headers/content-length.ts';
import { cseq } from './headers/cseq.ts';
import { from } from './headers/from.ts';
import { maxForwards } from './headers/max-forwards.ts';
import { to } from './headers/to.ts';
import { magicCookie, via } from './headers/via.ts';
import { defaultMessageLimits, type MessageLimits } from './limits.ts';
import { type Essentials, type SipMessage, SipRequest, SipResponse } from './message.ts';
import { lineEnd } from './split.ts';
import { parseStartLine } from './start-line.ts';
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

/** The fields that are judged here; a scanner over the value of each is found under its number. */
const judged = [via, from, to, callId, cseq, contentLength, maxForwards] as const;
const [VIA, FROM, TO, CALL_ID, CSEQ, CONTENT_LENGTH] = [0, 1, 2, 3, 4, 5] as const;
type Scanners = (Scanner | undefined)[];

const numbers = new NameTable<number>();
for (const [number, { name, compact = name }] of judged.entries()) {
  numbers.add(name, number);
  if (compact !== name) numbers.add(compact, number);
}

/** Looks at all fields, and finds the judged ones; a Fault when one is broken, or one that stands once comes twice, even if equal. */
function findJudged(wire: Wire): Scanners | Fault {
  const scanners: Scanners = [undefined, undefined, undefined, undefined, undefined, undefined, undefined];
  let twice: Fault | undefined;
  const cursor = wire.cursor();
  while (cursor.advance()) {
    const number = numbers.at(cursor.bytes, cursor.start, cursor.nameEnd);
    if (number === undefined) continue;
    if (scanners[number] === undefined) scanners[number] = cursor.scan();
    else if (number !== VIA)
      twice ??= new Fault(
        'duplicate-field',
        400,
        'RFC 3261 §7.3.1',
        cursor.start,
        (judged[number] as Header<unknown>).name
      );
  }
  wire.bodyStart = cursor.next;
  return cursor.fault ?? twice ?? scanners;
}

/** Reads one value; undefined when the field is absent or malformed. Of a list the rest is judged when it is read. */
function read<T>(header: Header<T>, scanner: Scanner | undefined): T | undefined {
  if (scanner === undefined) return undefined;
  const value = header.parse(scanner);
  return scanner.atEnd() || (header.list && scanner.separator(COMMA)) ? value : undefined;
}

/** The first field of a header that was found. */
function fieldOf(header: Header<unknown>, wire: Wire): HeaderField {
  return wire.fields.find(({ name }) => name === header.name) as HeaderField;
}

/** What `read` found wrong. */
function faultOf(header: Header<unknown>, wire: Wire, scanner: Scanner | undefined): Fault {
  return scanner === undefined
    ? new Fault('missing-field', 400, 'RFC 3261 §8.1.1', 0, header.name)
    : faultIn(header, fieldOf(header, wire), scanner);
}

function readEssentials(wire: Wire, scanners: Scanners, limits: MessageLimits): Essentials | Fault {
  const topmostVia = read(via, scanners[VIA]);
  if (topmostVia === undefined) return faultOf(via, wire, scanners[VIA]);
  const fromValue = read(from, scanners[FROM]);
  if (fromValue === undefined) return faultOf(from, wire, scanners[FROM]);
  const toValue = read(to, scanners[TO]);
  if (toValue === undefined) return faultOf(to, wire, scanners[TO]);
  const callIdValue = read(callId, scanners[CALL_ID]);
  if (callIdValue === undefined) return faultOf(callId, wire, scanners[CALL_ID]);
  const cseqValue = read(cseq, scanners[CSEQ]);
  if (cseqValue === undefined) return faultOf(cseq, wire, scanners[CSEQ]);
  const essentials = { topmostVia, from: fromValue, to: toValue, callId: callIdValue, cseq: cseqValue };
  return judgeTokens(essentials, wire, limits) ?? essentials;
}

function tooLong(header: Header<unknown>, wire: Wire): Fault {
  return new Fault('too-large', 400, 'RFC 3261 §7.3', fieldOf(header, wire).offset, header.name);
}

/** The names by which transactions and dialogs are found: neither too long, nor a promise of uniqueness and nothing else. */
function judgeTokens(essentials: Essentials, wire: Wire, limits: MessageLimits): Fault | undefined {
  const {
    topmostVia: { branch = '' },
    from: { tag: fromTag = '' },
    to: { tag: toTag = '' }
  } = essentials;
  if (branch.length === magicCookie.length && sameToken(branch, magicCookie))
    return new Fault('malformed-field', 400, 'RFC 3261 §8.1.1.7', fieldOf(via, wire).offset, via.name);
  if (branch.length > limits.token) return tooLong(via, wire);
  if (fromTag.length > limits.token) return tooLong(from, wire);
  if (toTag.length > limits.token) return tooLong(to, wire);
  if (essentials.callId.length > limits.token) return tooLong(callId, wire);
  return essentials.cseq.method.length > limits.method ? tooLong(cseq, wire) : undefined;
}

/** Finds where the body ends: as Content-Length says, or with the bytes when the field is absent (§18.3, a datagram). */
function measureBody(wire: Wire, scanner: Scanner | undefined): Fault | undefined {
  if (scanner === undefined) return undefined;
  const length = read(contentLength, scanner);
  if (length === undefined || length > wire.bytes.length - wire.bodyStart) {
    const section = length === undefined ? contentLength.section : 'RFC 3261 §18.3';
    return new Fault('content-length', 400, section, fieldOf(contentLength, wire).offset, contentLength.name);
  }
  wire.end = wire.bodyStart + length;
  wire.counted = true;
  return undefined;
}

/** The methods that every SIP element of today knows: for another one, 501 says more than 400. */
const knownMethods = new Set(
  'INVITE ACK OPTIONS BYE CANCEL REGISTER PRACK SUBSCRIBE NOTIFY PUBLISH INFO REFER MESSAGE UPDATE'.split(' ')
);

/** `method` when the message is a request. */
function refuse(fault: Fault, method?: string, fields: readonly HeaderField[] = []): RefusedMessage {
  return { kind: 'refused', fault, request: method === undefined ? undefined : { method, fields } };
}

/**
 * Reads one whole message: a datagram, or what a framer cut out of a stream. Empty lines before it are passed over (§7.5).
 *
 * The result keeps references into `bytes`: do not write to them afterwards.
 */
export function parseMessage(bytes: Uint8Array, limits: MessageLimits = defaultMessageLimits): ParsedMessage {
  const text = decodeLatin1(bytes);
  let start = 0;
  while (text.startsWith('\r\n', start)) start += 2;
  const end = lineEnd(text, start);
  if (end < 0) return refuse(new Fault('not-sip', 400, 'RFC 3261 §7', start));
  const line = parseStartLine(text, bytes, start, end, limits);
  if (line.kind === 'broken' && line.method === undefined) return refuse(line.fault);
  const method = line.kind === 'response' ? undefined : line.method;
  const wire = new Wire(bytes, text, start, end + 2, limits);
  const scanners = findJudged(wire);
  if (line.kind === 'broken') return refuse(line.fault, method, wire.fields);
  if (scanners instanceof Fault) return refuse(scanners, method, wire.fields);
  const essentials = readEssentials(wire, scanners, limits);
  if (essentials instanceof Fault) return refuse(essentials, method, wire.fields);
  const bodyFault = measureBody(wire, scanners[CONTENT_LENGTH]);
  if (bodyFault !== undefined) return refuse(bodyFault, method, wire.fields);
  if (line.kind === 'response') return new SipResponse(line.status, line.reason, essentials, wire);
  if (essentials.cseq.method !== method) {
    const status = knownMethods.has(line.method) ? 400 : 501;
    return refuse(new Fault('method-mismatch', status, 'RFC 3261 §8.1.1.5', start, cseq.name), method, wire.fields);
  }
  return new SipRequest(line.method, line.requestUri, essentials, wire);
}
