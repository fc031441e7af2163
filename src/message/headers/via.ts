/**
 * Via: RFC 3261 §20.42.
 *
 * via-parm = sent-protocol LWS sent-by *( SEMI via-params ); sent-protocol = "SIP" SLASH "2.0" SLASH transport
 */
import { BLANK, classesOf, DIGIT, isAll, TOKEN } from '../../syntax/characters.ts';
import {
  formatHostPort,
  isIpv4,
  isIpv6,
  parseHost,
  parseHostPort,
  parsePort,
  withoutBrackets
} from '../../syntax/host.ts';
import { isTokenIn, Parameters, parseParameter, parseParameters } from '../../syntax/parameters.ts';
import { behind, behindSpace, Scanner } from '../../syntax/scanner.ts';
import { isVersionAt, sipVersion } from '../../syntax/sip-version.ts';
import { sameToken, upperCase } from '../../syntax/token.ts';
import type { Header } from '../header.ts';

/** One hop the request has passed; the response goes back along them. */
export interface Via {
  /** `UDP`, `TCP`, `TLS`, `SCTP`, `WS`, `WSS` or another token, in upper case. */
  readonly transport: string;
  /** `sent-by`: host and port as the sender wrote them. */
  readonly host: string;
  readonly port: number | undefined;
  readonly parameters: Parameters;
  /** The transaction's id (§8.1.1.7), undefined for an RFC 2543 peer. */
  readonly branch: string | undefined;
}

/** The mark of a branch that is unique by itself (§8.1.1.7). */
export const magicCookie = 'z9hG4bK';

const SLASH = 0x2f;
const COLON = 0x3a;

/** Where the protocol ends, with the white space behind it, and that which there may be around its slashes; -1 when there is none. */
function behindProtocol(scanner: Scanner): number {
  const { bytes, end, position } = scanner;
  const slash = position + sipVersion.length;
  if (isVersionAt(bytes, position, end) && slash < end && bytes[slash] === SLASH)
    return behindSpace(bytes, slash + 1, end);
  if (!sameToken(scanner.token() ?? '', 'SIP') || !scanner.separator(SLASH)) return -1;
  return scanner.token() === '2.0' && scanner.separator(SLASH) ? scanner.position : -1;
}

/** A transport in upper case, as nearly everybody writes it. */
export function transportOf(written: string): string {
  return written === 'UDP' || written === 'TCP' ? written : upperCase(written);
}

/** True when a rule reads the whole text. */
function isWhole(text: string, rule: (scanner: Scanner) => unknown): boolean {
  const scanner = new Scanner(text);
  return rule(scanner) !== undefined && scanner.atEnd();
}

/** The via-params whose grammar is narrower than generic-param (§25.1, RFC 3581 §5). */
function isSound(name: string, value: string): boolean {
  // Told apart by their length first: most parameters need no more.
  switch (name.length) {
    case 'ttl'.length:
      return !sameToken(name, 'ttl') || (value.length <= 3 && isAll(value, DIGIT) && Number(value) <= 255);
    case 'rport'.length:
      if (sameToken(name, 'rport')) return value === '' || isWhole(value, parsePort);
      return !sameToken(name, 'maddr') || isWhole(value, parseHost);
    case 'received'.length:
      return !sameToken(name, 'received') || isIpv4(value) || isIpv6(withoutBrackets(value));
    default:
      return true;
  }
}

/** One hop; at most 70 of them, as many as Max-Forwards begins with. */
export const via: Header<Via> = {
  name: 'Via',
  compact: 'v',
  section: 'RFC 3261 §20.42',
  list: true,
  most: 70,
  parse(scanner) {
    scanner.skipSpace();
    const { text, bytes, end } = scanner;
    const start = behindProtocol(scanner);
    if (start < 0) return undefined;
    const transportEnd = behind(bytes, start, end, TOKEN);
    scanner.position = transportEnd;
    const hostStart = behindSpace(bytes, transportEnd, end);
    if (transportEnd === start || hostStart === transportEnd) return undefined;
    const transport = transportOf(text.slice(start, transportEnd));
    scanner.position = hostStart;
    const host = parseHost(scanner);
    if (host === undefined) return undefined;
    let port: number | undefined;
    if (scanner.separator(COLON)) {
      port = parsePort(scanner);
      if (port === undefined) return undefined;
    }
    const parameters = parseParameters(scanner);
    if (parameters === undefined) return undefined;
    let branch: string | undefined;
    for (let i = 0; i < parameters.size; i++) {
      const name = parameters.nameAt(i);
      const value = parameters.valueAt(i);
      if (name.length === 'branch'.length && sameToken(name, 'branch')) {
        if (!isTokenIn(parameters, value)) return undefined;
        branch = value;
      } else if (!isSound(name, value)) return undefined;
    }
    return { transport, host, port, parameters, branch };
  },
  format: (value) => `SIP/2.0/${value.transport} ${formatHostPort(value)}${value.parameters.toString()}`
};

/**
 * What a top Via that is refused still says, to answer the request with (§8.2.7): the transport and the sent-by, then the
 * branch and a bare `rport` as far as the parameters can be read. Another version counts too: a 505 goes to those
 * (§21.5.6).
 */
export function salvageVia(scanner: Scanner): Via | undefined {
  scanner.skipSpace();
  if (!sameToken(scanner.token() ?? '', 'SIP') || !scanner.separator(SLASH)) return undefined;
  if (scanner.token() === undefined || !scanner.separator(SLASH)) return undefined;
  const transport = scanner.token();
  if (transport === undefined || (classesOf(scanner.peek()) & BLANK) === 0) return undefined;
  scanner.skipSpace();
  const sentBy = parseHostPort(scanner, true);
  if (sentBy === undefined) return undefined;
  let parameters = Parameters.none;
  for (let one = parseParameter(scanner); one !== undefined; one = parseParameter(scanner)) {
    const [name, value] = one;
    const isBranch = sameToken(name, 'branch') && isAll(value, TOKEN);
    const kept = isBranch || (sameToken(name, 'rport') && value === '');
    if (kept && !parameters.has(name)) parameters = parameters.with(name, value);
  }
  return { transport: upperCase(transport), ...sentBy, parameters, branch: parameters.get('branch') };
}
