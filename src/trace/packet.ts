/** IP packets with UDP or TCP inside, as they would be on a wire: RFC 791, RFC 8200, RFC 768, RFC 9293. */
import type { Endpoint, Endpoints } from './endpoints.ts';

const UDP = 17;
const TCP = 6;

/** The sum of 16-bit words that the checksum of RFC 1071 is made of; an odd last byte is the upper one of its word. */
function sumOf(bytes: Uint8Array, from = 0): number {
  let sum = from;
  for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] as number) << 8) | (bytes[i + 1] ?? 0);
  return sum;
}

/** The checksum: the complement of the sum, carries added to it. */
function folded(sum: number): number {
  let rest = sum;
  while (rest > 0xffff) rest = (rest & 0xffff) + Math.floor(rest / 0x10000);
  return ~rest & 0xffff;
}

const viewOf = ({ buffer, byteOffset, length }: Uint8Array): DataView => new DataView(buffer, byteOffset, length);

/** How long the header of an IP packet is. */
export const ipHeaderLength = (family: Endpoints['family']): number => (family === 4 ? 20 : 40);

/** Writes the header of an IP packet into its first bytes. */
function writeIpHeader(packet: Uint8Array, { family, source, destination }: Endpoints, protocol: number): void {
  const view = viewOf(packet);
  if (family === 4) {
    view.setUint16(0, 0x4500); // version 4, five words of header
    view.setUint16(2, packet.length);
    view.setUint16(6, 0x4000); // don't fragment
    view.setUint8(8, 64); // time to live
    view.setUint8(9, protocol);
    packet.set(source.address, 12);
    packet.set(destination.address, 16);
    view.setUint16(10, folded(sumOf(packet.subarray(0, 20))));
  } else {
    view.setUint16(0, 0x6000); // version 6
    view.setUint16(4, packet.length - 40);
    view.setUint8(6, protocol);
    view.setUint8(7, 64); // hop limit
    packet.set(source.address, 8);
    packet.set(destination.address, 24);
  }
}

/** Puts a payload behind the header of its protocol, and IP before it. `checksumAt` is where the header has its checksum. */
function packetOf(
  endpoints: Endpoints,
  protocol: number,
  header: Uint8Array,
  payload: Uint8Array,
  checksumAt: number
): Uint8Array {
  const start = ipHeaderLength(endpoints.family);
  const packet = new Uint8Array(start + header.length + payload.length);
  writeIpHeader(packet, endpoints, protocol);
  packet.set(header, start);
  packet.set(payload, start + header.length);
  // The checksum covers the addresses, the protocol and the length too (RFC 9293 §3.1, RFC 8200 §8.1).
  const addresses = sumOf(endpoints.destination.address, sumOf(endpoints.source.address));
  const sum = sumOf(packet.subarray(start), addresses + protocol + header.length + payload.length);
  // 0 is what a UDP packet without checksum has (RFC 768); as a sum, all ones are the same.
  viewOf(packet).setUint16(start + checksumAt, folded(sum) || 0xffff);
  return packet;
}

function headerOf(length: number, source: Endpoint, destination: Endpoint): DataView {
  const view = new DataView(new ArrayBuffer(length));
  view.setUint16(0, source.port);
  view.setUint16(2, destination.port);
  return view;
}

const bytesOf = ({ buffer }: DataView): Uint8Array => new Uint8Array(buffer);

/** How much a UDP packet takes: its length, and IPv4's, are 16 bits. */
export const mostOverUdp = (family: Endpoints['family']): number => 0xffff - 8 - (family === 4 ? 20 : 0);

/** A UDP packet. The payload is not longer than `mostOverUdp`. */
export function udpPacket(endpoints: Endpoints, payload: Uint8Array): Uint8Array {
  const header = headerOf(8, endpoints.source, endpoints.destination);
  header.setUint16(4, 8 + payload.length);
  return packetOf(endpoints, UDP, bytesOf(header), payload, 6);
}

/** What the header of a TCP segment says beside the ports. */
export interface Segment {
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly flags: number;
  readonly payload?: Uint8Array;
}

export const SYN = 0x02;
export const PSH = 0x08;
export const ACK = 0x10;

/** A TCP segment, without options; its window is as large as it can be. */
export function tcpPacket(
  endpoints: Endpoints,
  { sequence, acknowledgment, flags, payload = new Uint8Array(0) }: Segment
): Uint8Array {
  const header = headerOf(20, endpoints.source, endpoints.destination);
  header.setUint32(4, sequence);
  header.setUint32(8, acknowledgment);
  header.setUint8(12, 0x50); // five words of header
  header.setUint8(13, flags);
  header.setUint16(14, 0xffff);
  return packetOf(endpoints, TCP, bytesOf(header), payload, 16);
}
