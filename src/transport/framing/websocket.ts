/**
 * One WebSocket message, at most one SIP message: RFC 7118 §4.2, §5, §6.
 *
 * Where a message ends is said by WebSocket, so a Content-Length may be absent, and one that is there is judged as in a
 * datagram (RFC 3261 §18.3): what stands behind the body is discarded, a body that is too short is the fault of that
 * message and not of the connection. Frames, fragments and masks never come here: they are the WebSocket implementation's
 * (RFC 6455 §5), Node's `ws` or the browser's.
 */
import { CR, LF } from '../../syntax/characters.ts';
import { frameDatagram } from './datagram.ts';
import type { Frame } from './stream.ts';

/** How much a WebSocket message may hold; bytes. */
export interface WebSocketLimits {
  readonly message: number;
}

/** The limits unless others are set: 64 KiB, as in a datagram. */
export const defaultWebSocketLimits: WebSocketLimits = { message: 65_536 };

/** What a WebSocket message holds. */
export type WebSocketFrame =
  /** A message, `CRLFCRLF` (to be answered with `CRLF`) or `CRLF`. */
  | Exclude<Frame, { readonly kind: 'fault' }>
  /** Nothing that could be a message: it keeps the connection open, no more. */
  | { readonly kind: 'empty' }
  /** The connection is to be closed with this code (RFC 6455 §7.4.1): text that is none, or too much. */
  | { readonly kind: 'close'; readonly code: 1007 | 1009; readonly reason: string };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text that bytes spell in UTF-8; undefined when they spell none. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Half of a pair: no UTF-8 decodes to it, so it never was on the wire. */
const loneSurrogate = /\p{Surrogate}/u;

const isText = (data: string | Uint8Array): boolean =>
  typeof data === 'string' ? !loneSurrogate.test(data) : textOf(data) !== undefined;

/** Whether bytes are so many CRLFs and nothing else. */
const isCrlfs = (bytes: Uint8Array, count: number): boolean =>
  bytes.length === 2 * count && bytes.every((byte, at) => byte === (at % 2 === 0 ? CR : LF));

const notText: WebSocketFrame = { kind: 'close', code: 1007, reason: 'text that is no UTF-8' };
const tooBig: WebSocketFrame = { kind: 'close', code: 1009, reason: 'a message that is too big' };

/**
 * What a WebSocket message holds, binary or text (RFC 7118 §4.2: both are taken).
 *
 * A browser gives text as a string, and `ws` as bytes beside an `isBinary` of false. A string becomes its UTF-8, which is
 * exactly what was on the wire, a byte order mark included. Bytes are kept, not copied: an ArrayBuffer is given as
 * `new Uint8Array(buffer)`.
 */
export function frameWebSocketMessage(
  data: string | Uint8Array,
  isBinary = typeof data !== 'string',
  limits: WebSocketLimits = defaultWebSocketLimits
): WebSocketFrame {
  // A string has no more units than its UTF-8 has bytes: what is too long is not even encoded.
  if (data.length > limits.message) return tooBig;
  if (!isBinary && !isText(data)) return notText;
  const bytes = typeof data === 'string' ? encoder.encode(data) : data;
  if (bytes.length > limits.message) return tooBig;
  if (isCrlfs(bytes, 2)) return { kind: 'ping' };
  if (isCrlfs(bytes, 1)) return { kind: 'pong' };
  const candidate = frameDatagram(bytes);
  return candidate === undefined ? { kind: 'empty' } : { kind: 'message', bytes: candidate };
}

/**
 * What to give to `send` of `ws` or of a browser, so that a message goes as one WebSocket message: a string, which makes
 * a text frame, when all of it is UTF-8, head and body; else its bytes, which make a binary one (RFC 7118 §4.2: "MUST").
 */
export const formatWebSocketMessage = (bytes: Uint8Array): string | Uint8Array => textOf(bytes) ?? bytes;
