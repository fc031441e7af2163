/**
 * `comment` (RFC 3261 §25.1): what a person may read in Retry-After, Server and User-Agent.
 *
 * comment = LPAREN *( ctext / quoted-pair / comment ) RPAREN
 */
import { BACKSLASH, trimSpace } from '../../syntax/characters.ts';
import type { Scanner } from '../../syntax/scanner.ts';
import { decodeUtf8, encodeUtf8 } from '../../syntax/utf8.ts';

/** The parenthesis that begins a comment. */
export const OPEN = 0x28;
const CLOSE = 0x29;

/** Where the comment that begins at the cursor ends, nested ones too, or -1: a counter, not recursion. */
function commentEnd({ text, position, end }: Scanner): number {
  let depth = 0;
  for (let at = position; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === OPEN) depth++;
    else if (code === CLOSE && --depth === 0) return at + 1;
  }
  return -1;
}

/**
 * Reads a comment that begins at the cursor: its text, UTF-8 decoded, with every quoted-pair resolved. The parentheses of
 * a comment in a comment are part of the text. Undefined when it does not end or is not UTF-8.
 */
export function parseComment(scanner: Scanner): string | undefined {
  const start = scanner.position;
  const end = commentEnd(scanner);
  if (end < 0) return undefined;
  const inner = scanner.text.slice(start + 1, end - 1);
  const text = decodeUtf8(trimSpace(inner.includes('\\') ? inner.replace(/\\([\s\S])/g, '$1') : inner));
  if (text !== undefined) scanner.position = end;
  return text;
}

/** `(text)`: parentheses, backslashes and control characters are written as quoted-pairs. CR and LF can not be, and are left for the field's guard to refuse. */
export function formatComment(text: string): string {
  return `(${encodeUtf8(trimSpace(text)).replace(/[()\\\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '\\$&')})`;
}
