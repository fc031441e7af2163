/**
 * `SIP-URI` and `SIPS-URI` (RFC 3261 §19.1.1, §25.1).
 *
 * SIP-URI = "sip:" [ userinfo ] hostport uri-parameters [ headers ]
 */
import { PARAMETER, PASSWORD, URI_HEADER, USER } from '../../syntax/characters.ts';
import { formatHostPort, parseHostPort } from '../../syntax/host.ts';
import { hasDuplicates, mostParameters, Parameters } from '../../syntax/parameters.ts';
import type { Scanner } from '../../syntax/scanner.ts';
import { usualHost } from '../../syntax/usual.ts';
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

function parseUriParameters(scanner: Scanner): Parameters | undefined {
  if (scanner.peek() !== SEMICOLON) return Parameters.none;
  const flat: string[] = [];
  while (scanner.take(SEMICOLON)) {
    const name = scanner.runEscaped(PARAMETER);
    if (name === undefined) return undefined;
    const value = scanner.take(EQUAL) ? scanner.runEscaped(PARAMETER) : '';
    if (value === undefined) return undefined;
    if (flat.length === 2 * mostParameters) return undefined;
    flat.push(name, value);
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

const parameter = "[a-zA-Z0-9\\-_.!~*'()[\\]/:&+$]+";

/** The usual form of a sip URI, in six groups: user, host and port without escapes, at most one parameter. */
export const usualSipUri =
  `(sip:(?:([a-zA-Z0-9\\-_.!~*'()&=+$,;?/]+)@)?(${usualHost})(?::([0-9]{1,4}))?` +
  `(?:;(${parameter})(?:=(${parameter}))?)?)`;

/** The URI that was found by `usualSipUri`, whose first group is the one of that number. */
export function sipUriFound(found: RegExpExecArray, first: number): SipUri {
  const port = found[first + 3];
  const name = found[first + 4];
  return {
    scheme: 'sip',
    user: found[first + 1],
    password: undefined,
    host: found[first + 2] as string,
    port: port === undefined ? undefined : Number(port),
    parameters: name === undefined ? Parameters.none : new Parameters([name, found[first + 5] ?? '']),
    headers: '',
    text: found[first] as string
  };
}

/** Reads a URI whose scheme began at `start` and whose colon was just passed; leaves the scanner behind it. */
export function parseSipUri(scanner: Scanner, scheme: 'sip' | 'sips', start: number): SipUri | undefined {
  const userStart = scanner.position;
  scanner.skipEscaped(USER);
  const userEnd = scanner.position;
  const hasPassword = scanner.take(COLON);
  if (hasPassword) scanner.skipEscaped(PASSWORD);
  const passwordEnd = scanner.position;
  let user: string | undefined;
  let password: string | undefined;
  if (userEnd > userStart && scanner.take(AT)) {
    user = scanner.text.slice(userStart, userEnd);
    if (hasPassword) password = scanner.text.slice(userEnd + 1, passwordEnd);
  } else {
    // Only userinfo can hold an unescaped `@`: without one, what was passed is something else.
    scanner.position = userStart;
  }
  const hostStart = scanner.position;
  const hostPort = parseHostPort(scanner, false);
  if (hostPort === undefined) return undefined;
  const parameters = parseUriParameters(scanner);
  if (parameters === undefined) return undefined;
  const headers = scanner.take(QUESTION) ? parseUriHeaders(scanner) : '';
  if (headers === undefined) return undefined;
  const { host, port } = hostPort;
  const text = withHost(scanner.since(start), hostStart - start, host);
  return { scheme, user, password, host, port, parameters, headers, text };
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
