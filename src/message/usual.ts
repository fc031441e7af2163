/**
 * A message as nearly everybody writes it, read in one go (RFC 3261 §7, §25.1).
 *
 * The rules of the grammar are in the files of their fields and allow far more than anybody sends: white space around
 * separators, folding, escapes, any case. This reads a part of what they allow, to the same values, several times faster:
 * one walk over the bytes, without a call a character and without looking back. Whatever it does not know it leaves to the
 * rules by giving `undefined`, and it refuses nothing itself. The tests hold it against the rules.
 */
import {
  BACKSLASH,
  byteClasses,
  CR,
  DIGIT,
  LF,
  PARAMETER,
  QUOTE,
  SPACE,
  TAB,
  TOKEN,
  USER,
  WORD
} from '../syntax/characters.ts';
import { behindName } from '../syntax/host.ts';
import { appended, hasDuplicates, mostParameters, Parameters } from '../syntax/parameters.ts';
import { behind, Scanner } from '../syntax/scanner.ts';
import { isVersionAt, sipVersion } from '../syntax/sip-version.ts';
import { cseqLimit, type CSeq } from './headers/cseq.ts';
import type { To } from './headers/to.ts';
import { magicCookie, transportOf, type Via } from './headers/via.ts';
import { CALL_ID, CONTENT_LENGTH, CSEQ, FROM, glance, judgedAt, nameLengths, TO, usualAt, VIA } from './judged.ts';
import type { MessageLimits } from './limits.ts';
import { type Essentials, SipRequest } from './message.ts';
import type { SipUri } from './uri/sip.ts';
import { Wire } from './wire.ts';

const COLON = 0x3a;
const SEMICOLON = 0x3b;
const LESS = 0x3c;
const EQUAL = 0x3d;
const GREATER = 0x3e;
const AT = 0x40;
const SLASH = 0x2f;
const ZERO = 0x30;

/** `1*DIGIT` of at most `most` digits at the cursor; -1 when there is none, or more. */
function number(scanner: Scanner, most: number): number {
  const { bytes, end, position } = scanner;
  let value = 0;
  let at = position;
  for (; at < end && ((byteClasses[bytes[at] as number] as number) & DIGIT) !== 0; at++)
    value = value * 10 + (bytes[at] as number) - ZERO;
  scanner.position = at;
  return at === position || at - position > most ? -1 : value;
}

/** `;name=value;name` of characters of the classes, as far as it goes; undefined for a broken one. `tokens` says what they are. */
function parameters(scanner: Scanner, classes: number, tokens: boolean): Parameters | undefined {
  const { text, bytes, end } = scanner;
  let at = scanner.position;
  if (at >= end || bytes[at] !== SEMICOLON) return Parameters.none;
  let flat: string[] = [];
  while (at < end && bytes[at] === SEMICOLON) {
    const nameEnd = behind(bytes, at + 1, end, classes);
    if (nameEnd === at + 1 || flat.length === 2 * mostParameters) return undefined;
    const name = text.slice(at + 1, nameEnd);
    at = nameEnd;
    let value = '';
    if (at < end && bytes[at] === EQUAL) {
      at = behind(bytes, nameEnd + 1, end, classes);
      if (at === nameEnd + 1) return undefined;
      value = text.slice(nameEnd + 1, at);
    }
    flat = appended(flat, name, value);
  }
  scanner.position = at;
  return hasDuplicates(flat) ? undefined : new Parameters(flat, tokens);
}

/** `sip:user@host:port;parameters` without escapes, password and headers; leaves the scanner where it can not go on. */
function usualSipUri(scanner: Scanner): SipUri | undefined {
  const { text, bytes, end, position: start } = scanner;
  if (bytes[start] !== 0x73 || bytes[start + 1] !== 0x69 || bytes[start + 2] !== 0x70 || bytes[start + 3] !== COLON)
    return undefined;
  let hostStart = start + 4;
  const userEnd = behind(bytes, hostStart, end, USER);
  let user: string | undefined;
  if (userEnd > hostStart && userEnd < end && bytes[userEnd] === AT) {
    user = text.slice(hostStart, userEnd);
    hostStart = userEnd + 1;
  }
  let at = behindName(bytes, hostStart, end);
  if (at < 0) return undefined;
  const host = text.slice(hostStart, at);
  let port: number | undefined;
  if (at < end && bytes[at] === COLON) {
    scanner.position = at + 1;
    port = number(scanner, 5);
    if (port < 0 || port > 65535) return undefined;
    at = scanner.position;
  }
  scanner.position = at;
  const some = parameters(scanner, PARAMETER, false);
  if (some === undefined) return undefined;
  const whole = text.slice(start, scanner.position);
  return { scheme: 'sip', user, password: undefined, host, port, parameters: some, headers: '', text: whole };
}

