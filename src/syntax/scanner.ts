/**
 * A cursor over a piece of header text (RFC 3261 §25.1), shared by every header's `parse`.
 *
 * The text is unfolded, so white space here is SP and HTAB. It may be a stretch of a whole message: nothing behind `end`
 * is looked at. A rule that does not match returns `undefined` and leaves the cursor where it got stuck: that offset goes
 * into the fault.
 */
import { BACKSLASH, classesOf, DIGIT, HEX, isSpace, QUOTE, TOKEN } from './characters.ts';

const PERCENT = 0x25;
const ZERO = 0x30;

export class Scanner {
  readonly text: string;
  readonly end: number;
  position: number;

  constructor(text: string, position = 0, end = text.length) {
    this.text = text;
    this.position = position;
    this.end = end;
  }

  /** The character code at the cursor, or -1 at the end. */
  peek(): number {
    return this.position < this.end ? this.text.charCodeAt(this.position) : -1;
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
    while (this.position < this.end && isSpace(this.text.charCodeAt(this.position))) this.position++;
  }

  /** Passes one character if it is `code`. */
  take(code: number): boolean {
    if (this.position >= this.end || this.text.charCodeAt(this.position) !== code) return false;
    this.position++;
    return true;
  }

  /** Passes a separator with white space around it, as in `SEMI`, `COMMA`, `EQUAL`, `SLASH` and `COLON`. */
  separator(code: number): boolean {
    const start = this.position;
    this.skipSpace();
    if (this.take(code)) {
      this.skipSpace();
      return true;
    }
    this.position = start;
    return false;
  }

  /** Passes characters of the classes, however many there are. */
  skip(classes: number): void {
    const { text, end } = this;
    let at = this.position;
    while (at < end && (classesOf(text.charCodeAt(at)) & classes) !== 0) at++;
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
    return (classesOf(this.text.charCodeAt(this.position + offset)) & HEX) !== 0;
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

  /** `1*DIGIT` of at most `maxDigits` digits, as a number. A longer run is no match: digits are counted before any conversion. */
  number(maxDigits: number): number | undefined {
    const start = this.position;
    this.skip(DIGIT);
    const length = this.position - start;
    if (length === 0 || length > maxDigits) {
      this.position = start;
      return undefined;
    }
    let value = 0;
    for (let at = start; at < this.position; at++) value = value * 10 + this.text.charCodeAt(at) - ZERO;
    return value;
  }

  /** `quoted-string` with its quotes, exactly as written; undefined when it is not one or does not end. */
  quotedString(): string | undefined {
    const start = this.position;
    if (!this.take(QUOTE)) return undefined;
    for (; this.position < this.end; this.position++) {
      const code = this.text.charCodeAt(this.position);
      if (code === BACKSLASH) {
        this.position++;
      } else if (code === QUOTE) {
        this.position++;
        return this.since(start);
      }
    }
    this.position = start;
    return undefined;
  }
}
