/**
 * The names of header fields (RFC 3261 §7.3.1: they have no case; §7.3.3: compact forms), whether they have a file here
 * or not: a field has one name for everybody, however the peer wrote it.
 */
import { hasTokenAt } from '../../syntax/token.ts';

/** Long names as their RFC writes them, those of §20 first, then those that have a compact form at IANA. */
const longNames =
  'Accept Accept-Encoding Accept-Language Alert-Info Allow Authentication-Info Authorization Call-ID Call-Info Contact ' +
  'Content-Disposition Content-Encoding Content-Language Content-Length Content-Type CSeq Date Error-Info Expires From ' +
  'In-Reply-To Max-Forwards Min-Expires MIME-Version Organization Priority Proxy-Authenticate Proxy-Authorization ' +
  'Proxy-Require Record-Route Reply-To Require Retry-After Route Server Subject Supported Timestamp To Unsupported ' +
  'User-Agent Via Warning WWW-Authenticate Accept-Contact Allow-Events Event Identity Refer-To Referred-By ' +
  'Reject-Contact Request-Disposition Session-Expires';

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
  ['o', 'Event'],
  ['r', 'Refer-To'],
  ['s', 'Subject'],
  ['t', 'To'],
  ['u', 'Allow-Events'],
  ['v', 'Via'],
  ['x', 'Session-Expires'],
  ['y', 'Identity']
];

/** A name as it may come, and what we call it. */
interface Entry {
  readonly written: string;
  readonly name: string;
}

// Every field of every message is looked up. Length, first and last letter nearly single out a name, and cost less than a
// hash of the whole. What is found is then compared, and no row is long: no choice of names slows a lookup down.
const rows: Entry[][] = Array.from({ length: 256 }, () => []);

function rowOf(first: number, last: number, length: number): Entry[] {
  // The low five bits of a letter are the same in both cases.
  return rows[((first & 31) * 7 + (last & 31) * 3 + length * 11) & 255] as Entry[];
}

for (const [written, name] of [...longNames.split(' ').map((name) => [name, name] as const), ...compactNames]) {
  rowOf(written.charCodeAt(0), written.charCodeAt(written.length - 1), written.length).push({ written, name });
}

/** The long name of the field whose name stands at `start` up to `end`, as its RFC writes it; an unknown one as it stands there. */
export function canonicalNameAt(text: string, start: number, end: number): string {
  const length = end - start;
  for (const { written, name } of rowOf(text.charCodeAt(start), text.charCodeAt(end - 1), length)) {
    if (written.length === length && hasTokenAt(text, start, written)) return name;
  }
  return text.slice(start, end);
}

/** The long name of a field, as its RFC writes it; an unknown field keeps the name it came with. */
export function canonicalName(name: string): string {
  return canonicalNameAt(name, 0, name.length);
}
