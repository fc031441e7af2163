/** HEP v3, byte for byte; test/interop/hep.test.ts has other tools read it. */
import { describe, expect, test } from 'vitest';
import type { MessageEvent } from '../../src/trace/event.ts';
import { traceToHep } from '../../src/trace/hep.ts';

const begin = { type: 'begin', at: 0, version: 1, epoch: 1_700_000_000_000, living: { actors: 0, timers: 0 } } as const;
const flow = { transport: 'UDP', local: { host: '192.0.2.1', port: 5060 }, remote: { host: '192.0.2.2', port: 5070 } };

function message(changes: Partial<MessageEvent> = {}): MessageEvent {
  const startLine = 'OPTIONS sip:a SIP/2.0';
  return {
    type: 'message',
    at: 1500.75,
    message: 1,
    direction: 'out',
    flow,
    startLine,
    callId: 'a@b',
    text: 'abc',
    ...changes
  };
}

/** A packet, taken apart: the values of its chunks, in hex, by type. */
function chunksOf(packet: Uint8Array | undefined): ReadonlyMap<number, string> {
  const bytes = Buffer.from(packet!);
  expect(bytes.toString('latin1', 0, 4)).toBe('HEP3');
  expect(bytes.readUInt16BE(4)).toBe(bytes.length);
  const chunks = new Map<number, string>();
  let at = 6;
  for (; at < bytes.length; at += bytes.readUInt16BE(at + 4)) {
    expect(bytes.readUInt16BE(at), 'vendor').toBe(0);
    chunks.set(bytes.readUInt16BE(at + 2), bytes.toString('hex', at + 6, at + bytes.readUInt16BE(at + 4)));
  }
  expect(at).toBe(bytes.length);
  return chunks;
}

test('a packet is its mark, its length, and its chunks: vendor, type, length, value', () => {
  const write = traceToHep({ captureId: 2001 });
  expect(write(begin)).toBeUndefined();
  expect(Buffer.from(write(message())!).toString('hex')).toBe(
    [
      '48455033 006f',
      '0000 0001 0007 02',
      '0000 0002 0007 11',
      '0000 0003 000a c0000201',
      '0000 0004 000a c0000202',
      '0000 0007 0008 13c4',
      '0000 0008 0008 13ce',
      '0000 0009 000a 6553f101',
      '0000 000a 000a 0007a40e',
      '0000 000b 0007 01',
      '0000 000c 000a 000007d1',
      '0000 0011 0009 614062',
      '0000 000f 0009 616263'
    ]
      .join('')
      .replaceAll(' ', '')
  );
});

test('IPv6, TCP, and a message that came in, with a key', () => {
  const ipv6 = { transport: 'TCP', local: { host: '2001:db8::1', port: 5060 }, remote: { host: '::2', port: 65_535 } };
  const chunks = chunksOf(
    traceToHep({ captureId: 0xffff_ffff, authKey: 'key' })(message({ flow: ipv6, direction: 'in' }))
  );
  expect([1, 2, 5, 6, 7, 8, 12, 14].map((type) => chunks.get(type))).toEqual([
    '0a',
    '06',
    '00000000000000000000000000000002',
    '20010db8000000000000000000000001',
    'ffff',
    '13c4',
    'ffffffff',
    '6b6579'
  ]);
  expect([3, 4].map((type) => chunks.has(type))).toEqual([false, false]);
});

describe('what is not sent', () => {
  test('events that are no messages, and what could not be read as SIP', () => {
    const write = traceToHep({ captureId: 1 });
    const { startLine, callId, ...unreadable } = message({ fault: 'not-sip at 0 (RFC 3261 §7)' });
    expect([startLine, callId]).toBeDefined();
    expect(write(unreadable)).toBeUndefined();
    expect(write({ type: 'counted', at: 0, name: 'unreadable' })).toBeUndefined();
  });

  test('a correlation id, when there is no Call-ID', () => {
    const { callId, ...without } = message();
    expect(callId).toBeDefined();
    expect(chunksOf(traceToHep({ captureId: 1 })(without)).has(17)).toBe(false);
  });

  test('what is longer than a UDP packet: its end is cut off', () => {
    const packet = traceToHep({ captureId: 1 })(message({ text: 'x'.repeat(70_000), callId: 'y'.repeat(70_000) }));
    expect(packet).toHaveLength(65_507);
    const chunks = chunksOf(packet);
    expect(chunks.get(17)).toHaveLength(2 * 1024);
    expect(chunks.get(15)).toMatch(/^(?:78){64000,}$/);
  });

  test('secrets, unless they are to be kept', () => {
    const text = 'OPTIONS sip:a SIP/2.0\r\nAuthorization: Digest s3cret\r\n\r\n';
    const sent = (secrets?: 'kept'): string =>
      Buffer.from(traceToHep({ captureId: 1, ...(secrets && { secrets }) })(message({ text }))!).toString('latin1');
    expect(sent()).not.toContain('s3cret');
    expect(sent('kept')).toContain(text);
  });
});
