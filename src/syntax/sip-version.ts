/** `SIP-Version` (RFC 3261 §7.1): in a start line, and in a Via. */
import { octetsOf } from './latin1.ts';

/** The version that this is, as it is written. */
export const sipVersion = 'SIP/2.0';

const [S, I, P, SLASH, TWO, DOT, ZERO] = octetsOf(sipVersion) as unknown as readonly number[];

/** Whether it stands at a position, in upper case as nearly everybody writes it: one comparison a byte, and no loop. */
export function isVersionAt(bytes: Uint8Array, at: number, end: number): boolean {
  return (
    at + sipVersion.length <= end &&
    bytes[at] === S &&
    bytes[at + 1] === I &&
    bytes[at + 2] === P &&
    bytes[at + 3] === SLASH &&
    bytes[at + 4] === TWO &&
    bytes[at + 5] === DOT &&
    bytes[at + 6] === ZERO
  );
}
