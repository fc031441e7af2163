/**
 * What is wrong with a message that the parser gave up (RFC 3261 §7.3, §8.1.1, §18.3).
 *
 * The parser asks only whether all is well, and is done with nearly every message in one pass. One that it gives up is
 * gone through once more, where time counts for less, to say which field is to blame.
 */
import { sameToken } from '../syntax/token.ts';
import type { Scanner } from '../syntax/scanner.ts';
import { Fault } from './fault.ts';
import type { HeaderField } from './field.ts';
import { faultIn, type Header } from './header.ts';
import { callId } from './headers/call-id.ts';
import { contentLength } from './headers/content-length.ts';
import { cseq } from './headers/cseq.ts';
import { from } from './headers/from.ts';
import { to } from './headers/to.ts';
import { magicCookie, via } from './headers/via.ts';
import { CONTENT_LENGTH, judged, MAX_FORWARDS, VIA } from './judged.ts';
import type { MessageLimits } from './limits.ts';
import type { Essentials } from './message.ts';
import type { Wire } from './wire.ts';

const COMMA = 0x2c;

/** Whether a value was read to its end; of a list, to the end of the first: the rest is judged when it is read. */
function isRead(header: Header<unknown>, scanner: Scanner): boolean {
  return scanner.atEnd() || (header.list && scanner.separator(COMMA));
}

/** The first field of a header that was found. */
function fieldOf(header: Header<unknown>, wire: Wire): HeaderField {
  return wire.fields.find(({ name }) => name === header.name) as HeaderField;
}

function tooLong(header: Header<unknown>, wire: Wire): Fault {
  return new Fault('too-large', 400, 'RFC 3261 §7.3', fieldOf(header, wire).offset, header.name);
}

/** The names by which transactions and dialogs are found: neither too long, nor a promise of uniqueness and nothing else. */
export function judgeTokens(essentials: Essentials, wire: Wire, limits: MessageLimits): Fault | undefined {
  const { topmostVia, from: caller, to: callee } = essentials;
  const { branch } = topmostVia;
  if (branch !== undefined) {
    if (branch.length === magicCookie.length && sameToken(branch, magicCookie))
      return new Fault('malformed-field', 400, 'RFC 3261 §8.1.1.7', fieldOf(via, wire).offset, via.name);
    if (branch.length > limits.token) return tooLong(via, wire);
  }
  if (caller.tag !== undefined && caller.tag.length > limits.token) return tooLong(from, wire);
  if (callee.tag !== undefined && callee.tag.length > limits.token) return tooLong(to, wire);
  if (essentials.callId.length > limits.token) return tooLong(callId, wire);
  return essentials.cseq.method.length > limits.method ? tooLong(cseq, wire) : undefined;
}

/** What the fields of a message are to blame for; the first thing on their way through it, then in the order of `judged`. */
export function diagnoseFields(wire: Wire): Fault {
  const scanners = judged.map((): Scanner | undefined => undefined);
  let twice: Fault | undefined;
  const cursor = wire.cursor();
  for (let number = cursor.nextJudged(); number !== undefined; number = cursor.nextJudged()) {
    if (scanners[number] === undefined) scanners[number] = cursor.field().scan();
    // Even if they are equal.
    else if (number !== VIA)
      twice ??= new Fault('duplicate-field', 400, 'RFC 3261 §7.3.1', cursor.start, judged[number]?.name);
  }
  return cursor.fault ?? twice ?? faultOfValues(wire, scanners);
}

function faultOfValues(wire: Wire, scanners: readonly (Scanner | undefined)[]): Fault {
  for (const [number, header] of judged.entries()) {
    if (number === CONTENT_LENGTH || number === MAX_FORWARDS) continue;
    const scanner = scanners[number];
    if (scanner === undefined) return new Fault('missing-field', 400, 'RFC 3261 §8.1.1', 0, header.name);
    if (header.parse(scanner) === undefined || !isRead(header, scanner))
      return faultIn(header, fieldOf(header, wire), scanner);
  }
  return lengthFault(wire, contentLength.section);
}

/** A Content-Length that is no number, or counts more than there is (§18.3). */
export function lengthFault(wire: Wire, section: string): Fault {
  return new Fault('content-length', 400, section, fieldOf(contentLength, wire).offset, contentLength.name);
}
