import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { parseMessage } from '../../../src/message/parse.ts';
import { frameDatagram } from '../../../src/transport/framing/datagram.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const framed = (text: string): string | undefined => {
  const bytes = frameDatagram(bytesOf(text));
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
};

const request = [
  'OPTIONS sip:bob@192.0.2.1 SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK1',
  'From: <sip:a@b>;tag=1',
  'To: <sip:b@c>',
  'Call-ID: 1',
  'CSeq: 1 OPTIONS'
].join('\r\n');

describe('frameDatagram', () => {
  test('RFC 3261 §18.3: a datagram is one message, as it came', () => {
    const bytes = bytesOf(`${request}\r\n\r\nbody`);
    expect(frameDatagram(bytes)).toBe(bytes);
  });

  test('RFC 3261 §7.5: empty lines before the start line are passed over', () => {
    expect(framed(`\r\n\r\n\r\n${request}\r\n\r\n`)).toBe(`${request}\r\n\r\n`);
  });

  test.each([
    ['nothing at all', ''],
    ['a NUL', '\0'],
    ['four NULs', '\0\0\0\0'],
    ['CRLF', '\r\n'],
    ['CRLFCRLF', '\r\n\r\n'],
    ['many empty lines', '\r\n'.repeat(500)],
    ['empty lines and half of one', '\r\n\r\n\r'],
    ['a word', 'jaK'],
    ['eleven bytes', 'x'.repeat(11)]
  ])('RFC 5626 §3.5: %s keeps a binding open, and is no message', (_, text) => {
    expect(framed(text)).toBeUndefined();
  });

  test('twelve bytes are a candidate: the parser says what is wrong with them', () => {
    expect(framed('x'.repeat(12))).toBe('x'.repeat(12));
    expect(framed(`\r\n${'x'.repeat(12)}`)).toBe('x'.repeat(12));
  });

  test('RFC 3261 §18.3: bytes behind the body are discarded', () => {
    const bytes = frameDatagram(bytesOf(`${request}\r\nContent-Length: 4\r\n\r\nbodyGET / HTTP/1.1\r\n\r\n`));
    const message = parseMessage(bytes ?? new Uint8Array(0));
    expect(message).toMatchObject({ kind: 'request', body: bytesOf('body') });
  });

  test('RFC 3261 §18.3: a body that is shorter than its Content-Length is an error', () => {
    const bytes = frameDatagram(bytesOf(`${request}\r\nContent-Length: 5\r\n\r\nbody`));
    expect(parseMessage(bytes ?? new Uint8Array(0))).toMatchObject({ kind: 'refused', fault: { status: 400 } });
  });

  test('RFC 3261 §18.3: without a Content-Length the body is all there is', () => {
    const bytes = frameDatagram(bytesOf(`${request}\r\n\r\nbody`));
    expect(parseMessage(bytes ?? new Uint8Array(0))).toMatchObject({ kind: 'request', body: bytesOf('body') });
  });

  test('whatever comes, the candidate is the end of the datagram, and is not copied', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(3), (tail, lines) => {
        const datagram = Uint8Array.from([...bytesOf('\r\n'.repeat(lines)), ...tail]);
        const candidate = frameDatagram(datagram);
        if (candidate === undefined) return;
        expect(candidate.buffer).toBe(datagram.buffer);
        expect(candidate).toEqual(datagram.subarray(datagram.length - candidate.length));
      })
    );
  });
});
