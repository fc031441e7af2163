/** Attacks on a whole user agent, told by what came of them. V1 to V50 are the classes of the list of threats. */
import { expect } from 'vitest';
import { Fault } from '../../src/message/fault.ts';
import type { Header } from '../../src/message/header.ts';
import * as publicMessage from '../../src/message/index.ts';
import type { SipMessage } from '../../src/message/message.ts';
import { type ParsedMessage, parseMessage } from '../../src/message/parse.ts';
import { defaultStreamLimits, StreamFramer } from '../../src/transport/framing/stream.ts';
import { frameWebSocketMessage } from '../../src/transport/framing/websocket.ts';
import { bytesOf } from '../message/samples.ts';
import { Endpoint, type Reaction } from '../support/endpoint.ts';

const asBytes = (message: string | Uint8Array): Uint8Array =>
  typeof message === 'string' ? bytesOf(message) : message;

/** What a new user agent does with a datagram. Nothing may be thrown, and it must still answer afterwards. */
export function attack(message: string | Uint8Array): Reaction {
  const endpoint = new Endpoint();
  const reaction = endpoint.take(asBytes(message));
  expect(endpoint.thrown).toEqual([]);
  expect(endpoint.take(bytesOf(options.replaceAll('options', 'afterwards'))).lines).toEqual(['SIP/2.0 200 OK']);
  return reaction;
}

/** The status that is answered, with its counter; the counter alone when nothing is; `offer` to the application. */
export function answerTo(message: string | Uint8Array): string {
  return tell(attack(message));
}

/** A reaction in a word or two. */
export function tell({ lines, counted, offered, closed }: Reaction): string {
  const words = [...lines.map((line) => line.split(' ')[1]!), ...counted];
  if (offered.length > 0) words.push('offer');
  return [...words, ...(closed ? ['close'] : [])].join(' ');
}

/** What becomes of bytes on a stream, whole or in pieces of some length: one word or two for each thing that comes out of it. */
export function overStream(bytes: string | Uint8Array, piece = Infinity, limits = defaultStreamLimits): string[] {
  const endpoint = new Endpoint('TCP');
  const framer = new StreamFramer(limits);
  const told: string[] = [];
  const all = asBytes(bytes);
  for (let at = 0; at < all.length; at += piece) {
    for (const frame of framer.push(all.subarray(at, at + piece))) {
      if (frame.kind === 'message') told.push(tell(endpoint.take(frame.bytes)));
      else if (frame.kind === 'fault') told.push(tell(endpoint.take(frame.bytes ?? new Uint8Array(0), frame.fault)));
      else told.push(frame.kind);
    }
  }
  expect(endpoint.thrown).toEqual([]);
  return told;
}

/** What becomes of a WebSocket message, text or binary: `close` with its code, the framer's word, or what the user agent does. */
export function overWebSocket(data: string | Uint8Array, isBinary?: boolean): string {
  const frame = frameWebSocketMessage(data, isBinary);
  if (frame.kind === 'close') return `close ${frame.code}`;
  if (frame.kind !== 'message') return frame.kind;
  const endpoint = new Endpoint('WS');
  const told = tell(endpoint.take(frame.bytes));
  expect(endpoint.thrown).toEqual([]);
  return told;
}

/** The message, which must be sound. */
export function sound(message: string | Uint8Array): SipMessage {
  const parsed: ParsedMessage = parseMessage(asBytes(message));
  if (parsed.kind === 'refused') throw new Error(parsed.fault.toString());
  return parsed;
}

/** What stands in every request of ours already, and may only once. */
export const once = ['Via', 'To', 'From', 'Call-ID', 'CSeq', 'Content-Length', 'Max-Forwards'];

/** Every header that the package knows. */
export const headers: readonly Header<unknown>[] = Object.values(publicMessage as Record<string, unknown>).filter(
  (value): value is Header<unknown> =>
    typeof value === 'object' && value !== null && 'section' in value && 'parse' in value && 'list' in value
);

/** Reads everything there is to read in a message: a value, or a Fault; never an exception. */
export function readEverything(message: SipMessage): void {
  for (const header of headers) {
    const value = header.list ? message.all(header) : message.one(header);
    if (value instanceof Fault) expect([400, 414, 488, 501, 505, 513]).toContain(value.status);
  }
}

/** A request that every user agent answers with 200. */
export const options = `OPTIONS sip:bob@192.0.2.1 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKoptions
Max-Forwards: 70
From: <sip:alice@192.0.2.2>;tag=a
To: <sip:bob@192.0.2.1>
Call-ID: options
CSeq: 1 OPTIONS
Content-Length: 0

`;

/** The request with one line replaced, or with none. */
export function withLine(name: string, ...lines: readonly string[]): string {
  return options.replace(new RegExp(`^${name}: .*\n`, 'm'), () => lines.map((line) => `${line}\n`).join(''));
}

/** The request with more lines behind its CSeq. */
export function withLines(...lines: readonly string[]): string {
  return options.replace('Content-Length', () => `${lines.join('\n')}\nContent-Length`);
}

/** The same as an INVITE with a body. */
export function inviteWith(lines: readonly string[], body = ''): string {
  const length = bytesOf(body).length;
  return withLines('Contact: <sip:alice@192.0.2.2>', ...lines)
    .replaceAll('OPTIONS', 'INVITE')
    .replace('Content-Length: 0\n\n', () => `Content-Length: ${length}\n\n${body}`);
}

/** A response to a request of ours that never was. */
export const response = `SIP/2.0 200 OK
Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKnobody
From: <sip:bob@192.0.2.1>;tag=b
To: <sip:alice@192.0.2.2>;tag=a
Call-ID: nobody
CSeq: 1 OPTIONS
Content-Length: 0

`;
