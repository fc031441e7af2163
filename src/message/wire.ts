/**
 * A message as it came (RFC 3261 §7). Of most messages a few fields are read and the rest is passed on: the other fields,
 * and the body, are cut out of the bytes when somebody asks for them.
 */
import { standsAt } from '../syntax/name-table.ts';
import { hasTokenAt } from '../syntax/token.ts';
import { HeaderField } from './field.ts';
import { canonicalNameAt, type WrittenName, writtenName } from './headers/registry.ts';
import type { MessageLimits } from './limits.ts';
import { FieldCursor } from './split.ts';

/** How many numbers tell where a field stands. */
const PLACE = 4;

/** Whether the name that stands there is one of a field that is known, in either form. */
function isWritten(bytes: Uint8Array, start: number, end: number, { long, compact }: WrittenName): boolean {
  const length = end - start;
  if (length === long.length) return standsAt(bytes, start, long);
  return compact !== undefined && length === compact.length && standsAt(bytes, start, compact);
}

/** Whether the name that stands there is this one. */
function isNamed(text: string, start: number, end: number, name: string): boolean {
  return end - start === name.length && hasTokenAt(text, start, name);
}

/** The bytes of a message, and where its parts stand. Filled by the parser, read by everybody else. */
export class Wire {
  readonly bytes: Uint8Array;
  /** The same bytes as text, one character a byte. */
  readonly text: string;
  /** Where the start line begins: behind the empty lines that may come before it (§7.5). */
  readonly start: number;
  /** Where the first field begins. */
  readonly fieldsStart: number;
  bodyStart: number;
  /** Where the body ends. */
  end: number;
  /** What Content-Length says; undefined when there is none. */
  contentLength: number | undefined;
  private readonly limits: MessageLimits;
  private madeFields: readonly HeaderField[] | undefined;
  /** Where each sound field begins, its name ends, its colon stands and it ends; one behind the other. */
  private places: readonly number[] | undefined;
  private madeBody: Uint8Array | undefined;

  constructor(bytes: Uint8Array, text: string, start: number, fieldsStart: number, limits: MessageLimits) {
    this.bytes = bytes;
    this.text = text;
    this.start = start;
    this.fieldsStart = fieldsStart;
    this.bodyStart = this.end = bytes.length;
    this.contentLength = undefined;
    this.limits = limits;
    this.madeFields = undefined;
    this.places = undefined;
    this.madeBody = undefined;
  }

  /** A cursor over the fields. */
  cursor(): FieldCursor {
    return new FieldCursor(this.text, this.bytes, this.fieldsStart, this.limits);
  }

  /** All sound fields, in order. */
  get fields(): readonly HeaderField[] {
    return (this.madeFields ??= this.makeFields());
  }

  private makeFields(): readonly HeaderField[] {
    const { text, bytes } = this;
    const places = (this.places ??= this.findPlaces());
    const fields: HeaderField[] = [];
    for (let i = 0; i < places.length; i += PLACE) {
      const start = places[i] as number;
      const name = canonicalNameAt(text, bytes, start, places[i + 1] as number);
      fields.push(new HeaderField(name, text, start, (places[i + 2] as number) + 1, places[i + 3] as number, bytes));
    }
    return fields;
  }

  /** The sound fields of a name (any case, long or compact), in order: found by their bytes, the others are not made. */
  fieldsOf(asked: string): readonly HeaderField[] {
    const { text, bytes } = this;
    const known = writtenName(asked);
    const places = (this.places ??= this.findPlaces());
    const found: HeaderField[] = [];
    for (let i = 0; i < places.length; i += PLACE) {
      const start = places[i] as number;
      const nameEnd = places[i + 1] as number;
      if (!(known === undefined ? isNamed(text, start, nameEnd, asked) : isWritten(bytes, start, nameEnd, known)))
        continue;
      const name = known?.name ?? text.slice(start, nameEnd);
      found.push(new HeaderField(name, text, start, (places[i + 2] as number) + 1, places[i + 3] as number, bytes));
    }
    return found;
  }

  private findPlaces(): readonly number[] {
    const places: number[] = [];
    for (const cursor = this.cursor(); cursor.advance(); )
      places.push(cursor.start, cursor.nameEnd, cursor.colon, cursor.end);
    return places;
  }

  /** The body. */
  get body(): Uint8Array {
    return (this.madeBody ??= this.bytes.subarray(this.bodyStart, this.end));
  }
}
