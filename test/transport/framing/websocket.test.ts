import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { parseMessage } from '../../../src/message/parse.ts';
import { frameDatagram } from '../../../src/transport/framing/datagram.ts';
import {
  defaultWebSocketLimits,
  formatWebSocketMessage,
  frameWebSocketMessage,
  type WebSocketFrame,
  type WebSocketLimits
} from '../../../src/transport/framing/websocket.ts';
import { bytesOf, invite, rawBytes, textOf } from '../../message/samples.ts';

/** A frame in a word: the bytes of a message, one character each, `close 1007`, or its kind. */
function wordOf(frame: WebSocketFrame): string {
  if (frame.kind === 'message') return textOf(frame.bytes);
  return frame.kind === 'close' ? `close ${String(frame.code)}` : frame.kind;
}

const binary = (text: string): string => wordOf(frameWebSocketMessage(rawBytes(text), true));
const textBytes = (text: string): string => wordOf(frameWebSocketMessage(rawBytes(text), false));
const string = (text: string, limits?: WebSocketLimits): string => wordOf(frameWebSocketMessage(text, false, limits));

const head = ['OPTIONS sip:bob@192.0.2.1 SIP/2.0', 'Call-ID: 1', '', ''].join('\r\n');
const message = (bytes: Uint8Array | string): ReturnType<typeof parseMessage> => {
  const frame = frameWebSocketMessage(bytes);
  if (frame.kind !== 'message') throw new Error(frame.kind);
  return parseMessage(frame.bytes);
};

describe('what comes', () => {
  test('RFC 7118 §4.2: binary and text are both taken, text as bytes (ws) and as a string (a browser)', () => {
    expect([binary(head), textBytes(head), string(head)]).toEqual([head, head, head]);
  });

  test('bytes are binary and a string is text, unless it is said', () => {
    expect(wordOf(frameWebSocketMessage(rawBytes(`${head}\xff`)))).toBe(`${head}\xff`);
    expect(wordOf(frameWebSocketMessage(`${head}é`))).toBe(`${head}\xc3\xa9`);
  });

  test('bytes are not copied; neither is what a browser has in an ArrayBuffer', () => {
    const { buffer } = rawBytes(`\r\n${head}`);
    const frame = frameWebSocketMessage(new Uint8Array(buffer));
    expect(frame).toEqual({ kind: 'message', bytes: rawBytes(head) });
    expect(frame.kind === 'message' && frame.bytes.buffer).toBe(buffer);
  });

  test.each([
    ['of two bytes', 'é', '\xc3\xa9'],
    ['of three', '働', '\xe5\x83\x8d'],
    ['of four, a pair of surrogates', '📞', '\xf0\x9f\x93\x9e'],
    ['a byte order mark', '\ufeff', '\xef\xbb\xbf'],
    ['NUL', '\0', '\0'],
    ['what stands for what could not be decoded', '\ufffd', '\xef\xbf\xbd']
  ])('RFC 6455 §5.6: a string becomes the UTF-8 that was on the wire: %s', (_, text, bytes) => {
    expect(string(head + text)).toBe(head + bytes);
    expect(string(text + head)).toBe(bytes + head);
  });

  test.each([
    ['a byte that never occurs', '\xff'],
    ['a continuation alone', '\x80'],
    ['an overlong slash', '\xc0\xaf'],
    ['a surrogate', '\xed\xa0\x80'],
    ['beyond Unicode', '\xf4\x90\x80\x80'],
    ['cut short', '\xe2\x82']
  ])('RFC 6455 §8.1: text that is no UTF-8 closes with 1007: %s; binary may hold it', (_, bytes) => {
    expect(textBytes(head + bytes)).toBe('close 1007');
    expect(textBytes(bytes)).toBe('close 1007');
    expect(binary(head + bytes)).toBe(head + bytes);
  });

  test.each(['\ud800', 'a\udfff', '\udc00\ud800'])('RFC 6455 §8.1: a string that no UTF-8 decodes to: %j', (text) => {
    expect(string(head + text)).toBe('close 1007');
  });
});

