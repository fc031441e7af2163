/** The header fields of a message, told apart but not read (RFC 3261 §7.3.1). */
import { byteClasses, isSpace, SPACE, TAB, TOKEN } from '../syntax/characters.ts';
import { nulsAreQuoted } from '../syntax/quoted-string.ts';
import { behind, Scanner } from '../syntax/scanner.ts';
import { Fault } from './fault.ts';
import { HeaderField, scanValue } from './field.ts';
import { canonicalNameAt } from './headers/registry.ts';
import { judgedAt } from './judged.ts';
import type { MessageLimits } from './limits.ts';

const COLON = 0x3a;

/** Where the CRLF stands that ends the line beginning at `start`; -1 when there is none, or a CR or LF of its own before it. */
export function lineEnd(text: string, start: number): number {
  const cr = text.indexOf('\r', start);
  return cr >= 0 && text.indexOf('\n', start) === cr + 1 ? cr : -1;
}

/**
 * Goes from field to field of a message, and makes nothing of them: most are never looked at. What is wrong is passed
 * over, because a request that is refused is answered with the sound fields around it.
 */
export class FieldCursor {
  readonly bytes: Uint8Array;
  /** Where the field begins, where its name ends, where the colon stands, and where the field ends, without its CRLF. */
  start = 0;
  nameEnd = 0;
  colon = 0;
  end = 0;
  /** Where the next line begins; behind the last field, the body. */
  next: number;
  /** The first thing that is wrong. */
  fault: Fault | undefined;
  private readonly text: string;
  private readonly limits: MessageLimits;
  private readonly mayHoldNul: boolean;
  /** How many fields may be read as usual ones: none where a NUL has to be looked for. */
  private readonly mostUsual: number;
  private readonly scanner: Scanner;
  private folded = false;
  private count = 0;

  /** Stands before the field that begins at `start`. */
  constructor(text: string, bytes: Uint8Array, start: number, limits: MessageLimits) {
    this.text = text;
    this.bytes = bytes;
    this.next = start;
    this.limits = limits;
    this.mayHoldNul = text.includes('\0');
    this.mostUsual = this.mayHoldNul ? 0 : limits.fields;
    this.scanner = new Scanner(text, start, start, bytes);
  }

  /** Goes to the next sound field; false when there is none. */
  advance(): boolean {
    const { text, bytes, limits, next: start } = this;
    const nameEnd = behind(bytes, start, bytes.length, TOKEN);
    const end = this.count < this.mostUsual ? usualEnd(text, bytes, start, nameEnd, limits.line) : -1;
    if (end < 0) return this.advanceAny();
    this.stand(start, nameEnd, end, this.count + 1);
    return true;
  }

  /** Goes to the next sound field that the parser judges, and tells which; undefined when there is none. */
  nextJudged(): number | undefined {
    while (this.advance()) {
      const number = judgedAt(this.bytes, this.start, this.nameEnd);
      if (number !== undefined) return number;
    }
    return undefined;
  }

  private stand(start: number, nameEnd: number, end: number, count: number): void {
    this.start = start;
    this.nameEnd = this.colon = nameEnd;
    this.end = end;
    this.next = end + 2;
    this.folded = false;
    this.count = count;
  }

  private advanceAny(): boolean {
    const { text } = this;
    while (this.next < text.length) {
      const start = this.next;
      const end = this.findEnd(start);
      if (end === start) {
        this.next = end + 2;
        return false;
      }
      this.start = start;
      this.end = end;
      this.next = end < 0 ? nextLine(text, start) : end + 2;
      const fault = this.judge();
      if (fault === undefined) return true;
      this.fault ??= fault;
    }
    this.fault ??= forbidden(this.next);
    return false;
  }

  /** Where the line ends, with those that continue it: they begin with white space. */
  private findEnd(start: number): number {
    const { text, bytes } = this;
    let end = lineEnd(text, start);
    this.folded = false;
    // The empty line ends the fields: a body may begin with white space.
    if (end === start) return end;
    while (end >= 0 && end + 2 < bytes.length && isSpace(bytes[end + 2] as number)) {
      this.folded = true;
      end = lineEnd(text, end + 2);
    }
    return end;
  }

  /** A field is a token, white space, a colon and a value. */
  private judge(): Fault | undefined {
    const { bytes, start, end, limits } = this;
    if (end < 0) return forbidden(start);
    if (this.count === limits.fields) {
      this.next = bytes.length;
      return new Fault('too-large', 400, 'RFC 3261 §7.3', start);
    }
    let at = start;
    while (at < end && ((byteClasses[bytes[at] as number] as number) & TOKEN) !== 0) at++;
    this.nameEnd = at;
    while (at < end && isSpace(bytes[at] as number)) at++;
    this.colon = at;
    if (this.nameEnd === start || at === end || bytes[at] !== COLON)
      return new Fault('malformed-field', 400, 'RFC 3261 §7.3.1', start);
    if (end - start > limits.line) return new Fault('too-large', 400, 'RFC 3261 §7.3', start, this.name);
    if (this.mayHoldNul && !nulsAreQuoted(this.text, start, end)) return forbidden(start, this.name);
    this.count++;
    return undefined;
  }

  /** The long name of the field. */
  private get name(): string {
    return canonicalNameAt(this.text, this.bytes, this.start, this.nameEnd);
  }

  /** A scanner over the value. The same one for each field: it is over when the cursor goes on. */
  scan(): Scanner {
    const { bytes } = this;
    if (this.folded) return scanValue(this.text, this.colon + 1, this.end, true, bytes);
    let start = this.colon + 1;
    let { end } = this;
    while (start < end && isSpace(bytes[start] as number)) start++;
    while (end > start && isSpace(bytes[end - 1] as number)) end--;
    return this.scanner.aim(start, end);
  }

  /** The field. */
  field(): HeaderField {
    return new HeaderField(this.name, this.text, this.start, this.colon + 1, this.end, this.bytes);
  }
}

const forbidden = (offset: number, field?: string): Fault =>
  new Fault('forbidden-character', 400, 'RFC 3261 §25.1', offset, field);

/** Where a field ends that is as nearly every one: a name, a colon, one line. -1 for any other: it is left to the rules. */
function usualEnd(text: string, bytes: Uint8Array, start: number, nameEnd: number, longest: number): number {
  if (bytes[nameEnd] !== COLON || nameEnd === start) return -1;
  const end = text.indexOf('\r', nameEnd);
  if (text.indexOf('\n', nameEnd) !== end + 1 || end < 0 || end - start > longest) return -1;
  const after = bytes[end + 2];
  return after === SPACE || after === TAB ? -1 : end;
}

/** Where to go on behind a line with a CR or LF of its own. */
function nextLine(text: string, start: number): number {
  const crlf = text.indexOf('\r\n', start);
  return crlf < 0 ? text.length : crlf + 2;
}
