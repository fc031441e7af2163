/** Tokens have no case (RFC 3261 §7.3.1). */

const CASE_BIT = 0x20;

/** True when `token` stands in `text` at a position, in whatever case of its ASCII letters. Nothing is copied. */
export function hasTokenAt(text: string, position: number, token: string): boolean {
  if (position + token.length > text.length) return false;
  for (let i = 0; i < token.length; i++) {
    const code = text.charCodeAt(position + i);
    const other = token.charCodeAt(i);
    if (code === other) continue;
    const lower = code | CASE_BIT;
    if (lower !== (other | CASE_BIT) || lower < 0x61 || lower > 0x7a) return false;
  }
  return true;
}

/** True when two texts are the same but for the case of ASCII letters. */
export function sameToken(a: string, b: string): boolean {
  return a.length === b.length && (a === b || hasTokenAt(a, 0, b));
}

/** A token in upper case: most come that way, and then this is cheaper than `toUpperCase`. */
export function upperCase(token: string): string {
  for (let i = 0; i < token.length; i++) {
    const code = token.charCodeAt(i);
    if (code >= 0x61 && code <= 0x7a) return token.toUpperCase();
  }
  return token;
}

/** A token in lower case: most come that way, and then this is cheaper than `toLowerCase`. */
export function lowerCase(token: string): string {
  for (let i = 0; i < token.length; i++) {
    const code = token.charCodeAt(i);
    if (code >= 0x41 && code <= 0x5a) return token.toLowerCase();
  }
  return token;
}
