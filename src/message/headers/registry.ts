/**
 * The names of header fields (RFC 3261 §7.3.1: they have no case; §7.3.3: compact forms), whether they have a file here
 * or not: a field has one name for everybody, however the peer wrote it.
 */
import { octetsOf } from '../../syntax/latin1.ts';
import { NameTable } from '../../syntax/name-table.ts';
import { lowerCase } from '../../syntax/token.ts';

/** Long names as their RFC writes them, those of §20 first, then those that have a compact form at IANA. */
const longNames =
  'Accept Accept-Encoding Accept-Language Alert-Info Allow Authentication-Info Authorization Call-ID Call-Info Contact ' +
  'Content-Disposition Content-Encoding Content-Language Content-Length Content-Type CSeq Date Error-Info Expires From ' +
  'In-Reply-To Max-Forwards Min-Expires MIME-Version Organization Priority Proxy-Authenticate Proxy-Authorization ' +
  'Proxy-Require Record-Route Reply-To Require Retry-After Route Server Subject Supported Timestamp To Unsupported ' +
  'User-Agent Via Warning WWW-Authenticate Accept-Contact Allow-Events Event Identity Refer-To Referred-By ' +
  'Reject-Contact Request-Disposition Session-Expires Identity-Info ' +
  // Those of the extensions that have a file here and no compact form.
  'Accept-Resource-Priority Answer-Mode Content-ID Diversion Feature-Caps Flow-Timer Geolocation Geolocation-Error ' +
  'Geolocation-Routing History-Info Info-Package Join Max-Breadth Min-SE P-Access-Network-Info P-Asserted-Identity ' +
  'P-Associated-URI P-Called-Party-ID P-Charging-Function-Addresses P-Charging-Vector P-Early-Media ' +
  'P-Preferred-Identity P-Served-User P-Visited-Network-ID Path Priv-Answer-Mode Privacy RAck Reason Recv-Info ' +
  'Refer-Sub Replaces Resource-Priority RSeq Security-Client Security-Server Security-Verify Service-Route Session-ID ' +
  'SIP-ETag SIP-If-Match Subscription-State Target-Dialog User-to-User';

const compactNames: readonly (readonly [compact: string, name: string])[] = [
  ['a', 'Accept-Contact'],
  ['b', 'Referred-By'],
  ['c', 'Content-Type'],
  ['d', 'Request-Disposition'],
  ['e', 'Content-Encoding'],
  ['f', 'From'],
  ['i', 'Call-ID'],
  ['j', 'Reject-Contact'],
  ['k', 'Supported'],
  ['l', 'Content-Length'],
  ['m', 'Contact'],
  ['n', 'Identity-Info'],
  ['o', 'Event'],
  ['r', 'Refer-To'],
  ['s', 'Subject'],
  ['t', 'To'],
  ['u', 'Allow-Events'],
  ['v', 'Via'],
  ['x', 'Session-Expires'],
  ['y', 'Identity']
];

const names = new NameTable<string>();
/** The same for the application, which asks by text. */
const byText = new Map<string, string>();

function addName(written: string, name: string): void {
  names.add(written, name);
  byText.set(written, name);
  byText.set(written.toLowerCase(), name);
}

for (const name of longNames.split(' ')) addName(name, name);
for (const [compact, name] of compactNames) addName(compact, name);

/** The long name of the field whose name, a token, stands at `start` up to `end`; an unknown one as it stands there. */
export function canonicalNameAt(text: string, bytes: Uint8Array, start: number, end: number): string {
  return names.at(bytes, start, end) ?? text.slice(start, end);
}

/** The long name of a field, as its RFC writes it; an unknown field keeps the name it came with. */
export function canonicalName(name: string): string {
  return byText.get(name) ?? byText.get(lowerCase(name)) ?? name;
}

const compactOf = new Map(compactNames.map(([compact, name]) => [name, compact]));

/** The compact form of a field by its long name (RFC 3261 §7.3.3); undefined when it has none. */
export const compactName = (name: string): string | undefined => compactOf.get(name);

/** A field that is known here, and the ways in which its name is written: bytes in lower case. */
export interface WrittenName {
  readonly name: string;
  readonly long: Uint8Array;
  readonly compact: Uint8Array | undefined;
}

const written = new Map<string, WrittenName>();
for (const name of longNames.split(' ')) {
  const compact = compactName(name);
  written.set(name, {
    name,
    long: octetsOf(name.toLowerCase()),
    compact: compact === undefined ? undefined : octetsOf(compact)
  });
}

/** How a field is written that is asked for by a name of any case, long or compact; undefined for one that is not known here. */
export function writtenName(asked: string): WrittenName | undefined {
  return written.get(asked) ?? written.get(canonicalName(asked));
}
