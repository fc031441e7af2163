/**
 * `gen-value` (RFC 3261 §25.1) as the text it says, and what is like one and never a host.
 *
 * gen-value = token / host / quoted-string
 */
import { isAll, QUOTE, TOKEN } from '../../syntax/characters.ts';
import { hostOf, isIpv6, parseHost, withoutBrackets } from '../../syntax/host.ts';
import { quote } from '../../syntax/quoted-string.ts';
import type { Scanner } from '../../syntax/scanner.ts';
import { decodeUtf8, encodeUtf8 } from '../../syntax/utf8.ts';
import { withoutQuotes } from './token-value.ts';

const EQUAL = 0x3d;

/** What a value says that stands in parameters as it was written; undefined when it is not UTF-8. */
export function textOf(written: string): string | undefined {
  return decodeUtf8(withoutQuotes(written));
}

/** Reads a gen-value as it is written. */
function scanGenValue(scanner: Scanner): string | undefined {
  return scanner.peek() === QUOTE ? scanner.quotedString() : (scanner.token() ?? parseHost(scanner));
}

/** Reads a gen-value and says what it says; undefined when there is none, or it is not UTF-8. */
export function parseGenValue(scanner: Scanner): string | undefined {
  const written = scanGenValue(scanner);
  return written === undefined ? undefined : textOf(written);
}

/** Reads `token [ EQUAL gen-value ]`: a generic-param with no semicolon before it. Its value as written, `''` for none. */
export function parseGenericParam(scanner: Scanner): readonly [name: string, value: string] | undefined {
  const name = scanner.token();
  if (name === undefined) return undefined;
  const value = scanner.separator(EQUAL) ? scanGenValue(scanner) : '';
  return value === undefined ? undefined : [name, value];
}

/** Reads `token / quoted-string` and says what it says; undefined when there is none, or it is not UTF-8. */
export function parseTokenOrQuoted(scanner: Scanner): string | undefined {
  const written = scanner.peek() === QUOTE ? scanner.quotedString() : scanner.token();
  return written === undefined ? undefined : textOf(written);
}

/** A gen-value that says `text`: a token or an IPv6 reference as it is, anything else in quotes. */
export function formatGenValue(text: string): string {
  if (isAll(text, TOKEN)) return text;
  const address = withoutBrackets(text);
  return isIpv6(address) && hostOf(address) === text ? text : formatQuoted(text);
}

/** `token / quoted-string` that says `text`. */
export function formatTokenOrQuoted(text: string): string {
  return isAll(text, TOKEN) ? text : formatQuoted(text);
}

/** A quoted string that says `text`. CR and LF are left for the field's guard to refuse. */
export function formatQuoted(text: string): string {
  return quote(encodeUtf8(text));
}
