/**
 * Bytes as text, one character a byte (ISO 8859-1), and back.
 *
 * RFC 3261 §25.1 is a grammar over bytes; UTF-8 only matters inside display names, reason phrases and comments, which
 * are decoded when they are read. A view of one character a byte is therefore exact for every message, even a broken one.
 */
interface NativeLatin1 {
  latin1Slice(start: number, end: number): string;
}

function hasNativeLatin1(bytes: object): bytes is NativeLatin1 {
  return 'latin1Slice' in bytes;
}

const chunk = 8192;
const QUESTION = 0x3f;
const encoder = new TextEncoder();

/** The bytes from `start` up to `end` as text, one character a byte. Never fails. */
export function decodeLatin1(bytes: Uint8Array, start = 0, end = bytes.length): string {
  // A Node Buffer does this natively; anything else goes through the portable path.
  if (hasNativeLatin1(bytes)) return bytes.latin1Slice(start, end);
  let text = '';
  for (let at = start; at < end; at += chunk) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(at + chunk, end)));
  }
  return text;
}

/**
 * The octets of a text of one character a byte, to look at and not to send: a character that is no byte becomes 0xff,
 * which is in no class of §25.1 and delimits nothing.
 */
export function octetsOf(text: string): Uint8Array {
  const octets = new Uint8Array(text.length);
  for (let i = 0; i < octets.length; i++) octets[i] = Math.min(text.charCodeAt(i), 0xff);
  return octets;
}

/**
 * The same text, no longer put together from pieces: engines keep `a + b` as the two, and a piece as a view of the text it
 * was cut from. They put it in one place of its own when a character of it is asked for.
 */
export function inOnePiece(text: string): string {
  text.charCodeAt(0);
  return text;
}

// An array of its own costs more than everything else about writing a message: short ones are cut from a common piece.
const PIECE = 16_384;
let piece = new Uint8Array(0);
let used = 0;

/** Zeros, never given out before. */
function allocate(length: number): Uint8Array {
  if (length > PIECE / 8) return new Uint8Array(length);
  if (used + length > piece.length) {
    piece = new Uint8Array(PIECE);
    used = 0;
  }
  used += length;
  return piece.subarray(used - length, used);
}

/** A copy of the bytes from `start` up to `end`. */
export function copyOctets(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const copy = allocate(end - start);
  copy.set(bytes.subarray(start, end));
  return copy;
}

/**
 * The bytes of a text of one character a byte; `room` more bytes are left free behind them. A character that is no byte
 * becomes `?`: cut down to eight bits, U+010A would be a line feed.
 */
export function encodeLatin1(text: string, room = 0): Uint8Array {
  const bytes = allocate(text.length + room);
  // Plain ASCII, nearly every message, is the same in UTF-8: one native call.
  const { read, written } = encoder.encodeInto(text, bytes);
  if (read === text.length && written === read) return bytes;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    bytes[i] = code > 0xff ? QUESTION : code;
  }
  return bytes.fill(0, text.length);
}
