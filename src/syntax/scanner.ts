/**
 * A cursor over a piece of header text (RFC 3261 §25.1), shared by every header's `parse`.
 *
 * The text is unfolded, so white space here is SP and HTAB. It may be a stretch of a whole message: nothing behind `end`
 * is looked at. A rule that does not match returns `undefined` and leaves the cursor where it got stuck: that offset goes
 * into the fault.
 *
 * Rules look at the bytes and cut from the text: a byte is one load from an array, a character of a string costs three
 * times as much, and a slice of a string costs next to nothing. What nearly every message holds is read by loops over
 * positions (`behind…`), which the engine turns into machine code without a call.
 */
import { BACKSLASH, byteClasses, DIGIT, HEX, isSpace, QUOTE, SPACE, TOKEN } from './characters.ts';
import { octetsOf } from './latin1.ts';

const PERCENT = 0x25;
const ZERO = 0x30;

/** Where the characters of the classes end that begin at `at`. */
export function behind(bytes: Uint8Array, at: number, end: number, classes: number): number {
  let to = at;
  while (to < end && ((byteClasses[bytes[to] as number] as number) & classes) !== 0) to++;
  return to;
}

/** Where the white space ends that begins at `at` (`SWS`). */
export function behindSpace(bytes: Uint8Array, at: number, end: number): number {
  let to = at;
  while (to < end && isSpace(bytes[to] as number)) to++;
  return to;
}

/** Where characters of the classes and whole escapes (`"%" HEXDIG HEXDIG`) end that begin at `at`. */
export function behindEscaped(bytes: Uint8Array, at: number, end: number, classes: number): number {
  let to = behind(bytes, at, end, classes);
  while (to + 2 < end && bytes[to] === PERCENT && isHex(bytes[to + 1] as number) && isHex(bytes[to + 2] as number))
    to = behind(bytes, to + 3, end, classes);
  return to;
}

const isHex = (code: number): boolean => ((byteClasses[code] as number) & HEX) !== 0;

/**
 * Where a separator with the white space around it ends that begins at `at`, as `SEMI`, `COMMA`, `EQUAL`, `SLASH` and
 * `COLON`; -1 when there is none.
 */
export function behindSeparator(bytes: Uint8Array, at: number, end: number, code: number): number {
  if (at >= end) return -1;
  const first = bytes[at] as number;
  if (first === code) return behindSpace(bytes, at + 1, end);
  if (first > SPACE) return -1;
  const mark = behindSpace(bytes, at, end);
  return mark < end && bytes[mark] === code ? behindSpace(bytes, mark + 1, end) : -1;
}

export class Scanner {
  readonly text: string;
  /** The same text as bytes, at the same positions. */
  readonly bytes: Uint8Array;
  end: number;
  position: number;

  /** `bytes` when they are at hand, as those of a message are; else they are made from the whole text. */
  constructor(text: string, position = 0, end = text.length, bytes = octetsOf(text)) {
    this.text = text;
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  /** The same scanner over another stretch of the same text. */
  aim(position: number, end: number): this {
    this.position = position;
    this.end = end;
    return this;
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
    this.position = behindSpace(this.bytes, this.position, this.end);
  }

  /** Passes one character if it is `code`. */
  take(code: number): boolean {
    if (this.position >= this.end || this.bytes[this.position] !== code) return false;
    this.position++;
    return true;
  }

  /** Passes a separator with white space around it, as in `SEMI`, `COMMA`, `EQUAL`, `SLASH` and `COLON`. */
  separator(code: number): boolean {
    const at = behindSeparator(this.bytes, this.position, this.end, code);
    if (at < 0) return false;
    this.position = at;
    return true;
  }

  /** Passes characters of the classes, however many there are. */
  skip(classes: number): void {
    this.position = behind(this.bytes, this.position, this.end, classes);
  }

  /** Passes characters of the classes and whole escapes (`"%" HEXDIG HEXDIG`). */
  skipEscaped(classes: number): void {
    this.position = behindEscaped(this.bytes, this.position, this.end, classes);
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
