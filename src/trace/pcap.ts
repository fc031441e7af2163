/** A trace as a packet capture, for Wireshark, tshark and sngrep: classic pcap (version 2.4) of raw IP packets. */
import { encodeLatin1 } from '../syntax/latin1.ts';
import { formatAddress, isReliable } from '../transaction/flow.ts';
import { type Endpoints, endpointsOf } from './endpoints.ts';
import type { MessageEvent, TraceEvent } from './event.ts';
import { type ExportOptions, exported, timeOf } from './export.ts';
import { ACK, ipHeaderLength, mostOverUdp, PSH, SYN, tcpPacket, udpPacket } from './packet.ts';

/** LINKTYPE_RAW: a record is an IP packet, whose first bits say which version. */
const rawIp = 101;
const longestRecord = 0x4_0000;

/** What a capture begins with. */
export function pcapHeader(): Uint8Array {
  const view = new DataView(new ArrayBuffer(24));
  view.setUint32(0, 0xa1b2c3d4, true); // times are in microseconds
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, longestRecord, true);
  view.setUint32(20, rawIp, true);
  return new Uint8Array(view.buffer);
}

/** Packets as records, all of one time. `missing` is how much did not fit in the last one. */
function recordsOf(packets: readonly Uint8Array[], ms: number, missing = 0): Uint8Array {
  const [seconds, micros] = timeOf(ms);
  const records = new Uint8Array(packets.reduce((sum, { length }) => sum + 16 + length, 0));
  const view = new DataView(records.buffer);
  let at = 0;
  for (const packet of packets) {
    view.setUint32(at, seconds, true);
    view.setUint32(at + 4, micros, true);
    view.setUint32(at + 8, packet.length, true);
    view.setUint32(at + 12, packet.length + (packet === packets.at(-1) ? missing : 0), true);
    records.set(packet, at + 16);
    at += 16 + packet.length;
  }
  return records;
}

/** How much of a message a TCP segment takes, as on Ethernet. */
const segmentLength = (family: Endpoints['family']): number => 1480 - ipHeaderLength(family);

/** What each end of a connection sends next: sequence numbers, modulo 2^32. */
interface Connection {
  ours: number;
  theirs: number;
}

/** How many connections are remembered; one that was forgotten begins anew, with a handshake. */
const remembered = 10_000;

/**
 * The trace has messages, not segments: connections are made up, so that the tools find the messages in them. Whoever is
 * seen to send first is who connects.
 */
class Connections {
  readonly #known = new Map<string, Connection>();
  #count = 0;

  /** The packets of a message over a stream. */
  packets({ flow, direction }: MessageEvent, endpoints: Endpoints, payload: Uint8Array): readonly Uint8Array[] {
    const key = `${flow.transport} ${formatAddress(flow.local)} ${formatAddress(flow.remote)}`;
    const packets: Uint8Array[] = [];
    const known = this.#known.get(key);
    const { ours, theirs } = known ?? this.#connect(endpoints, packets);
    let sequence = direction === 'out' ? ours : theirs;
    const acknowledgment = direction === 'out' ? theirs : ours;
    const most = segmentLength(endpoints.family);
    for (let at = 0; at < payload.length; at += most) {
      const piece = payload.subarray(at, at + most);
      const flags = at + most < payload.length ? ACK : ACK | PSH;
      packets.push(tcpPacket(endpoints, { sequence, acknowledgment, flags, payload: piece }));
      sequence = (sequence + piece.length) % 0x1_0000_0000;
    }
    packets.push(tcpPacket(turned(endpoints), { sequence: acknowledgment, acknowledgment: sequence, flags: ACK }));
    // Behind all others: the one in front is the one that was not used for longest.
    this.#known.delete(key);
    this.#known.set(
      key,
      direction === 'out' ? { ours: sequence, theirs: acknowledgment } : { ours: acknowledgment, theirs: sequence }
    );
    if (this.#known.size > remembered) this.#known.delete(this.#known.keys().next().value as string);
    return packets;
  }

  #connect(endpoints: Endpoints, packets: Uint8Array[]): Connection {
    // Far apart, so that a connection that is made anew is not taken for the old one.
    const sequence = Math.imul(++this.#count, 0x9e37_79b1) >>> 0;
    const next = (sequence + 1) % 0x1_0000_0000;
    packets.push(
      tcpPacket(endpoints, { sequence, acknowledgment: 0, flags: SYN }),
      tcpPacket(turned(endpoints), { sequence, acknowledgment: next, flags: SYN | ACK }),
      tcpPacket(endpoints, { sequence: next, acknowledgment: next, flags: ACK })
    );
    return { ours: next, theirs: next };
  }
}

const turned = ({ family, source, destination }: Endpoints): Endpoints => ({
  family,
  source: destination,
  destination: source
});

/**
 * A writer of the packets of a trace, behind `pcapHeader()`: for each event the bytes to add, none for what is no message.
 *
 * Times are microseconds since 1970, by the `begin` of the trace; without one, or when it does not know the calendar, since
 * the stack's 0. Packets are made up around the messages, with lengths and checksums that are right: a datagram is one
 * packet, however long (cut where IP's length ends); what came over a stream is segments of a TCP connection, with its
 * handshake and acknowledgments, whatever framing or encryption there was around it. The address of ours is the one that our
 * Via says, and so is its port. 10,000 connections are remembered.
 */
export function traceToPcap(options: ExportOptions = {}): (event: TraceEvent) => Uint8Array {
  const connections = new Connections();
  let epoch = 0;
  return (event) => {
    if (event.type === 'begin') epoch = event.epoch ?? 0;
    if (event.type !== 'message') return new Uint8Array(0);
    const message = exported(event, options);
    const payload = encodeLatin1(message.text);
    const endpoints = endpointsOf(message);
    const at = epoch + message.at;
    if (isReliable(message.flow.transport)) return recordsOf(connections.packets(message, endpoints, payload), at);
    const sent = payload.subarray(0, mostOverUdp(endpoints.family));
    return recordsOf([udpPacket(endpoints, sent)], at, payload.length - sent.length);
  };
}
