/**
 * What a header field's own file defines, and how a field is read through it.
 *
 * A user's own header is one more value of this shape.
 */
import type { Scanner } from '../syntax/scanner.ts';
import { Fault } from './fault.ts';
import type { HeaderField } from './field.ts';

/** A typed header field: its names, its clause, its grammar. */
export interface Header<T> {
  /** The long name, as the RFC writes it. */
  readonly name: string;
  /** The compact form (RFC 3261 §7.3.3), if it has one. */
  readonly compact?: string;
  /** The clause that defines it, as `RFC 3261 §20.42`. */
  readonly section: string;
  /** Whether it may hold several values, comma-separated or as repeated fields (§7.3.1). */
  readonly list: boolean;
  /** Whether a field without any value is legal (`Supported:`, `Accept:`). Only for lists. */
  readonly mayBeEmpty?: boolean;
  /** How many values are read before the field is refused; no bound of its own unless given. Only for lists. */
  readonly most?: number;
  /** Reads one value and leaves the scanner behind it; undefined when there is none at the cursor. */
  parse(scanner: Scanner): T | undefined;
  /** One value as text. */
  format(value: T): string;
}

const COMMA = 0x2c;

/** What is wrong with a field where its scanner got stuck. */
export function faultIn(header: Header<unknown>, field: HeaderField, scanner: Scanner): Fault {
  // A folded field is read from an unfolded copy: then the fault is where the field begins.
  const offset = scanner.text === field.text ? scanner.position : field.offset;
  return new Fault('malformed-field', 400, header.section, offset, header.name);
}

/** Reads a field that holds exactly one value. */
export function readOne<T>(header: Header<T>, field: HeaderField): T | Fault {
  const scanner = field.scan();
  const value = header.parse(scanner);
  return value === undefined || !scanner.atEnd() ? faultIn(header, field, scanner) : value;
}

/** Reads the first value of a field that may hold several, and whether more follow at `rest` in the field's value. */
export function readFirst<T>(header: Header<T>, field: HeaderField): { value: T; rest: string } | Fault {
  const scanner = field.scan();
  const value = header.parse(scanner);
  if (value === undefined) return faultIn(header, field, scanner);
  if (scanner.separator(COMMA)) return { value, rest: scanner.text.slice(scanner.position, scanner.end) };
  return scanner.atEnd() ? { value, rest: '' } : faultIn(header, field, scanner);
}

/** Reads all values of the given fields, in order: comma-joined and repeated forms are the same (§7.3.1). */
export function readAll<T>(header: Header<T>, fields: readonly HeaderField[]): readonly T[] | Fault {
  const { most = Infinity } = header;
  const values: T[] = [];
  for (const field of fields) {
    const scanner = field.scan();
    if (scanner.atEnd() && header.mayBeEmpty === true) continue;
    do {
      const value = header.parse(scanner);
      if (value === undefined) return faultIn(header, field, scanner);
      if (values.length === most) return new Fault('too-large', 400, header.section, field.offset, header.name);
      values.push(value);
    } while (header.list && scanner.separator(COMMA));
    if (!scanner.atEnd()) return faultIn(header, field, scanner);
  }
  return values;
}
