/** `quoted-string` and `quoted-pair` (RFC 3261 §25.1). */
import { BACKSLASH, QUOTE } from './characters.ts';

const OPEN = 0x28;
const CLOSE = 0x29;

/** The text inside a quoted string (given with its quotes), with every quoted-pair resolved. */
export function unquote(quoted: string): string {
  const inner = quoted.slice(1, -1);
  return inner.includes('\\') ? inner.replace(/\\([\s\S])/g, '$1') : inner;
}

/**
 * A quoted string that says `text`: quotes, backslashes and the control characters that no `qdtext` holds are written as
 * quoted-pairs. CR and LF can not be (§25.1) and are left for the field's guard to refuse.
 */
export function quote(text: string): string {
  return `"${text.replace(/["\\\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '\\$&')}"`;
}

/** True when every NUL between two positions stands in a quoted-pair of a quoted string or comment, the only place it may. */
export function nulsAreQuoted(text: string, start = 0, end = text.length): boolean {
  let quoted = false;
  let comment = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH && (quoted || comment > 0)) i++;
    else if (code === 0) return false;
    else if (code === QUOTE && comment === 0) quoted = !quoted;
    else if (code === OPEN && !quoted) comment++;
    else if (code === CLOSE && comment > 0) comment--;
  }
  return true;
}
