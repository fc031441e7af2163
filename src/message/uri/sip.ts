/**
 * `SIP-URI` and `SIPS-URI` (RFC 3261 §19.1.1, §25.1).
 *
 * SIP-URI = "sip:" [ userinfo ] hostport uri-parameters [ headers ]
 */
import { PARAMETER, PASSWORD, URI_HEADER, USER } from '../../syntax/characters.ts';
import { formatHostPort, parseHost, parsePort } from '../../syntax/host.ts';
import { appended, hasDuplicates, mostParameters, Parameters } from '../../syntax/parameters.ts';
import { behindEscaped, type Scanner } from '../../syntax/scanner.ts';
import { escapeExcept } from './escape.ts';

/** A sip or sips URI. Parts are as written: escapes are kept. */
export interface SipUri {
  readonly scheme: 'sip' | 'sips';
  /** `user`, or undefined when there is no userinfo. */
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly host: string;
  readonly port: number | undefined;
  readonly parameters: Parameters;
  /** `headers` without the `?`, as written; `''` when there are none. */
  readonly headers: string;
  /** The whole URI as written. */
  readonly text: string;
}

const COLON = 0x3a;
const AT = 0x40;
const SEMICOLON = 0x3b;
const EQUAL = 0x3d;
const QUESTION = 0x3f;
const AMPERSAND = 0x26;
const OPEN_BRACKET = 0x5b;

/** `1*( ";" uri-parameter )`: the cursor stands at a semicolon. */
function parseUriParameters(scanner: Scanner): Parameters | undefined {
  const { text, bytes, end, position } = scanner;
  let flat: string[] = [];
  for (let at = position; at < end && bytes[at] === SEMICOLON; ) {
    const nameStart = at + 1;
    const nameEnd = behindEscaped(bytes, nameStart, end, PARAMETER);
    const hasValue = nameEnd < end && bytes[nameEnd] === EQUAL;
    at = hasValue ? behindEscaped(bytes, nameEnd + 1, end, PARAMETER) : nameEnd;
    scanner.position = at;
    if (nameEnd === nameStart || (hasValue && at === nameEnd + 1) || flat.length === 2 * mostParameters)
      return undefined;
    flat = appended(flat, text.slice(nameStart, nameEnd), hasValue ? text.slice(nameEnd + 1, at) : '');
  }
  return hasDuplicates(flat) ? undefined : new Parameters(flat);
}

/** `header *( "&" header )`; header = hname "=" hvalue. */
function parseUriHeaders(scanner: Scanner): string | undefined {
  const start = scanner.position;
  do {
    if (scanner.runEscaped(URI_HEADER) === undefined || !scanner.take(EQUAL)) return undefined;
    scanner.skipEscaped(URI_HEADER);
  } while (scanner.take(AMPERSAND));
  return scanner.since(start);
}

/** Reads a URI whose scheme began at `start` and whose colon was just passed; leaves the scanner behind it. */
export function parseSipUri(scanner: Scanner, scheme: 'sip' | 'sips', start: number): SipUri | undefined {
  const { text, bytes, end, position: userStart } = scanner;
  const userEnd = behindEscaped(bytes, userStart, end, USER);
  const hasPassword = userEnd < end && bytes[userEnd] === COLON;
  const passwordEnd = hasPassword ? behindEscaped(bytes, userEnd + 1, end, PASSWORD) : userEnd;
  let user: string | undefined;
  let password: string | undefined;
  let hostStart = userStart;
  // Only userinfo can hold an unescaped `@`: without one, what was passed is something else.
  if (userEnd > userStart && passwordEnd < end && bytes[passwordEnd] === AT) {
    user = text.slice(userStart, userEnd);
    if (hasPassword) password = text.slice(userEnd + 1, passwordEnd);
    hostStart = passwordEnd + 1;
  }
  scanner.position = hostStart;
  const host = parseHost(scanner);
  if (host === undefined) return undefined;
  let port: number | undefined;
  if (scanner.position < end && bytes[scanner.position] === COLON) {
    scanner.position++;
    port = parsePort(scanner);
    if (port === undefined) return undefined;
  }
  let parameters: Parameters | undefined = Parameters.none;
  if (scanner.position < end && bytes[scanner.position] === SEMICOLON) {
    parameters = parseUriParameters(scanner);
    if (parameters === undefined) return undefined;
  }
  let headers: string | undefined = '';
  if (scanner.position < end && bytes[scanner.position] === QUESTION) {
    scanner.position++;
    headers = parseUriHeaders(scanner);
    if (headers === undefined) return undefined;
  }
  const written = text.slice(start, scanner.position);
  const whole = bytes[hostStart] === OPEN_BRACKET ? withHost(written, hostStart - start, host) : written;
  return { scheme, user, password, host, port, parameters, headers, text: whole };
}

/** The text with its host as it was read: of the three colons of RFC 5118 §4.10 two are written. */
function withHost(text: string, at: number, host: string): string {
  return text.startsWith(host, at) ? text : text.slice(0, at) + host + text.slice(at + host.length + 1);
}

/** What a SIP URI is made from; parts as they are written, so with their escapes. */
export interface SipUriParts {
  readonly scheme?: 'sip' | 'sips';
  readonly user?: string | undefined;
  /** Only with a user. */
  readonly password?: string | undefined;
  readonly host: string;
  readonly port?: number | undefined;
  readonly parameters?: Parameters;
}

/** Puts a SIP URI's text together, without any headers. */
export function formatSipUri(parts: SipUriParts): string {
  const { scheme = 'sip', user, password, host, port, parameters = Parameters.none } = parts;
  const userinfo = user === undefined ? '' : `${user}${password === undefined ? '' : `:${password}`}@`;
  return `${scheme}:${userinfo}${formatHostPort({ host, port })}${parameters.toString()}`;
}

/** A `user` that says `text`: whatever may not stand there unescaped is escaped (RFC 3261 §19.1.2). */
export function escapeUser(text: string): string {
  return escapeExcept(USER, text);
}
