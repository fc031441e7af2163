/** UTF-8 inside header text (RFC 3261 §25.1 `TEXT-UTF8`), read strictly. */
import { decodeLatin1, encodeLatin1 } from './latin1.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
const notAscii = /[^\0-\x7f]/;

/** Whether each character is one byte in UTF-8, and that byte. */
export function isAscii(text: string): boolean {
  return !notAscii.test(text);
}

/** The text that a run of header bytes (one character a byte) spells in UTF-8, or undefined when it is not UTF-8. */
export function decodeUtf8(text: string): string | undefined {
  if (isAscii(text)) return text;
  try {
    return decoder.decode(encodeLatin1(text));
  } catch {
    return undefined;
  }
}

/** Text as header bytes, one character a byte, in UTF-8. */
export function encodeUtf8(text: string): string {
  return isAscii(text) ? text : decodeLatin1(encoder.encode(text));
}
