/**
 * A message as it came (RFC 3261 §7). Of most messages a few fields are read and the rest is passed on: the other fields,
 * and the body, are cut out of the bytes when somebody asks for them.
 */
import type { HeaderField } from './field.ts';
import type { MessageLimits } from './limits.ts';
import { FieldCursor } from './split.ts';

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
  /** Whether a Content-Length says so. */
  counted = false;
  private readonly limits: MessageLimits;
  private madeFields: readonly HeaderField[] | undefined;
  private madeBody: Uint8Array | undefined;

  constructor(bytes: Uint8Array, text: string, start: number, fieldsStart: number, limits: MessageLimits) {
    this.bytes = bytes;
    this.text = text;
    this.start = start;
    this.fieldsStart = fieldsStart;
    this.bodyStart = this.end = bytes.length;
    this.limits = limits;
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
    const fields: HeaderField[] = [];
    for (const cursor = this.cursor(); cursor.advance(); ) fields.push(cursor.field());
    return fields;
  }

  /** The body. */
  get body(): Uint8Array {
    return (this.madeBody ??= this.bytes.subarray(this.bodyStart, this.end));
  }
}
