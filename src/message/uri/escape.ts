/** `escaped` (RFC 3261 §25.1, §19.1.2): `"%" HEXDIG HEXDIG` stands for a byte. */
import { classesOf } from '../../syntax/characters.ts';

const encoder = new TextEncoder();

/** The text in UTF-8, with every byte escaped that is in none of the character classes. */
export function escapeExcept(classes: number, text: string): string {
  let escaped = '';
  for (const byte of encoder.encode(text)) {
    escaped +=
      (classesOf(byte) & classes) !== 0
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}

const escapes = /%([0-9A-Fa-f]{2})/g;

/**
 * The bytes that a part of a URI stands for, one character a byte (`decodeUtf8` makes text of them). Once: what comes out
 * is never looked at again, so `%2541` is `%41`. It may hold anything, CR, LF and NUL too: `makeField` refuses those.
 */
export function unescapeOnce(text: string): string {
  return text.replace(escapes, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

/** `reserved` (RFC 2396 §2.2): escaped, they mean something else than plain. The percent sign is never plain. */
const reserved = ';/?:@&=+$,%';

/**
 * A part of a URI in the one form in which it is compared (§19.1.4): "characters other than those in the reserved set are
 * equivalent to their encoding". Those that stay escaped, and bytes that are no ASCII, are written in upper case.
 */
export function normalizeEscapes(text: string): string {
  return text.replace(escapes, (written, digits: string) => {
    const code = Number.parseInt(digits, 16);
    const character = String.fromCharCode(code);
    return code > 0x7f || reserved.includes(character) ? written.toUpperCase() : character;
  });
}
