/** Messages that are made to be slow to read, of any size: reading them must be linear, and 64 KiB take 5 ms at most. */
import { acceptContact } from '../../src/message/headers/accept-contact.ts';
import { contact } from '../../src/message/headers/contact.ts';
import { retryAfter } from '../../src/message/headers/retry-after.ts';
import { route } from '../../src/message/headers/route.ts';
import { supported } from '../../src/message/headers/supported.ts';
import type { Header } from '../../src/message/header.ts';
import { parseMessage } from '../../src/message/parse.ts';
import { StreamFramer } from '../../src/transport/framing/stream.ts';
import { text } from './invite.ts';

/** A family of them. */
export interface Hostile {
  readonly name: string;
  /** One of about `size` bytes. */
  readonly make: (size: number) => Uint8Array;
  readonly read: (bytes: Uint8Array) => unknown;
}

/** So wide that nothing is refused for its size alone. */
const wide = { line: 1 << 20, uri: 1 << 20, method: 64, fields: 1 << 20, token: 1 << 20 };

/** Reads the message, and these lists in it, which nobody reads before they are asked for. */
const reading =
  (...lists: readonly Header<unknown>[]) =>
  (bytes: Uint8Array): unknown => {
    const message = parseMessage(bytes, wide);
    if (message.kind !== 'request') return message;
    for (const header of lists) message.all(header);
    return message.all(supported);
  };

/** Feeds it to a stream one byte at a time, and reads what comes out. The chunks are the socket's to make, and not timed. */
function feedByBytes(bytes: Uint8Array): unknown {
  const framer = new StreamFramer();
  let chunks = chunksOf.get(bytes);
  if (chunks === undefined) chunksOf.set(bytes, (chunks = Array.from(bytes, (_, i) => bytes.subarray(i, i + 1))));
  let read: unknown;
  for (const chunk of chunks)
    for (const frame of framer.push(chunk)) if (frame.kind === 'message') read = parseMessage(frame.bytes, wide);
  if (read === undefined) throw new Error('nothing came out of the stream');
  return read;
}

const chunksOf = new WeakMap<Uint8Array, readonly Uint8Array[]>();

const encode = (message: string): Uint8Array => Buffer.from(message, 'latin1');

/** The INVITE with a line instead of its Max-Forwards. */
const withLine = (line: string): Uint8Array => encode(text.replace('Max-Forwards: 70', line));

/** The INVITE with another To. */
const withTo = (to: string): Uint8Array => encode(text.replace('"Bob Jones" <sip:bob@biloxi.example.com>', to));

/** `;p000000;p000001…`, all different. */
const parameters = (size: number): string =>
  Array.from({ length: size / 8 }, (_, i) => `;p${String(i).padStart(6, '0')}`).join('');

const family = (name: string, make: (size: number) => Uint8Array, read = reading()): Hostile => ({ name, make, read });

export const hostile: readonly Hostile[] = [
  family('white space in a Via', (n) => withLine(`Max-Forwards: 70\r\nVia: SIP/2.0/UDP${' '.repeat(n)}`)),
  family('white space in To', (n) => withTo(`"Bob"${' '.repeat(n)}<sip:bob@biloxi.example.com>`)),
  family(';a in To', (n) => withTo(`<sip:bob@biloxi.example.com>${';a'.repeat(n / 2)}`)),
  family('parameters in To', (n) => withTo(`<sip:bob@biloxi.example.com>${parameters(n)}`)),
  family('URI parameters in To', (n) => withTo(`<sip:bob@biloxi.example.com${parameters(n)}>`)),
  family('hyphens in a host', (n) => withTo(`<sip:bob@${'a-'.repeat(n / 2)}biloxi.example.com>`)),
  family('labels in To', (n) => withTo(`<sip:bob@${'a.'.repeat(n / 2)}biloxi.example.com>`)),
  family('words in To', (n) => withTo(`${'a '.repeat(n / 2)} <sip:bob@biloxi.example.com>`)),
  family('escapes in To', (n) => withTo(`<sip:${'%41'.repeat(n / 3)}@biloxi.example.com>`)),
  family('quotes in quotes in To', (n) => withTo(`"${'\\"'.repeat(n / 2)}" <sip:bob@biloxi.example.com>`)),
  family(', in Supported', (n) => withLine(`Supported: ${'a,'.repeat(n / 2)}b`)),
  family('empty values in Supported', (n) => withLine(`Supported: ${','.repeat(n)}`)),
  family('< in Route', (n) => withLine(`Route: ${'<'.repeat(n)}`), reading(route)),
  family('addresses in Contact', (n) => withLine(`Contact: ${'sip:a,'.repeat(n / 6)}sip:b`), reading(contact)),
  family('; in Accept-Contact', (n) => withLine(`Accept-Contact: *${';a="b"'.repeat(n / 6)}`), reading(acceptContact)),
  family('lines without a colon', (n) => withLine('a\r\n'.repeat(n / 3))),
  family('fields', (n) => withLine('a: b\r\n'.repeat(n / 6))),
  family('empty fields', (n) => withLine('a:\r\n'.repeat(n / 4))),
  family('folding', (n) => withLine(`Subject: a${'\r\n a'.repeat(n / 4)}`)),
  family('NULs in quoted pairs', (n) => withLine(`Subject: "${'\\\0'.repeat(n / 2)}"`)),
  family(
    'nested comments',
    (n) => withLine(`Retry-After: 1 ${'('.repeat(n / 2)}${')'.repeat(n / 2)}`),
    reading(retryAfter)
  ),
  family('a stream, byte by byte', (n) => withLine(`Subject: ${'a'.repeat(n - 1400)}`), feedByBytes)
];
