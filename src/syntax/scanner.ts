/**
 * A cursor over a piece of header text (RFC 3261 §25.1), shared by every header's `parse`.
 *
 * The text is unfolded, so white space here is SP and HTAB. It may be a stretch of a whole message: nothing behind `end`
 * is looked at. A rule that does not match returns `undefined` and leaves the cursor where it got stuck: that offset goes
 * into the fault.
 *
 * Rules look at the bytes and cut from the text: a byte is one load from an array, a character of a string costs three
 * times as much, and a slice of a string costs next to nothing.
 */
import { BACKSLASH, byteClasses, DIGIT, HEX, isSpace, QUOTE, TOKEN } from './characters.ts';
import { octetsOf } from './latin1.ts';

const PERCENT = 0x25;
const ZERO = 0x30;

export class Scanner {
  readonly text: string;
  /** The same text as bytes, at the same positions. */
  readonly bytes: Uint8Array;
  readonly end: number;
  position: number;

  /** `bytes` when they are at hand, as those of a message are; else they are made from the whole text. */
  constructor(text: string, position = 0, end = text.length, bytes = octetsOf(text)) {
    this.text = text;
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  /** The byte at the cursor, or -1 at the end. */
  peek(): number {
    return this.position < this.end ? (this.bytes[this.position] as number) : -1;
  }

  /** True at the end of the text. */
  atEnd(): boolean {
    return this.position >= this.end;
  }

  /** What lies between a position and the cursor. */
  since(start: number): string {
    return this.text.slice(start, this.position);
  }

  /** Passes white space (`SWS`). */
  skipSpace(): void {
    while (this.position < this.end && isSpace(this.bytes[this.position] as number)) this.position++;
  }

  /** Passes one character if it is `code`. */
  take(code: number): boolean {
    if (this.position >= this.end || this.bytes[this.position] !== code) return false;
    this.position++;
    return true;
  }

  /** Passes all of `octets` if they stand here, in just this case. */
  takeAll(octets: Uint8Array): boolean {
    const { bytes, position } = this;
    if (position + octets.length > this.end) return false;
    for (let i = 0; i < octets.length; i++) if (bytes[position + i] !== octets[i]) return false;
    this.position = position + octets.length;
    return true;
  }

  /** Passes a separator with white space around it, as in `SEMI`, `COMMA`, `EQUAL`, `SLASH` and `COLON`. */
  separator(code: number): boolean {
    const { bytes, end, position: start } = this;
    let at = start;
    while (at < end && isSpace(bytes[at] as number)) at++;
    if (at >= end || bytes[at] !== code) return false;
    at++;
    while (at < end && isSpace(bytes[at] as number)) at++;
    this.position = at;
    return true;
  }

  /** Passes characters of the classes, however many there are. */
  skip(classes: number): void {
    const { bytes, end } = this;
    let at = this.position;
    while (at < end && ((byteClasses[bytes[at] as number] as number) & classes) !== 0) at++;
    this.position = at;
  }

  /** Passes characters of the classes and whole escapes (`"%" HEXDIG HEXDIG`). */
  skipEscaped(classes: number): void {
    for (;;) {
      this.skip(classes);
      if (this.peek() !== PERCENT || this.position + 2 >= this.end || !this.hexAt(1) || !this.hexAt(2)) return;
      this.position += 3;
    }
  }

  private hexAt(offset: number): boolean {
    return ((byteClasses[this.bytes[this.position + offset] as number] as number) & HEX) !== 0;
  }

  /** The longest run of characters of the classes; undefined when there is none. */
  run(classes: number): string | undefined {
    const start = this.position;
    this.skip(classes);
    return this.position > start ? this.since(start) : undefined;
  }

  /** The longest run of characters of the classes and escapes; undefined when there is none. */
  runEscaped(classes: number): string | undefined {
    const start = this.position;
    this.skipEscaped(classes);
    return this.position > start ? this.since(start) : undefined;
  }

  /** `token`. */
  token(): string | undefined {
    return this.run(TOKEN);
  }

  /** `1*DIGIT` of at most `maxDigits` digits, as a number. A longer run is no match. */
  number(maxDigits: number): number | undefined {
    const { bytes, end, position: start } = this;
    let at = start;
    let value = 0;
    for (; at < end && ((byteClasses[bytes[at] as number] as number) & DIGIT) !== 0; at++) {
      if (at - start === maxDigits) return undefined;
      value = value * 10 + (bytes[at] as number) - ZERO;
    }
    if (at === start) return undefined;
    this.position = at;
    return value;
  }

  /** Passes a `quoted-string`; false when there is none or it does not end. */
  skipQuotedString(): boolean {
    const { bytes, end, position: start } = this;
    if (this.peek() !== QUOTE) return false;
    for (let at = start + 1; at < end; at++) {
      const code = bytes[at];
      if (code === BACKSLASH) {
        at++;
      } else if (code === QUOTE) {
        this.position = at + 1;
        return true;
      }
    }
    return false;
  }

  /** `quoted-string` with its quotes, exactly as written; undefined when it is not one or does not end. */
  quotedString(): string | undefined {
    const start = this.position;
    return this.skipQuotedString() ? this.since(start) : undefined;
  }
}
