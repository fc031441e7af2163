/** Reading and writing values of one header in a test. */
import { expect, test } from 'vitest';
import { Fault } from '../../../src/message/fault.ts';
import { makeField } from '../../../src/message/field.ts';
import { type Header, readAll, readOne } from '../../../src/message/header.ts';

/** The one value of a field, undefined when it is malformed. */
export function read<T>(header: Header<T>, text: string): T | undefined {
  const value = readOne(header, makeField(header.name, text));
  if (!(value instanceof Fault)) return value;
  expect(value).toMatchObject({ code: 'malformed-field', status: 400, section: header.section, field: header.name });
  return undefined;
}

/** All values of fields with these texts, undefined when one is malformed. */
export function readList<T>(header: Header<T>, ...texts: readonly string[]): readonly T[] | undefined {
  const values = readAll(
    header,
    texts.map((text) => makeField(header.name, text))
  );
  return values instanceof Fault ? undefined : values;
}

/** The text is a value, and is written as `canonical`. */
export function writes<T>(header: Header<T>, text: string, canonical: string): void {
  const value = read(header, text);
  if (value === undefined) throw new Error(`malformed: ${text}`);
  expect(header.format(value)).toBe(canonical);
  expect(read(header, canonical)).toEqual(value);
}

/** One test a text: it is no value. */
export function refuses(header: Header<unknown>, ...texts: readonly string[]): void {
  test.each(texts)(`${header.section.replace('RFC 3261 ', '')}: %j is malformed`, (text) => {
    expect(read(header, text)).toBeUndefined();
  });
}
