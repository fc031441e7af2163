/**
 * `name-addr` and `addr-spec` with header parameters: the shape of To, From, Contact, Route and Record-Route.
 *
 * name-addr = [ display-name ] LAQUOT addr-spec RAQUOT; display-name = *( token LWS ) / quoted-string  (RFC 3261 §25.1)
 */
import { BLANK, QUOTE, SPACE, TOKEN, trimSpace } from '../../syntax/characters.ts';
import { Parameters, parseParameters } from '../../syntax/parameters.ts';
import { quote, unquote } from '../../syntax/quoted-string.ts';
import { Scanner } from '../../syntax/scanner.ts';
import { match, usual, usualToken } from '../../syntax/usual.ts';
import { decodeUtf8, encodeUtf8 } from '../../syntax/utf8.ts';
import { sipUriFound, usualSipUri } from '../uri/sip.ts';
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
  const start = scanner.position;
  if (scanner.peek() === QUOTE) {
    const quoted = scanner.quotedString();
    scanner.skipSpace();
    return quoted === undefined ? undefined : decodeUtf8(unquote(quoted));
  }
  scanner.skip(TOKEN | BLANK);
  return trimSpace(scanner.text, start, scanner.position);
}

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

function parseBracketedUri(scanner: Scanner): Uri | undefined {
  const uri = scanUri(scanner);
  return uri !== undefined && scanner.take(GREATER) ? uri : undefined;
}

/** Between quotes: ASCII, and nothing that is escaped. */
const usualText = '[ !#-[\\]-~]*';
/** With a display name that is a few tokens or quoted, and at most one header parameter. */
const usualNameAddr = usual(
  `(?:(${usualToken}(?: ${usualToken})*) ?|"(${usualText})" ?)?<${usualSipUri}>` +
    `(?:;(${usualToken})(?:=(${usualToken}|"${usualText}"))?)?(?=[,\\r]|$)`
);

function nameAddrFound(found: RegExpExecArray): NameAddr {
  const displayName = found[1] ?? found[2] ?? '';
  const name = found[9];
  const value = found[10] ?? '';
  return {
    displayName: displayName === '' ? undefined : displayName,
    uri: sipUriFound(found, 3),
    parameters: name === undefined ? Parameters.none : new Parameters([name, value], value.charCodeAt(0) !== QUOTE)
  };
}

/** Reads `( name-addr / addr-spec ) *( SEMI generic-param )`; `bracketed` demands the name-addr form, as Route does. */
export function parseNameAddr(scanner: Scanner, bracketed = false): NameAddr | undefined {
  scanner.skipSpace();
  const found = match(usualNameAddr, scanner);
  if (found !== undefined) return nameAddrFound(found);
  const start = scanner.position;
  let displayName = scanner.peek() === LESS ? '' : parseDisplayName(scanner);
  if (displayName === undefined) return undefined;
  let uri: Uri | undefined;
  if (scanner.take(LESS)) {
    uri = parseBracketedUri(scanner);
  } else if (!bracketed && scanner.peek() === COLON) {
    displayName = '';
    scanner.position = start;
    uri = parseBareUri(scanner);
  }
  if (uri === undefined) return undefined;
  const parameters = parseParameters(scanner);
  if (parameters === undefined) return undefined;
  return { displayName: displayName === '' ? undefined : displayName, uri, parameters };
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
