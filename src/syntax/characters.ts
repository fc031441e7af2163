/**
 * The character classes of RFC 3261 §25.1, as one table over the 256 values of a byte.
 *
 * Header text is held one byte a character (see `latin1.ts`), so a class test is one array read.
 */

/** `token`: what method names, tags and parameter names are made of. */
export const TOKEN = 1;
/** `DIGIT`. */
export const DIGIT = 2;
/** `HEXDIG`, both cases. */
export const HEX = 4;
/** `alphanum` and the hyphen: what a label of a `hostname` is made of. */
export const LABEL = 8;
/** `user`: unreserved and user-unreserved; an escape is for the scanner to read. */
export const USER = 16;
/** `password`, without escapes. */
export const PASSWORD = 32;
/** `paramchar` of a URI parameter, without escapes. */
export const PARAMETER = 64;
/** `hname` and `hvalue` in a URI's headers, without escapes. */
export const URI_HEADER = 128;
/** `uric`: anything that may stand in an absolute URI, without escapes. */
export const URI = 256;
/** `word`, of which a Call-ID is made. */
export const WORD = 512;
/** What follows the first letter of a URI's `scheme`. */
export const SCHEME = 1024;

/** `ALPHA`. */
export const LETTER = 2048;
/** `SP` and `HTAB`: white space within a line. */
export const BLANK = 4096;

/** The classes of each byte, for loops over many of them; `classesOf` for one. */
export const byteClasses = new Uint16Array(256);

function mark(characters: string, classes: number): void {
  for (let i = 0; i < characters.length; i++) {
    const code = characters.charCodeAt(i);
    byteClasses[code] = classesOf(code) | classes;
  }
}

/** The classes a character is in, as bits; none for a character that is no byte. */
export function classesOf(code: number): number {
  return byteClasses[code] ?? 0;
}

const unreservedMarks = "-_.!~*'()";
mark('0123456789', DIGIT | HEX);
mark('ABCDEFabcdef', HEX);
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
mark(letters, LETTER);
mark(`0123456789${letters}`, TOKEN | LABEL | USER | PASSWORD | PARAMETER | URI_HEADER | URI | WORD | SCHEME);
mark("-.!%*_+`'~", TOKEN | WORD);
mark('()<>:\\"/[]?{}', WORD);
mark('-', LABEL);
mark(unreservedMarks, USER | PASSWORD | PARAMETER | URI_HEADER | URI);
mark('&=+$,;?/', USER);
mark('&=+$,', PASSWORD);
mark('[]/:&+$', PARAMETER);
mark('[]/?:+$', URI_HEADER);
mark(';/?:@&=+$,[]', URI);
mark('+-.', SCHEME);
mark(' \t', BLANK);

/** `SP`. */
export const SPACE = 0x20;
/** `HTAB`. */
export const TAB = 0x09;
/** `CR`. */
export const CR = 0x0d;
/** `LF`. */
export const LF = 0x0a;
/** `DQUOTE`. */
export const QUOTE = 0x22;
/** The backslash that begins a `quoted-pair`. */
export const BACKSLASH = 0x5c;

/** True when `text` is not empty and every character of it is in one of the classes. */
export function isAll(text: string, classes: number): boolean {
  for (let i = 0; i < text.length; i++) if ((classesOf(text.charCodeAt(i)) & classes) === 0) return false;
  return text.length > 0;
}

/** True for SP and HTAB. */
export const isSpace = (code: number): boolean => code === SPACE || code === TAB;

/** The part of `text` between two positions without the SP and HTAB around it. Linear, and blind to any other white space. */
export function trimSpace(text: string, from = 0, to = text.length): string {
  while (from < to && isSpace(text.charCodeAt(from))) from++;
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}
