/** One datagram, at most one message: RFC 3261 §18.3. */
import { CR, LF } from '../../syntax/characters.ts';

/** The shortest thing that could be a message; what is shorter keeps a NAT binding open. */
const shortest = 12;

/** The bytes of the one candidate message in a datagram; undefined for empty lines, a NUL and other keep-alives. */
export function frameDatagram(datagram: Uint8Array): Uint8Array | undefined {
  let start = 0;
  while (datagram[start] === CR && datagram[start + 1] === LF) start += 2;
  if (datagram.length - start < shortest) return undefined;
  return start === 0 ? datagram : datagram.subarray(start);
}
