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
import { octetsOf } from '../../syntax/latin1.ts';
import { hasDuplicates, isTokenIn, Parameters, parseParameter, parseParameters } from '../../syntax/parameters.ts';
import { NameTable } from '../../syntax/name-table.ts';
import { Scanner } from '../../syntax/scanner.ts';
import { sameToken, upperCase } from '../../syntax/token.ts';
import { match, usual, usualHost, usualToken } from '../../syntax/usual.ts';
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

const protocol = octetsOf('SIP/2.0/');
/** The transports of everybody are recognised, and not cut out. */
const transports = new NameTable<string>();
for (const name of ['UDP', 'TCP', 'TLS', 'SCTP', 'WS', 'WSS']) transports.add(name, name);

/** The protocol as everybody writes it, and with the white space that it may have around its slashes. */
function skipProtocol(scanner: Scanner): boolean {
  if (scanner.takeAll(protocol)) {
    scanner.skipSpace();
    return true;
  }
  if (!sameToken(scanner.token() ?? '', 'SIP') || !scanner.separator(SLASH)) return false;
  return scanner.token() === '2.0' && scanner.separator(SLASH);
}

function parseSentProtocol(scanner: Scanner): string | undefined {
  if (!skipProtocol(scanner)) return undefined;
  const start = scanner.position;
  scanner.skip(TOKEN);
  if (scanner.position === start || (classesOf(scanner.peek()) & BLANK) === 0) return undefined;
  return transports.at(scanner.bytes, start, scanner.position) ?? upperCase(scanner.since(start));
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

type Hop = Omit<Via, 'branch'>;

const usualParameter = `(?:;(${usualToken})(?:=(${usualToken}))?)?`;
/** With at most three parameters. */
const usualVia = usual(`SIP/2\\.0/([A-Z]+) (${usualHost})(?::([0-9]{1,4}))?${usualParameter.repeat(3)}(?=[,\\r]|$)`);

/** The parameters, in an array of just their size: a Via lives as long as its transaction. */
function flatOf(found: RegExpExecArray): readonly string[] {
  const [, , , , first, firstValue = '', second, secondValue = '', third, thirdValue = ''] = found;
  if (first === undefined) return [];
  if (second === undefined) return [first, firstValue];
  if (third === undefined) return [first, firstValue, second, secondValue];
  return [first, firstValue, second, secondValue, third, thirdValue];
}

function hopFound(found: RegExpExecArray): Hop | undefined {
  const flat = flatOf(found);
  if (hasDuplicates(flat)) return undefined;
  const port = found[3] === undefined ? undefined : Number(found[3]);
  return { transport: found[1] as string, host: found[2] as string, port, parameters: new Parameters(flat, true) };
}

function parseHop(scanner: Scanner): Hop | undefined {
  const transport = parseSentProtocol(scanner);
  if (transport === undefined) return undefined;
  scanner.skipSpace();
  const sentBy = parseHostPort(scanner, true);
  if (sentBy === undefined) return undefined;
  const parameters = parseParameters(scanner);
  return parameters === undefined ? undefined : { transport, host: sentBy.host, port: sentBy.port, parameters };
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
    const found = match(usualVia, scanner);
    const hop = found === undefined ? parseHop(scanner) : hopFound(found);
    if (hop === undefined) return undefined;
    const { transport, host, port, parameters } = hop;
    const branch = parameters.get('branch');
    if (!isTokenIn(parameters, branch) || !parameters.every(isSound)) return undefined;
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
