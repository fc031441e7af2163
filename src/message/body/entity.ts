/** Something with fields and a body: a message, or a part of a body (RFC 2045 §2.4 calls both an entity). */
import { sameToken } from '../../syntax/token.ts';
import { Fault } from '../fault.ts';
import type { Header } from '../header.ts';
import { contentEncoding } from '../headers/content-encoding.ts';

/** What has a body and says what it is. Every SipMessage and every BodyPart is one. */
export interface Entity {
  readonly body: Uint8Array;
  /** The value of a field that stands once: undefined when it is absent, a Fault when it is malformed or stands twice. */
  one<T>(header: Header<T>): T | Fault | undefined;
  /** All values of a list header; a Fault when one is malformed. */
  all<T>(header: Header<T>): readonly T[] | Fault;
}

/**
 * What is wrong with the encodings of a body: status 415 for any but `identity`, which is all that is read here, 400 for a
 * malformed field; undefined when it can be read as it is (RFC 3261 §8.2.3, §20.12). A 415 goes with
 * `Accept-Encoding: identity`.
 */
export function judgeContentEncoding(entity: Pick<Entity, 'all'>): Fault | undefined {
  const encodings = entity.all(contentEncoding);
  if (encodings instanceof Fault) return encodings;
  if (encodings.every((encoding) => sameToken(encoding, 'identity'))) return undefined;
  return new Fault('unsupported-body', 415, 'RFC 3261 §8.2.3', 0, contentEncoding.name);
}
