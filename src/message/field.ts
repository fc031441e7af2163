/**
 * One header field as it stands on the wire (RFC 3261 §7.3).
 *
 * A field that came from a peer remembers its exact bytes, folding included, and is written back the same.
 */
import { isAll, isSpace, TOKEN, trimSpace } from '../syntax/characters.ts';
import { nulsAreQuoted } from '../syntax/quoted-string.ts';
import { octetsOf } from '../syntax/latin1.ts';
import { Scanner } from '../syntax/scanner.ts';
import { canonicalName } from './headers/registry.ts';
import { UsageError } from './usage-error.ts';

export class HeaderField {
  /** The long name as its RFC writes it; for a field that no RFC of ours knows, the name as written. */
  readonly name: string;
  /** Where the field begins in the message it came from. */
  readonly offset: number;
  /** What the field stands in: the message it came from, or itself. */
  readonly text: string;
  /** Where the field ends in `text`, without its CRLF. */
  readonly end: number;
  private readonly valueStart: number;
  private readonly bytes: Uint8Array | undefined;

  /**
   * A field that stands in `text`, and in `bytes`, from `offset` up to `end`; its value begins behind the colon, at
   * `valueStart`. For the parser, which has looked at every character; everybody else makes fields with `makeField`.
   */
  constructor(name: string, text: string, offset: number, valueStart: number, end: number, bytes?: Uint8Array) {
    this.name = name;
    this.text = text;
    this.offset = offset;
    this.valueStart = valueStart;
    this.end = end;
    this.bytes = bytes;
  }

  /** The whole field as it goes on the wire, without the final CRLF. */
  get line(): string {
    return this.text.slice(this.offset, this.end);
  }

  /** The value as header text (one character a byte): unfolded (§7.3.1), without the white space around it. */
  get value(): string {
    return isFolded(this.text, this.valueStart, this.end)
      ? unfold(this.text.slice(this.valueStart, this.end))
      : trimSpace(this.text, this.valueStart, this.end);
  }

  /** A scanner over the value. */
  scan(): Scanner {
    const { text, valueStart, end, bytes } = this;
    return scanValue(text, valueStart, end, isFolded(text, valueStart, end), bytes);
  }
}

/** Only between the lines of a folded value there is a CR. */
function isFolded(text: string, start: number, end: number): boolean {
  const cr = text.indexOf('\r', start);
  return cr >= 0 && cr < end;
}

/** A scanner over the value that stands between two positions: over the message itself, so that nothing is copied, unless it is folded. */
export function scanValue(
  text: string,
  valueStart: number,
  valueEnd: number,
  folded: boolean,
  bytes = octetsOf(text)
): Scanner {
  if (folded) return new Scanner(unfold(text.slice(valueStart, valueEnd)));
  let start = valueStart;
  let end = valueEnd;
  while (start < end && isSpace(bytes[start] as number)) start++;
  while (end > start && isSpace(bytes[end - 1] as number)) end--;
  return new Scanner(text, start, end, bytes);
}

/** Line folding is one SP (§7.3.1). Split, not a regular expression: linear whatever the peer sends. */
function unfold(value: string): string {
  return value
    .split('\r\n')
    .map((line) => trimSpace(line))
    .filter((line) => line !== '')
    .join(' ');
}

/** What may not stand in what we write: the ends of a line, and any character that is no byte. */
const forbidden = /[\r\n\u0100-\uffff]/;

/** True for text that can go into a message without ending its line: no CR, no LF, no bare NUL, one character a byte. */
export function isHeaderText(text: string): boolean {
  return !forbidden.test(text) && (!text.includes('\0') || nulsAreQuoted(text));
}

/**
 * A field that we write: `value` is header text, one character a byte (`encodeUtf8` makes it from any text).
 * @throws UsageError `ERR_SIP_INVALID_FIELD` when the name is no token or the value holds CR, LF, a NUL outside a
 *   quoted-pair or a character that is no byte: no value can smuggle in another field.
 */
export function makeField(name: string, value: string): HeaderField {
  if (!isAll(name, TOKEN))
    throw new UsageError('ERR_SIP_INVALID_FIELD', `not a header field name: ${JSON.stringify(name)}`);
  if (!isHeaderText(value))
    throw new UsageError('ERR_SIP_INVALID_FIELD', `CR, LF, NUL or a character that is no byte in the value of ${name}`);
  const line = `${name}: ${value}`;
  return new HeaderField(canonicalName(name), line, 0, name.length + 1, line.length);
}
