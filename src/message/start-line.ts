/** Request-Line (RFC 3261 §7.1) and Status-Line (§7.2). */
import { SPACE } from '../syntax/characters.ts';
import { Scanner } from '../syntax/scanner.ts';
import { isVersionAt, sipVersion } from '../syntax/sip-version.ts';
import { hasTokenAt, sameToken } from '../syntax/token.ts';
import { Fault, type FaultCode, type FaultStatus } from './fault.ts';
import type { MessageLimits } from './limits.ts';
import { isSipUri, scanUri, type Uri } from './uri/uri.ts';

/** `Request-Line`. */
export interface RequestLine {
  readonly kind: 'request';
  readonly method: string;
  readonly requestUri: Uri;
}

/** `Status-Line`. */
export interface StatusLine {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
}

/** A start line that is refused; `method` when it is, for all that, a request's. */
export interface BrokenLine {
  readonly kind: 'broken';
  readonly method: string | undefined;
  readonly fault: Fault;
}

const REQUEST = 'RFC 3261 §7.1';
const RESPONSE = 'RFC 3261 §7.2';

function broken(code: FaultCode, status: FaultStatus, offset: number, method?: string): BrokenLine {
  return { kind: 'broken', method, fault: new Fault(code, status, method === undefined ? RESPONSE : REQUEST, offset) };
}

/** The version is a literal of the grammar, so it has no case (§25.1). */
function standsVersion(text: string, bytes: Uint8Array, at: number, end: number): boolean {
  return isVersionAt(bytes, at, end) || hasTokenAt(text, at, sipVersion);
}

/** What no `Reason-Phrase` may hold; CR and LF can not be left in one. */
const forbidden = /[\x00-\x08\x0b\x0c\x0e-\x1f]/;

function readStatusLine(text: string, bytes: Uint8Array, start: number, end: number): StatusLine | BrokenLine {
  const scanner = new Scanner(text, start + sipVersion.length, end, bytes);
  if (!standsVersion(text, bytes, start, end)) return broken('unsupported-version', 505, start);
  if (!scanner.take(SPACE)) return broken('malformed-start-line', 400, scanner.position);
  const codeStart = scanner.position;
  const status = scanner.number(3);
  // The grammar wants the second space even before an empty reason; not everybody sends it.
  if (status === undefined || status < 100 || status > 699 || !(scanner.take(SPACE) || scanner.atEnd()))
    return broken('malformed-start-line', 400, codeStart);
  const reason = text.slice(scanner.position, end);
  return forbidden.test(reason)
    ? broken('forbidden-character', 400, scanner.position)
    : { kind: 'response', status, reason };
}

function readRequestLine(
  text: string,
  bytes: Uint8Array,
  start: number,
  end: number,
  limits: MessageLimits
): RequestLine | BrokenLine {
  const scanner = new Scanner(text, start, end, bytes);
  const method = scanner.token();
  if (method === undefined || !scanner.take(SPACE)) return broken('not-sip', 400, scanner.position);
  if (method.length > limits.method) return broken('too-large', 400, start, method);
  const uriStart = scanner.position;
  const requestUri = scanUri(scanner);
  const uriEnd = scanner.position;
  const versionStart = uriEnd + 1;
  const whole =
    versionStart + sipVersion.length === end &&
    bytes[uriEnd] === SPACE &&
    standsVersion(text, bytes, versionStart, end);
  if (requestUri === undefined || !whole) {
    // What else could it have been? The version is what follows the last space.
    const lastSpace = text.lastIndexOf(' ', end - 1);
    if (isOtherVersion(text.slice(lastSpace + 1, end)))
      return broken('unsupported-version', 505, lastSpace + 1, method);
    if (lastSpace - uriStart > limits.uri) return broken('uri-too-long', 414, uriStart, method);
    return broken('malformed-start-line', 400, uriEnd, method);
  }
  if (uriEnd - uriStart > limits.uri) return broken('uri-too-long', 414, uriStart, method);
  // Header fields have no place in a Request-URI (§19.1.1, Table 1), and must not find a way into a message through it.
  if (isSipUri(requestUri) && requestUri.headers !== '') return broken('malformed-start-line', 400, uriStart, method);
  return { kind: 'request', method, requestUri };
}

/** `SIP/` and two numbers other than 2.0. */
function isOtherVersion(text: string): boolean {
  return /^SIP\/\d+\.\d+$/i.test(text) && !sameToken(text, sipVersion);
}

/** Reads the start line that stands in `text`, and in `bytes`, from `start` up to `end`. */
export function parseStartLine(
  text: string,
  bytes: Uint8Array,
  start: number,
  end: number,
  limits: MessageLimits
): RequestLine | StatusLine | BrokenLine {
  // No method holds a slash, so what begins like a version is a response.
  const line =
    isVersionAt(bytes, start, end) || hasTokenAt(text, start, 'SIP/')
      ? readStatusLine(text, bytes, start, end)
      : readRequestLine(text, bytes, start, end, limits);
  if (line.kind === 'broken' || end - start <= limits.line) return line;
  return broken('too-large', 400, start, line.kind === 'request' ? line.method : undefined);
}