describe('where a message ends', () => {
  const request = bytesOf(invite);
  const without = textOf(request).replace('Content-Length: 3\r\n', '');

  test('RFC 7118 §5: without a Content-Length the body is the rest', () => {
    expect(message(rawBytes(`${without}\r\nmore`))).toMatchObject({ body: rawBytes('v=0\r\nmore') });
    expect(message(`${without}é`)).toMatchObject({ body: rawBytes('v=0\xc3\xa9') });
  });

  test('RFC 7118 §5: with one, what is behind the body is discarded, even a second message (RFC 3261 §18.3)', () => {
    expect(message(rawBytes(textOf(request) + textOf(request)))).toMatchObject({ body: rawBytes('v=0') });
  });

  test.each(['4', '-3', '3, 3', '3\r\nContent-Length: 3'])(
    'RFC 3261 §18.3: a Content-Length of %j is the fault of the message; the connection stays',
    (length) => {
      const bytes = rawBytes(textOf(request).replace('Length: 3', `Length: ${length}`));
      expect(message(bytes)).toMatchObject({ kind: 'refused', fault: { status: 400 } });
    }
  );

  test('RFC 3261 §7.5: empty lines before the start line are passed over', () => {
    expect(binary(`\r\n\r\n\r\n${head}`)).toBe(head);
  });

  test('RFC 7118 §4.2: a message of 64 KiB is taken; a byte more closes with 1009', () => {
    const most = head + 'x'.repeat(defaultWebSocketLimits.message - head.length);
    expect([binary(most), textBytes(most), string(most)]).toEqual([most, most, most]);
    expect([binary(`${most}x`), textBytes(`${most}x`), string(`${most}x`)]).toEqual(Array(3).fill('close 1009'));
  });

  test('RFC 6455 §7.4.1: how long a string is, its UTF-8 says; what is too big is not even decoded', () => {
    const limits = { message: head.length + 3 };
    expect(string(`${head}働`, limits)).toBe(`${head}\xe5\x83\x8d`);
    expect(string(`${head}働x`, limits)).toBe('close 1009');
    expect(string(`${head}\ud800\ud800\ud800\ud800`, limits)).toBe('close 1009');
  });
});

describe('what is no message', () => {
  test.each([
    ['CRLFCRLF', '\r\n\r\n', 'ping'],
    ['CRLF', '\r\n', 'pong'],
    ['nothing', '', 'empty'],
    ['three CRLFs', '\r\n\r\n\r\n', 'empty'],
    ['half a CRLF', '\r', 'empty'],
    ['LFs', '\n\n\n\n', 'empty'],
    ['LFCR', '\n\r', 'empty'],
    ['CRLF and CR', '\r\n\r', 'empty'],
    ['CRLF and two others', '\r\nxx', 'empty'],
    ['a NUL', '\0', 'empty'],
    ['a word', 'hello', 'empty'],
    ['64 KiB of CRLF', '\r\n'.repeat(32_768), 'empty']
  ])('RFC 5626 §3.5.1, RFC 7118 §6: %s', (_, text, kind) => {
    expect([binary(text), textBytes(text), string(text)]).toEqual([kind, kind, kind]);
  });

  test('twelve bytes are a candidate: the parser says what is wrong with them', () => {
    expect(binary('x'.repeat(12))).toBe('x'.repeat(12));
  });
});

describe('what goes', () => {
  test('RFC 7118 §4.2: text when all of it is UTF-8, else binary', () => {
    expect(formatWebSocketMessage(rawBytes(`${head}\xc3\xa9`))).toBe(`${head}é`);
    expect(formatWebSocketMessage(rawBytes(`\xef\xbb\xbf${head}\0`))).toBe(`\ufeff${head}\0`);
    const bytes = rawBytes(`${head}\xe9`);
    expect(formatWebSocketMessage(bytes)).toBe(bytes);
  });

  test('whatever bytes are sent, the same come', () => {
    const some = fc.oneof(
      fc.uint8Array({ minLength: 12, maxLength: 64 }),
      fc.string({ unit: 'binary', minLength: 12, maxLength: 64 }).map((text) => new TextEncoder().encode(text))
    );
    fc.assert(
      fc.property(some, (bytes) => {
        const candidate = frameDatagram(bytes);
        const frame = frameWebSocketMessage(formatWebSocketMessage(bytes));
        expect(frame.kind === 'message' ? frame.bytes : undefined).toEqual(candidate);
      })
    );
  });

  test('whatever comes, it is a datagram’s candidate, a keep-alive, or the end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.boolean(), fc.nat(80), (bytes, isBinary, most) => {
        const frame = frameWebSocketMessage(bytes, isBinary, { message: most });
        if (bytes.length > most) expect(wordOf(frame)).toBe('close 1009');
        else if (frame.kind === 'close') expect([frame.code, isBinary]).toEqual([1007, false]);
        else expect(frame.kind === 'message' ? frame.bytes : undefined).toEqual(frameDatagram(bytes));
      })
    );
  });
});
