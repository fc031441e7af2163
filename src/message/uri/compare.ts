/** Whether two URIs are the same: RFC 3261 §19.1.4 for sip and sips, RFC 3966 §4 for tel. */
import { isIpv4, withoutBrackets } from '../../syntax/host.ts';
import type { Parameters } from '../../syntax/parameters.ts';
import { Scanner } from '../../syntax/scanner.ts';
import { sameToken } from '../../syntax/token.ts';
import { type NameAddr, parseNameAddr } from '../headers/name-addr.ts';
import { normalizeEscapes } from './escape.ts';
import { type UriHeader, uriHeaders } from './headers.ts';
import type { SipUri } from './sip.ts';
import { equalTelUris } from './tel.ts';
import { isSipUri, isTelUri, type Uri } from './uri.ts';

/**
 * Whether two URIs are equivalent. Not transitive: a parameter that only one of them has may be ignored (§19.1.4). URIs of
 * other schemes are compared as text, but for the scheme's case. Linear, but for sorting the headers.
 */
export function equalUris(a: Uri, b: Uri): boolean {
  if (isSipUri(a)) return isSipUri(b) && equalSipUris(a, b);
  if (isTelUri(a)) return isTelUri(b) && equalTelUris(a, b);
  return a.scheme === b.scheme && a.text.slice(a.scheme.length) === b.text.slice(b.scheme.length);
}

function equalSipUris(a: SipUri, b: SipUri): boolean {
  return (
    a.scheme === b.scheme &&
    equalUserinfo(a.user, b.user) &&
    equalUserinfo(a.password, b.password) &&
    a.port === b.port &&
    equalHosts(a.host, b.host) &&
    equalUriParameters(a.parameters, b.parameters) &&
    equalHeaders(uriHeaders(a), uriHeaders(b))
  );
}

/** "Comparison of the userinfo of SIP and SIPS URIs is case-sensitive." */
function equalUserinfo(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && normalizeEscapes(a) === normalizeEscapes(b));
}

/** The eight groups of an IPv6 address as one text. */
function expandIpv6(address: string): string {
  const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':').flatMap(expandGroup));
  const [head = '', tail] = address.split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const gap = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...gap, ...after].join(':');
}

/** A group without leading zeros; an IPv4 tail as two groups. */
function expandGroup(group: string): string[] {
  if (!isIpv4(group)) return [Number.parseInt(group, 16).toString(16)];
  const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
  return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)];
}

/** Whether two hosts, as `parseHost` reads them, are the same: names without case, IPv6 addresses in any of their forms. */
export function equalHosts(a: string, b: string): boolean {
  if (sameToken(a, b)) return true;
  return a.startsWith('[') && b.startsWith('[') && expandIpv6(withoutBrackets(a)) === expandIpv6(withoutBrackets(b));
}

/**
 * Parameters that never match when only one URI has them: the three that the rule names, `maddr`, and `transport`, whose
 * absence "will not match a URI explicitly containing that component with its default value".
 */
const neverIgnored: readonly string[] = ['user', 'ttl', 'method', 'maddr', 'transport'];

/** By name, as they are compared. */
function comparableParameters(parameters: Parameters): Map<string, string> {
  const values = new Map<string, string>();
  for (const [written, value] of parameters) {
    const name = normalizeEscapes(written).toLowerCase();
    const plain = normalizeEscapes(value);
    // A method has case (§7.1).
    values.set(name, name === 'method' ? plain : plain.toLowerCase());
  }
  return values;
}

function equalUriParameters(a: Parameters, b: Parameters): boolean {
  if (a.size === 0 && b.size === 0) return true;
  const left = comparableParameters(a);
  const right = comparableParameters(b);
  if (neverIgnored.some((name) => left.has(name) !== right.has(name))) return false;
  for (const [name, value] of left) {
    const other = right.get(name);
    if (other !== undefined && other !== value && !(name === 'maddr' && equalHosts(value, other))) return false;
  }
  return true;
}

/** Fields whose values are compared as addresses: by URI, and by the parameters that both have (§20.20, §20.39). */
const addressed: readonly string[] = ['From', 'To'];
/** Values that are compared byte by byte: Call-ID by §20.8, and what is no header field. */
const exact: readonly string[] = ['Call-ID', 'body'];

/** A header as it is compared: field values have no case, quoted strings do (§7.3.1). */
function comparableHeader({ name, value }: UriHeader): string {
  const hasCase = exact.includes(name) || value.includes('"');
  return `${name.toLowerCase()}\n${hasCase ? value : value.toLowerCase()}`;
}

function addressIn(headers: readonly UriHeader[], name: string): NameAddr | undefined {
  const [first, second] = headers.filter((header) => header.name === name);
  if (first === undefined || second !== undefined) return undefined;
  const scanner = new Scanner(first.value);
  const address = parseNameAddr(scanner);
  return scanner.atEnd() ? address : undefined;
}

function equalAddresses(a: NameAddr, b: NameAddr): boolean {
  const others = new Map([...b.parameters].map(([name, value]) => [name.toLowerCase(), value]));
  for (const [name, value] of a.parameters) {
    const other = others.get(name.toLowerCase());
    if (other !== undefined && !sameToken(other, value)) return false;
  }
  return equalUris(a.uri, b.uri);
}

/** "Any present header component MUST be present in both URIs and match." */
function equalHeaders(a: readonly UriHeader[], b: readonly UriHeader[]): boolean {
  if (a.length !== b.length) return false;
  let [left, right] = [a, b];
  for (const name of addressed) {
    const one = addressIn(left, name);
    const other = addressIn(right, name);
    if (one === undefined || other === undefined) continue;
    if (!equalAddresses(one, other)) return false;
    left = left.filter((header) => header.name !== name);
    right = right.filter((header) => header.name !== name);
  }
  const wanted = right.map(comparableHeader).sort();
  return left
    .map(comparableHeader)
    .sort()
    .every((header, at) => header === wanted[at]);
}