/** `"display name" <uri>;tag=token`, or with one token for a name, or none. */
function tagged(scanner: Scanner, limits: MessageLimits): To | undefined {
  const { text, bytes, end, position: start } = scanner;
  let at = start;
  let displayName: string | undefined;
  if (bytes[at] === QUOTE) {
    at++;
    for (; at < end && bytes[at] !== QUOTE; at++)
      if (bytes[at] === BACKSLASH || (bytes[at] as number) < SPACE || (bytes[at] as number) >= 0x7f) return undefined;
    displayName = text.slice(start + 1, at);
    at++;
  } else {
    at = behind(bytes, at, end, TOKEN);
    if (at > start) displayName = text.slice(start, at);
  }
  if (displayName !== undefined && at < end && bytes[at] === SPACE) at++;
  if (displayName === '' || at >= end || bytes[at] !== LESS) return undefined;
  scanner.position = at + 1;
  const uri = usualSipUri(scanner);
  at = scanner.position;
  if (uri === undefined || at >= end || bytes[at] !== GREATER) return undefined;
  scanner.position = at + 1;
  const some = parameters(scanner, TOKEN, true);
  if (some === undefined) return undefined;
  let tag: string | undefined;
  for (let i = 0; i < some.size; i++) {
    const name = some.nameAt(i);
    if (name.length !== 'tag'.length) continue;
    const value = some.valueAt(i);
    if (name !== 'tag' || value === '' || value.length > limits.token) return undefined;
    tag = value;
  }
  return { displayName, uri, parameters: some, tag };
}

/** `SIP/2.0/UDP host:port;branch=token;rport`, and nothing that is read by a grammar of its own. */
function topVia(scanner: Scanner, limits: MessageLimits): Via | undefined {
  const { text, bytes, end, position } = scanner;
  const start = position + sipVersion.length + 1;
  if (start >= end || !isVersionAt(bytes, position, end) || bytes[start - 1] !== SLASH) return undefined;
  const transportEnd = behind(bytes, start, end, TOKEN);
  if (transportEnd === start || transportEnd >= end || bytes[transportEnd] !== SPACE) return undefined;
  const hostStart = transportEnd + 1;
  const hostEnd = behindName(bytes, hostStart, end);
  if (hostEnd < 0) return undefined;
  const host = text.slice(hostStart, hostEnd);
  scanner.position = hostEnd;
  let port: number | undefined;
  if (hostEnd < end && bytes[hostEnd] === COLON) {
    scanner.position = hostEnd + 1;
    port = number(scanner, 5);
    if (port < 0 || port > 65535) return undefined;
  }
  const some = parameters(scanner, TOKEN, true);
  if (some === undefined) return undefined;
  let branch: string | undefined;
  for (let i = 0; i < some.size; i++) {
    const name = some.nameAt(i);
    const value = some.valueAt(i);
    switch (name.length) {
      case 'branch'.length:
        // The magic cookie alone is no branch (§8.1.1.7).
        if (name !== 'branch' || value.length <= magicCookie.length || value.length > limits.token) return undefined;
        branch = value;
        break;
      case 'rport'.length:
        if (name !== 'rport' || value !== '') return undefined;
        break;
      case 'ttl'.length:
      case 'received'.length:
        return undefined;
    }
  }
  return { transport: transportOf(text.slice(start, transportEnd)), host, port, parameters: some, branch };
}

function sequence(scanner: Scanner, limits: MessageLimits): CSeq | undefined {
  const { text, bytes, end } = scanner;
  const value = number(scanner, 10);
  const start = scanner.position + 1;
  if (value < 0 || value >= cseqLimit || start >= end || bytes[start - 1] !== SPACE) return undefined;
  const at = behind(bytes, start, end, TOKEN);
  scanner.position = at;
  return at === start || at - start > limits.method ? undefined : { sequence: value, method: text.slice(start, at) };
}

function callIdValue(scanner: Scanner, limits: MessageLimits): string | undefined {
  const { text, bytes, end, position: start } = scanner;
  let at = behind(bytes, start, end, WORD);
  if (at === start) return undefined;
  if (at < end && bytes[at] === AT) {
    const second = at + 1;
    at = behind(bytes, second, end, WORD);
    if (at === second) return undefined;
  }
  scanner.position = at;
  return at - start > limits.token ? undefined : text.slice(start, at);
}

