/**
 * `host`, `port` and `hostport` (RFC 3261 §25.1; IPv6 as RFC 5954 corrects it).
 *
 * host = hostname / IPv4address / IPv6reference
 */
import { byteClasses, HEX, isAll, LABEL } from './characters.ts';
import { octetsOf } from './latin1.ts';
import type { Scanner } from './scanner.ts';

/** A host and an optional port, as in `sent-by` and `hostport`. An IPv6 address stands in its brackets. */
export interface HostPort {
  readonly host: string;
  readonly port: number | undefined;
}

const COLON = 0x3a;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const HYPHEN = 0x2d;
const OPEN_BRACKET = 0x5b;

/** True for an `IPv4address`. */
export function isIpv4(text: string): boolean {
  return isIpv4At(octetsOf(text), 0, text.length);
}

/** True when an `IPv4address` stands at `start` up to `end`. */
function isIpv4At(bytes: Uint8Array, start: number, end: number): boolean {
  let dots = 0;
  let digits = 0;
  let value = 0;
  for (let i = start; i < end; i++) {
    const code = bytes[i] as number;
    if (code >= ZERO && code <= NINE) {
      value = value * 10 + code - ZERO;
      if (++digits > 3 || value > 255) return false;
    } else {
      if (code !== DOT || digits === 0) return false;
      dots++;
      digits = value = 0;
    }
  }
  return dots === 3 && digits > 0;
}

/** How many groups of 16 bits the text spells, or NaN: groups between colons; the last may be an IPv4 address if `mayEndInIpv4`. */
function countGroups(text: string, mayEndInIpv4: boolean): number {
  if (text === '') return 0;
  const parts = text.split(':');
  const last = parts.at(-1) as string;
  const tail = mayEndInIpv4 && isIpv4(last);
  const groups = tail ? parts.slice(0, -1) : parts;
  return groups.every((group) => group.length <= 4 && isAll(group, HEX)) ? groups.length + (tail ? 2 : 0) : Number.NaN;
}

/** The longest text of an IPv6 address: six groups, colons, and an IPv4 address. */
const IPV6_LENGTH = 45;

/** True for an `IPv6address`: what stands between the brackets of an IPv6reference. */
export function isIpv6(text: string): boolean {
  if (text.length > IPV6_LENGTH || !text.includes(':')) return false;
  const gap = text.indexOf('::');
  if (gap < 0) return countGroups(text, true) === 8;
  return countGroups(text.slice(0, gap), false) + countGroups(text.slice(gap + 2), true) <= 7;
}

/**
 * RFC 3261's own grammar writes `:::` where `::` is meant, before an IPv4 tail; read as two (RFC 5118 §4.10), never
 * written.
 */
function withoutThirdColon(address: string): string {
  const at = address.indexOf(':::');
  return at >= 0 && isIpv4(address.slice(at + 3)) ? address.slice(0, at) + address.slice(at + 1) : address;
}

function parseIpv6Reference(scanner: Scanner): string | undefined {
  const start = scanner.position + 1;
  const close = scanner.text.slice(start, Math.min(scanner.end, start + IPV6_LENGTH + 2)).indexOf(']');
  if (close < 0) return undefined;
  const address = withoutThirdColon(scanner.text.slice(start, start + close));
  if (!isIpv6(address)) return undefined;
  scanner.position = start + close + 1;
  return `[${address}]`;
}

/**
 * Where the `hostname` or `IPv4address` ends that begins at `start`; -1 when there is none. Labels are not empty and neither
 * begin nor end with a hyphen; one dot may end the whole; the last label begins with a letter.
 */
export function behindName(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  let label = start;
  let lastLabel = start;
  let before = DOT;
  for (; at < end; at++) {
    const code = bytes[at] as number;
    if (code === DOT) {
      if (before === DOT || before === HYPHEN) return -1;
      lastLabel = label;
      label = at + 1;
    } else if (((byteClasses[code] as number) & LABEL) === 0) break;
    else if (code === HYPHEN && before === DOT) return -1;
    before = code;
  }
  if (at === start || before === HYPHEN) return -1;
  if (label < at) lastLabel = label;
  return (bytes[lastLabel] as number) > NINE || isIpv4At(bytes, start, at) ? at : -1;
}

/** `host`, exactly as written. */
export function parseHost(scanner: Scanner): string | undefined {
  const { text, bytes, end, position: start } = scanner;
  if (start < end && bytes[start] === OPEN_BRACKET) return parseIpv6Reference(scanner);
  const at = behindName(bytes, start, end);
  if (at < 0) return undefined;
  scanner.position = at;
  return text.slice(start, at);
}

/** `port`: 0 to 65535. */
export function parsePort(scanner: Scanner): number | undefined {
  const start = scanner.position;
  const port = scanner.number(10);
  if (port !== undefined && port <= 65535) return port;
  scanner.position = start;
  return undefined;
}

/** `host [ COLON port ]`; `spaced` allows white space around the colon, as `sent-by` does and a URI does not. */
export function parseHostPort(scanner: Scanner, spaced: boolean): HostPort | undefined {
  const host = parseHost(scanner);
  if (host === undefined) return undefined;
  if (!(spaced ? scanner.separator(COLON) : scanner.take(COLON))) return { host, port: undefined };
  const port = parsePort(scanner);
  return port === undefined ? undefined : { host, port };
}

/** `host[:port]`. */
export function formatHostPort({ host, port }: HostPort): string {
  return port === undefined ? host : `${host}:${String(port)}`;
}

/** The address inside an IPv6reference; any other host unchanged. For handing to a socket. */
export function withoutBrackets(host: string): string {
  return host.charCodeAt(0) === OPEN_BRACKET ? host.slice(1, -1) : host;
}

/** An address as a `host`: IPv6 gets its brackets. */
export function hostOf(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
