/** One part of a multipart body: RFC 2046 §5.1 `body-part`. */
import { sameToken } from '../../syntax/token.ts';
import { Fault } from '../fault.ts';
import type { HeaderField } from '../field.ts';
import { type Header, readAll, readOne } from '../header.ts';
import { canonicalName } from '../headers/registry.ts';
import type { Entity } from './entity.ts';

/** A part: its fields, read through their headers' files, and its body, as bytes. */
export class BodyPart implements Entity {
  readonly fields: readonly HeaderField[];
  /** A view into the body of the message; it may be empty, and it may hold anything. */
  readonly body: Uint8Array;
  /** How many multiparts it stands in: 1 for a part of a message's body. */
  readonly depth: number;

  constructor(fields: readonly HeaderField[], body: Uint8Array, depth: number) {
    this.fields = fields;
    this.body = body;
    this.depth = depth;
  }

  /** All fields of a name (any case, long or compact), raw, in order. */
  fieldsOf(name: string): readonly HeaderField[] {
    const wanted = canonicalName(name);
    return this.fields.filter((field) => sameToken(field.name, wanted));
  }

  /** The value of a field that stands once: undefined when it is absent, a Fault when it is malformed or stands twice. */
  one<T>(header: Header<T>): T | Fault | undefined {
    const [field, second] = this.fieldsOf(header.name);
    if (second !== undefined) return new Fault('duplicate-field', 400, 'RFC 3261 §7.3.1', 0, header.name);
    return field === undefined ? undefined : readOne(header, field);
  }

  /** All values of a list header, comma-joined and repeated forms alike; a Fault when one is malformed. */
  all<T>(header: Header<T>): readonly T[] | Fault {
    return readAll(header, this.fieldsOf(header.name));
  }
}