/**
 * The fields that every element needs, and where the body begins and ends; undefined when a field is written in another way,
 * is broken, or is missing.
 */
function readUsualFields(wire: Wire, scanner: Scanner, limits: MessageLimits): Essentials | undefined {
  const { text, bytes, fieldsStart } = wire;
  const lastGlance = bytes.length - glance;
  let topmostVia: Via | undefined;
  let from: To | undefined;
  let to: To | undefined;
  let callId: string | undefined;
  let cseq: CSeq | undefined;
  let contentLength: number | undefined;
  let seen = 0;
  let count = 0;
  for (let at = fieldsStart; ; ) {
    if (at > lastGlance) {
      // The last line is the empty one, and a body may be shorter than a glance.
      if (bytes[at] !== CR || bytes[at + 1] !== LF) return undefined;
    }
    if (bytes[at] === CR) {
      if (bytes[at + 1] !== LF || topmostVia === undefined || from === undefined || to === undefined) return undefined;
      if (callId === undefined || cseq === undefined) return undefined;
      if (contentLength !== undefined) {
        if (contentLength > bytes.length - at - 2) return undefined;
        wire.end = at + 2 + contentLength;
      }
      wire.bodyStart = at + 2;
      wire.contentLength = contentLength;
      return { topmostVia, from, to, callId, cseq };
    }
    const field = usualAt(bytes, at);
    const nameEnd = field < 0 ? behind(bytes, at, bytes.length, TOKEN) : at + (nameLengths[field] as number);
    const end = text.indexOf('\r', nameEnd);
    if (nameEnd === at || bytes[nameEnd] !== COLON || end < 0 || bytes[end + 1] !== LF) return undefined;
    if (count++ === limits.fields || end - at > limits.line) return undefined;
    const after = bytes[end + 2];
    if (after === SPACE || after === TAB) return undefined;
    if (field < 0 || (seen & (1 << field)) !== 0) {
      // A value that is read here holds no line feed of its own; of any other this has to be seen.
      if (text.indexOf('\n', nameEnd) < end) return undefined;
      if (field !== VIA && (field >= 0 || judgedAt(bytes, at, nameEnd) !== undefined)) return undefined;
    } else {
      seen |= 1 << field;
      scanner.aim(bytes[nameEnd + 1] === SPACE ? nameEnd + 2 : nameEnd + 1, end);
      switch (field) {
        case VIA:
          topmostVia = topVia(scanner, limits);
          break;
        case FROM:
          from = tagged(scanner, limits);
          break;
        case TO:
          to = tagged(scanner, limits);
          break;
        case CALL_ID:
          callId = callIdValue(scanner, limits);
          break;
        case CSEQ:
          cseq = sequence(scanner, limits);
          break;
        case CONTENT_LENGTH:
          contentLength = number(scanner, 10);
          if (contentLength < 0) return undefined;
          break;
        default:
          // What Max-Forwards says is for the proxy that reads it; a number is all it may be.
          if (number(scanner, 10) < 0) return undefined;
      }
      if (scanner.position !== end) return undefined;
    }
    at = end + 2;
  }
}

/** A message that begins at `start`; undefined when it is written in another way, or is a response. */
export function readUsualRequest(
  text: string,
  bytes: Uint8Array,
  start: number,
  limits: MessageLimits
): SipRequest | undefined {
  const end = text.indexOf('\r', start);
  if (end < 0 || end - start > limits.line || bytes[end + 1] !== LF || text.includes('\0')) return undefined;
  const scanner = new Scanner(text, start, end, bytes);
  const methodEnd = behind(bytes, start, end, TOKEN);
  if (methodEnd === start || methodEnd - start > limits.method || bytes[methodEnd] !== SPACE) return undefined;
  scanner.position = methodEnd + 1;
  const requestUri = usualSipUri(scanner);
  const uriEnd = scanner.position;
  if (requestUri === undefined || uriEnd - methodEnd > limits.uri || bytes[uriEnd] !== SPACE) return undefined;
  if (uriEnd + 1 + sipVersion.length !== end || !isVersionAt(bytes, uriEnd + 1, end)) return undefined;
  const wire = new Wire(bytes, text, start, end + 2, limits);
  const essentials = readUsualFields(wire, scanner, limits);
  const method = text.slice(start, methodEnd);
  return essentials?.cseq.method === method ? new SipRequest(method, requestUri, essentials, wire) : undefined;
}
