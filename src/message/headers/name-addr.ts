/**
 * `name-addr` and `addr-spec` with header parameters: the shape of To, From, Contact, Route and Record-Route.
 *
 * name-addr = [ display-name ] LAQUOT addr-spec RAQUOT; display-name = *( token LWS ) / quoted-string  (RFC 3261 §25.1)
 */
import { BACKSLASH, BLANK, isSpace, QUOTE, SPACE, TOKEN } from '../../syntax/characters.ts';
import { Parameters, parseParameters } from '../../syntax/parameters.ts';
import { quote, unquote } from '../../syntax/quoted-string.ts';
import { behind, behindSpace, Scanner } from '../../syntax/scanner.ts';
import { decodeUtf8, encodeUtf8 } from '../../syntax/utf8.ts';
import { scanUri, type Uri } from '../uri/uri.ts';

/** An address with an optional display name and the header's parameters. */
export interface NameAddr {
  /** The display name as people read it: unquoted, UTF-8 decoded. */
  readonly displayName: string | undefined;
  readonly uri: Uri;
  readonly parameters: Parameters;
}

const LESS = 0x3c;
const GREATER = 0x3e;
const COLON = 0x3a;
const SEMICOLON = 0x3b;
const COMMA = 0x2c;

/** Reads a display name up to the `<`, `''` when there is none; undefined when the text there is not one. */
function parseDisplayName(scanner: Scanner): string | undefined {
  const { text, bytes, end, position: start } = scanner;
  if (start < end && bytes[start] === QUOTE) return parseQuotedName(scanner);
  const at = behind(bytes, start, end, TOKEN | BLANK);
  scanner.position = at;
  let last = at;
  while (last > start && isSpace(bytes[last - 1] as number)) last--;
  return text.slice(start, last);
}

function parseQuotedName(scanner: Scanner): string | undefined {
  const { text, bytes, end, position } = scanner;
  const start = position + 1;
  let at = start;
  while (at < end && isPlain(bytes[at] as number)) at++;
  if (at < end && bytes[at] === QUOTE) {
    scanner.position = behindSpace(bytes, at + 1, end);
    return text.slice(start, at);
  }
  const quoted = scanner.quotedString();
  scanner.skipSpace();
  return quoted === undefined ? undefined : decodeUtf8(unquote(quoted));
}

/** What stands for itself between quotes: ASCII, and no backslash. */
const isPlain = (code: number): boolean => code !== QUOTE && code !== BACKSLASH && code < 0x80;

/** An addr-spec without brackets: whatever follows a `;` belongs to the header, and `?` or `,` would need brackets (§20). */
function parseBareUri(scanner: Scanner): Uri | undefined {
  const { text, bytes, position: start } = scanner;
  let end = start;
  for (; end < scanner.end; end++) {
    const code = bytes[end] as number;
    if (code <= SPACE || code === SEMICOLON || code === COMMA) break;
  }
  const own = new Scanner(text, start, end, bytes);
  const uri = scanUri(own);
  if (uri === undefined || !own.atEnd() || uri.text.includes('?')) return undefined;
  scanner.position = end;
  return uri;
}

/**
 * Reads `( name-addr / addr-spec ) *( SEMI generic-param )`, of which `make` makes the value; `bracketed` demands the
 * name-addr form, as Route does.
 */
export function parseAddress<T>(scanner: Scanner, bracketed: boolean, make: MakeAddress<T>): T | undefined {
  const { bytes, end } = scanner;
  const start = behindSpace(bytes, scanner.position, end);
  scanner.position = start;
  let displayName: string | undefined;
  if (start < end && bytes[start] !== LESS) {
    displayName = parseDisplayName(scanner);
    if (displayName === undefined) return undefined;
  }
  let uri: Uri | undefined;
  const at = scanner.position;
  if (at < end && bytes[at] === LESS) {
    scanner.position++;
    uri = scanUri(scanner);
    if (!scanner.take(GREATER)) return undefined;
  } else if (!bracketed && at < end && bytes[at] === COLON) {
    displayName = undefined;
    scanner.position = start;
    uri = parseBareUri(scanner);
  }
  if (uri === undefined) return undefined;
  const parameters = parseParameters(scanner);
  if (parameters === undefined) return undefined;
  return make(displayName === '' ? undefined : displayName, uri, parameters);
}

/** Makes a value of the parts of an address; undefined when they do not fit it. */
export type MakeAddress<T> = (displayName: string | undefined, uri: Uri, parameters: Parameters) => T | undefined;

const makeNameAddr: MakeAddress<NameAddr> = (displayName, uri, parameters) => ({ displayName, uri, parameters });

/** Reads `( name-addr / addr-spec ) *( SEMI generic-param )`; `bracketed` demands the name-addr form, as Route does. */
export function parseNameAddr(scanner: Scanner, bracketed = false): NameAddr | undefined {
  return parseAddress(scanner, bracketed, makeNameAddr);
}

/** `"display name" <uri>;parameters`. */
export function formatNameAddr({ displayName, uri, parameters }: NameAddr): string {
  const name = displayName === undefined ? '' : `${quote(encodeUtf8(displayName))} `;
  return `${name}<${uri.text}>${parameters.toString()}`;
}

/** A plain address: a URI and nothing else. */
export function nameAddr(uri: Uri, parameters: Parameters = Parameters.none): NameAddr {
  return { displayName: undefined, uri, parameters };
}
