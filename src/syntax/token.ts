/** Tokens have no case (RFC 3261 §7.3.1). */

const CASE_BIT = 0x20;

/** True when two texts are the same but for the case of ASCII letters. */
export function sameToken(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const code = a.charCodeAt(i);
    const lower = code | CASE_BIT;
    if (code !== b.charCodeAt(i) && (lower !== (b.charCodeAt(i) | CASE_BIT) || lower < 0x61 || lower > 0x7a))
      return false;
  }
  return true;
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
