/** Entities for the tests of bodies. */
import { BodyPart } from '../../../src/message/body/body-part.ts';
import { makeField } from '../../../src/message/field.ts';

/** The bytes of a text of one character a byte; its line ends as they go on the wire. */
export const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
/** The text of bytes, one character a byte. */
export const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** What is not yet in any multipart: as a message. */
export function entity(type: string | undefined, body: string, ...encodings: readonly string[]): BodyPart {
  const fields = [
    ...(type === undefined ? [] : [makeField('c', type)]),
    ...encodings.map((encoding) => makeField('e', encoding))
  ];
  return new BodyPart(fields, bytesOf(body), 0);
}
