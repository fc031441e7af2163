/** Packets, byte for byte; test/interop/pcap.test.ts has other tools read them. */
import { describe, expect, test } from 'vitest';
import type { MessageEvent } from '../../src/trace/event.ts';
import { pcapHeader, traceToPcap } from '../../src/trace/pcap.ts';

const begin = {
  type: 'begin',
  at: 0,
  version: 1,
  epoch: 1_700_000_000_000.25,
  living: { actors: 0, timers: 0 }
} as const;
const ipv4 = { local: { host: '192.0.2.1', port: 5060 }, remote: { host: '192.0.2.2', port: 5070 } };
const ipv6 = { local: { host: '2001:db8::1', port: 5060 }, remote: { host: '2001:db8::192.0.2.2', port: 5070 } };

function message(text: string, changes: Partial<MessageEvent> = {}): MessageEvent {
  return {
    type: 'message',
    at: 1500.5,
    message: 1,
    direction: 'out',
    flow: { transport: 'UDP', ...ipv4 },
    text,
    ...changes
  };
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (...words: readonly string[]): string => words.join('').replaceAll(' ', '');

/** The packets of records. */
function packetsIn(records: Uint8Array): readonly { readonly packet: Buffer; readonly length: number }[] {
  const bytes = Buffer.from(records);
  const packets = [];
  for (let at = 0; at < bytes.length; ) {
    const size = bytes.readUInt32LE(at + 8);
    packets.push({ packet: bytes.subarray(at + 16, at + 16 + size), length: bytes.readUInt32LE(at + 12) });
    at += 16 + size;
  }
  return packets;
}

/** RFC 1071: the sum of words with the checksum among them is all ones. */
function sum(bytes: Uint8Array): number {
  let total = 0;
  for (let i = 0; i < bytes.length; i++) total += i % 2 === 0 ? (bytes[i] as number) << 8 : (bytes[i] as number);
  while (total > 0xffff) total = (total % 0x10000) + Math.floor(total / 0x10000);
  return total;
}

/** Whether both checksums of a packet are right. */
function expectSound(packet: Buffer): void {
  const isIpv4 = packet.readUInt8(0) >> 4 === 4;
  const [start, addresses] = isIpv4 ? [20, packet.subarray(12, 20)] : [40, packet.subarray(8, 40)];
  if (isIpv4) expect(sum(packet.subarray(0, 20))).toBe(0xffff);
  const pseudo = Buffer.alloc(8);
  pseudo.writeUInt32BE(packet.length - start, 0);
  pseudo.writeUInt8(packet.readUInt8(isIpv4 ? 9 : 6), 7);
  expect(sum(Buffer.concat([addresses, pseudo, packet.subarray(start)]))).toBe(0xffff);
  expect(isIpv4 ? packet.readUInt16BE(2) : packet.readUInt16BE(4) + 40).toBe(packet.length);
}

test('a capture begins with its magic number, version 2.4, the longest record, and raw IP as link type', () => {
  expect(hex(pcapHeader())).toBe(bytesOf('d4c3b2a1 0200 0400', '00000000 00000000', '00000400 65000000'));
});

test('RFC 791, RFC 768: a datagram over IPv4', () => {
  const toPcap = traceToPcap();
  expect(toPcap(begin)).toHaveLength(0);
  expect(hex(toPcap(message('abc')))).toBe(
    bytesOf(
      // 1,700,000,001.500750 s, 31 bytes, of 31
      '01f15365 0ea40700 1f000000 1f000000',
      '4500 001f 0000 4000 40 11 b6ca c0000201 c0000202',
      '13c4 13ce 000b 8fdf 616263'
    )
  );
});

test('RFC 8200, RFC 768: a datagram over IPv6 that came in', () => {
  const records = traceToPcap()(message('abc', { flow: { transport: 'UDP', ...ipv6 }, direction: 'in', at: 0.001 }));
  expect(hex(records)).toBe(
    bytesOf(
      // without `begin`, the stack's own time
      '00000000 01000000 33000000 33000000',
      '60000000 000b 11 40 20010db8 00000000 00000000 c0000202 20010db8 00000000 00000000 00000001',
      '13ce 13c4 000b f66d 616263'
    )
  );
});

describe('RFC 1071: checksums are right', () => {
  test.each(['', 'a', 'ab', '\xff\xff\xff', 'x'.repeat(1001)])('of %j', (text) => {
    for (const addresses of [ipv4, ipv6])
      for (const transport of ['UDP', 'TCP'])
        for (const { packet } of packetsIn(traceToPcap()(message(text, { flow: { transport, ...addresses } }))))
          expectSound(packet);
  });

  test('RFC 768: one that comes out as 0 is sent as all ones', () => {
    // Whichever two bytes make the sum all ones.
    const found = Array.from({ length: 0x10000 }, (_, i) => String.fromCharCode(i >> 8, i & 0xff)).map(
      (text) => packetsIn(traceToPcap()(message(text)))[0]!.packet
    );
    expect(found.some((packet) => packet.readUInt16BE(26) === 0)).toBe(false);
    expect(found.filter((packet) => packet.readUInt16BE(26) === 0xffff)).toHaveLength(1);
  });
});

describe('addresses', () => {
  const addressesOf = (local: string, remote: string): readonly string[] => {
    const flow = { transport: 'UDP', local: { host: local, port: 1 }, remote: { host: remote, port: 2 } };
    const { packet } = packetsIn(traceToPcap()(message('a', { flow })))[0]!;
    return packet.readUInt8(0) >> 4 === 4
      ? [hex(packet.subarray(12, 16)), hex(packet.subarray(16, 20))]
      : [hex(packet.subarray(8, 24)), hex(packet.subarray(24, 40))];
  };
  const zeros = (octets: number): string => '00'.repeat(octets);

  test.each([
    ['1.2.3.4', '255.0.0.1', '01020304', 'ff000001'],
    ['sip.example', '1.2.3.4', '00000000', '01020304'],
    ['sip.example', 'example', '00000000', '00000000'],
    ['sip.example', '::1', zeros(16), `${zeros(15)}01`],
    ['1.2.3.4', '::1', `${zeros(10)}ffff01020304`, `${zeros(15)}01`],
    ['::', 'fe80::1%eth0', zeros(16), `fe80${zeros(13)}01`],
    ['[1:2:3:4:5:6:7:8]', '1:2::', '00010002000300040005000600070008', `00010002${zeros(12)}`],
    ['::ffff:1.2.3.4', '1:2:3:4:5:6:7::', `${zeros(10)}ffff01020304`, '00010002000300040005000600070000']
  ])('%s and %s', (local, remote, source, destination) => {
    expect(addressesOf(local, remote)).toEqual([source, destination]);
  });
});

test('a datagram that is too long for IP is cut, and the record says how long it was', () => {
  for (const [addresses, most] of [
    [ipv4, 65_507],
    [ipv6, 65_527]
  ] as const) {
    const flow = { transport: 'UDP', ...addresses };
    const write = traceToPcap();
    const [whole] = packetsIn(write(message('x'.repeat(most), { flow })));
    const [cut] = packetsIn(write(message('x'.repeat(most + 3), { flow })));
    expectSound(whole!.packet);
    expect(cut!.packet.equals(whole!.packet)).toBe(true);
    expect([whole!.length, cut!.length]).toEqual([whole!.packet.length, whole!.packet.length + 3]);
  }
});

/** What the header of a TCP segment over IPv4 says. */
function segment({ packet }: { readonly packet: Buffer }) {
  const [from, to, flags] = [packet.readUInt16BE(20), packet.readUInt16BE(22), packet.readUInt8(33)];
  const names = [(flags & 2) !== 0 && 'SYN', (flags & 8) !== 0 && 'PSH', (flags & 16) !== 0 && 'ACK'];
  return {
    way: `${from}>${to}`,
    flags: names.filter((name) => name !== false).join(),
    sequence: packet.readUInt32BE(24),
    acknowledgment: packet.readUInt32BE(28),
    length: packet.length - 40
  };
}

describe('RFC 9293: messages over a stream are segments of a connection', () => {
  const flow = { transport: 'TCP', ...ipv4 };

  test('who sends first connects, and sequence numbers run on', () => {
    const write = traceToPcap();
    const first = packetsIn(write(message('x'.repeat(3000), { flow, direction: 'in' }))).map(segment);
    const isn = first[0]!.sequence;
    const [theirs, ours] = ['5070>5060', '5060>5070'];
    const [next, end] = [isn + 1, isn + 3001];
    expect(first).toEqual([
      { way: theirs, flags: 'SYN', sequence: isn, acknowledgment: 0, length: 0 },
      { way: ours, flags: 'SYN,ACK', sequence: isn, acknowledgment: next, length: 0 },
      { way: theirs, flags: 'ACK', sequence: next, acknowledgment: next, length: 0 },
      { way: theirs, flags: 'ACK', sequence: next, acknowledgment: next, length: 1460 },
      { way: theirs, flags: 'ACK', sequence: next + 1460, acknowledgment: next, length: 1460 },
      { way: theirs, flags: 'PSH,ACK', sequence: next + 2920, acknowledgment: next, length: 80 },
      { way: ours, flags: 'ACK', sequence: next, acknowledgment: end, length: 0 }
    ]);
    expect(packetsIn(write(message('abc', { flow }))).map(segment)).toEqual([
      { way: ours, flags: 'PSH,ACK', sequence: next, acknowledgment: end, length: 3 },
      { way: theirs, flags: 'ACK', sequence: end, acknowledgment: next + 3, length: 0 }
    ]);
    expect(packetsIn(write(message('de', { flow, direction: 'in' }))).map(segment)).toEqual([
      { way: theirs, flags: 'PSH,ACK', sequence: end, acknowledgment: next + 3, length: 2 },
      { way: ours, flags: 'ACK', sequence: next + 3, acknowledgment: end + 2, length: 0 }
    ]);
  });

  test('each flow is a connection, and what is there at its end begins anew', () => {
    const write = traceToPcap();
    const to = (port: number): readonly ReturnType<typeof segment>[] => {
      const other = { ...flow, remote: { ...flow.remote, port } };
      return packetsIn(write(message('a', { flow: other }))).map(segment);
    };
    const [first] = to(1);
    const [second] = to(2);
    expect([first?.flags, second?.flags]).toEqual(['SYN', 'SYN']);
    expect(first?.sequence).not.toBe(second?.sequence);
    expect(to(1)).toHaveLength(2);
    for (let port = 3; port <= 10_001; port++) to(port);
    expect(to(1), 'used since, and remembered').toHaveLength(2);
    const [again] = to(2);
    expect(again?.flags, '10,000 others since').toBe('SYN');
    expect(again?.sequence).not.toBe(second?.sequence);
  });

  test('sequence numbers begin again at 2^32', () => {
    const write = traceToPcap();
    // The first connection that begins near the end.
    let port = 0;
    let isn = 0;
    const send = (text: string): readonly ReturnType<typeof segment>[] =>
      packetsIn(write(message(text, { flow: { ...flow, remote: { ...flow.remote, port } } }))).map(segment);
    while (isn < 2 ** 32 - 2_000_000) {
      port++;
      isn = send('x')[0]!.sequence;
    }
    let next = isn + 2;
    while (next < 2 ** 32 + 100_000) {
      const segments = send('x'.repeat(100_000));
      expect(segments[0]!.sequence).toBe(next % 2 ** 32);
      next += 100_000;
      expect(segments.at(-1)!.acknowledgment).toBe(next % 2 ** 32);
    }
  });
});

describe('secrets', () => {
  const text = 'OPTIONS sip:a SIP/2.0\r\nAuthorization: Digest s3cret\r\nContent-Length: 12\r\n\r\nk=clear:s3cr\r\n';

  test('are blanked unless they are to be kept', () => {
    const textOf = (records: Uint8Array): string => Buffer.from(records).toString('latin1');
    expect(textOf(traceToPcap()(message(text)))).not.toContain('s3cr');
    expect(textOf(traceToPcap({ secrets: 'kept' })(message(text)))).toContain(text);
  });
});

test('events that are no messages make no packets', () => {
  expect(traceToPcap()({ type: 'lost', at: 0, count: 3 })).toHaveLength(0);
});
