import { describe, expect, test } from 'vitest';
import { defaultWebSocketLimits } from '../../src/transport/framing/websocket.ts';
import { bytesOf, rawBytes } from '../message/samples.ts';
import { options, overWebSocket } from './attack.ts';

const message = bytesOf(options.replace('SIP/2.0/UDP', 'SIP/2.0/WS'));
const padded = (length: number): Uint8Array => {
  const bytes = new Uint8Array(length);
  bytes.set(message);
  return bytes;
};
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** What the WebSocket implementation hands on; handshake, masks and fragments are its own (RFC 6455 §4, §5). */
describe('threat V45: WebSocket messages', () => {
  test('a request is answered, text or binary, from bytes or a string', () => {
    expect(overWebSocket(message, true)).toBe('200');
    expect(overWebSocket(message, false)).toBe('200');
    expect(overWebSocket(text(message))).toBe('200');
  });
  test.each([
    ['more than 64 KiB', defaultWebSocketLimits.message + 1],
    ['1 MiB', 1 << 20]
  ])('%s: closed with 1009, before anything is read', (_, length) => {
    for (const isBinary of [true, false]) expect(overWebSocket(padded(length), isBinary)).toBe('close 1009');
    expect(overWebSocket(text(padded(length)))).toBe('close 1009');
  });
  test('64 KiB are taken: what is behind the body is discarded', () => {
    expect(overWebSocket(padded(defaultWebSocketLimits.message))).toBe('200');
  });
  test.each(['', '\r', '\0', '\0'.repeat(8), 'GET / HTTP', '\r\n'.repeat(9)])(
    '%j is no message: not answered, not parsed, the connection stays',
    (nothing) => {
      for (const isBinary of [true, false]) expect(overWebSocket(rawBytes(nothing), isBinary)).toBe('empty');
      expect(overWebSocket(nothing)).toBe('empty');
    }
  );
  test('two requests in one message are one: the second is behind the body', () => {
    const second = bytesOf(options.replaceAll('options', 'second'));
    expect(overWebSocket(Uint8Array.from([...message, ...second]))).toBe('200');
  });
});
