/** A trace in the Homer Encapsulation Protocol, version 3 (HEP v3, also called EEP): what Homer and other capture servers take. */
import { encodeLatin1 } from '../syntax/latin1.ts';
import { isReliable } from '../transaction/flow.ts';
import { endpointsOf } from './endpoints.ts';
import type { TraceEvent } from './event.ts';
import { type ExportOptions, exported, timeOf } from './export.ts';

/** How messages are sent to a capture server. */
export interface HepOptions extends ExportOptions {
  /** Who captured them, for the server: 32 bits. */
  readonly captureId: number;
  /** What the server knows us by; it travels in the clear. */
  readonly authKey?: string;
}

/** The types of the generic chunks (vendor 0). */
const chunks = {
  family: 1,
  protocol: 2,
  sourceIpv4: 3,
  destinationIpv4: 4,
  sourceIpv6: 5,
  destinationIpv6: 6,
  sourcePort: 7,
  destinationPort: 8,
  seconds: 9,
  microseconds: 10,
  payloadType: 11,
  captureId: 12,
  authKey: 14,
  payload: 15,
  correlationId: 17
} as const;

const families = { 4: 2, 6: 10 } as const; // as Linux numbers them
const SIP = 1;
const UDP = 17;
const TCP = 6;

/** What fits into one UDP packet over IPv4. */
const longestPacket = 65_507;
const longestCorrelationId = 1024;

/** A number of so many bytes. */
function unsigned(value: number, length: 1 | 2 | 4): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[length - 1 - i] = (value / 2 ** (8 * i)) & 0xff;
  return bytes;
}

/** `HEP3`, the length of all, and the chunks, each behind its vendor, type and length. */
function packetOf(parts: readonly (readonly [type: number, value: Uint8Array])[]): Uint8Array {
  const packet = new Uint8Array(parts.reduce((sum, [, value]) => sum + 6 + value.length, 6));
  const view = new DataView(packet.buffer);
  packet.set(encodeLatin1('HEP3'));
  view.setUint16(4, packet.length);
  let at = 6;
  for (const [type, value] of parts) {
    view.setUint16(at + 2, type);
    view.setUint16(at + 4, 6 + value.length);
    packet.set(value, at + 6);
    at += 6 + value.length;
  }
  return packet;
}

/**
 * A writer of HEP packets: one for each event that is a SIP message, none for others and for what could not be read as SIP.
 *
 * Times, addresses and secrets are as `traceToPcap` has them; the correlation id is the Call-ID. A packet is at most 65,507
 * bytes long, what one UDP packet takes; the end of a longer message is cut off.
 */
export function traceToHep(options: HepOptions): (event: TraceEvent) => Uint8Array | undefined {
  let epoch = 0;
  return (event) => {
    if (event.type === 'begin') epoch = event.epoch ?? 0;
    if (event.type !== 'message' || event.startLine === undefined) return undefined;
    const { flow, at, callId = '', text } = exported(event, options);
    const { family, source, destination } = endpointsOf(event);
    const [seconds, micros] = timeOf(epoch + at);
    const isIpv4 = family === 4;
    const parts: (readonly [type: number, value: Uint8Array])[] = [
      [chunks.family, unsigned(families[family], 1)],
      [chunks.protocol, unsigned(isReliable(flow.transport) ? TCP : UDP, 1)],
      [isIpv4 ? chunks.sourceIpv4 : chunks.sourceIpv6, source.address],
      [isIpv4 ? chunks.destinationIpv4 : chunks.destinationIpv6, destination.address],
      [chunks.sourcePort, unsigned(source.port, 2)],
      [chunks.destinationPort, unsigned(destination.port, 2)],
      [chunks.seconds, unsigned(seconds, 4)],
      [chunks.microseconds, unsigned(micros, 4)],
      [chunks.payloadType, unsigned(SIP, 1)],
      [chunks.captureId, unsigned(options.captureId, 4)]
    ];
    if (options.authKey !== undefined) parts.push([chunks.authKey, encodeLatin1(options.authKey)]);
    if (callId !== '') parts.push([chunks.correlationId, encodeLatin1(callId.slice(0, longestCorrelationId))]);
    const room = longestPacket - 12 - parts.reduce((sum, [, value]) => sum + 6 + value.length, 0);
    parts.push([chunks.payload, encodeLatin1(text.slice(0, room))]);
    return packetOf(parts);
  };
}
