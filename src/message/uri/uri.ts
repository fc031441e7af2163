/**
 * Any URI that may stand in a Request-URI or a header (RFC 3261 §25.1 `addr-spec`).
 *
 * addr-spec = SIP-URI / SIPS-URI / absoluteURI; a tel URI (RFC 3966) is one of the last that SIP reads
 */
import { classesOf, LETTER, SCHEME, URI } from '../../syntax/characters.ts';
import { Scanner } from '../../syntax/scanner.ts';
import { hasTokenAt } from '../../syntax/token.ts';
import { UsageError } from '../usage-error.ts';
import { parseSipUri, type SipUri } from './sip.ts';
import { parseTelUri, type TelUri } from './tel.ts';

/** A URI of a scheme that SIP itself does not read, or a tel URI that breaks RFC 3966: legal in a message, and passed on. */
export interface AbsoluteUri {
  /** The scheme in lower case, never `sip` or `sips`. */
  readonly scheme: string;
  readonly text: string;
}

/** A URI as it stands on the wire. */
export type Uri = SipUri | TelUri | AbsoluteUri;

const COLON = 0x3a;
const SIP_LENGTH = 'sip:'.length;

/** Whether a URI begins as nearly every one does: `sip:`, in just this case. */
const isSip = (bytes: Uint8Array, at: number, end: number): boolean =>
  at + SIP_LENGTH <= end &&
  bytes[at] === 0x73 &&
  bytes[at + 1] === 0x69 &&
  bytes[at + 2] === 0x70 &&
  bytes[at + 3] === COLON;

/** True for sip and sips. */
export function isSipUri(uri: Uri): uri is SipUri {
  return uri.scheme === 'sip' || uri.scheme === 'sips';
}

/** True for a tel URI that RFC 3966 allows. */
export function isTelUri(uri: Uri): uri is TelUri {
  return 'number' in uri;
}

/** Reads the URI at the cursor and leaves the scanner behind it; undefined when there is none. */
export function scanUri(scanner: Scanner): Uri | undefined {
  const { bytes, end, position: start } = scanner;
  if (isSip(bytes, start, end)) {
    scanner.position = start + SIP_LENGTH;
    return parseSipUri(scanner, 'sip', start);
  }
  if ((classesOf(scanner.peek()) & LETTER) === 0) return undefined;
  scanner.skip(SCHEME);
  const schemeEnd = scanner.position;
  if (!scanner.take(COLON)) return undefined;
  if (hasTokenAt(scanner.text, start, 'sip:')) return parseSipUri(scanner, 'sip', start);
  if (hasTokenAt(scanner.text, start, 'sips:')) return parseSipUri(scanner, 'sips', start);
  if (hasTokenAt(scanner.text, start, 'tel:')) {
    const uri = parseTelUri(scanner, start);
    if (uri !== undefined) return uri;
    scanner.position = schemeEnd + 1;
  }
  const scheme = scanner.text.slice(start, schemeEnd).toLowerCase();
  return scanner.runEscaped(URI) === undefined ? undefined : { scheme, text: scanner.since(start) };
}

/** Reads a whole text as a URI; undefined when it is none. */
export function parseUri(text: string): Uri | undefined {
  const scanner = new Scanner(text);
  const uri = scanUri(scanner);
  return scanner.atEnd() ? uri : undefined;
}

/**
 * A sip or sips URI from an application.
 * @throws UsageError `ERR_SIP_INVALID_URI`
 */
export function sipUri(text: string): SipUri {
  const uri = parseUri(text);
  if (uri === undefined || !isSipUri(uri))
    throw new UsageError('ERR_SIP_INVALID_URI', `not a sip or sips URI: ${JSON.stringify(text)}`);
  return uri;
}
