/** Messages of RFC 3261 §24 and §17.1.1.3, typed from its text, and short ways to read and write in tests. */
import { Fault } from '../../src/message/fault.ts';
import { formatMessage } from '../../src/message/format.ts';
import type { Sendable, SipMessage, SipRequest, SipResponse } from '../../src/message/message.ts';
import { parseMessage, type RefusedMessage } from '../../src/message/parse.ts';

const encoder = new TextEncoder();

/** Text with plain line ends as the bytes of a message. */
export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text.replaceAll('\n', '\r\n'));
}

/** Text of one character a byte as bytes, nothing added. */
export function rawBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Bytes as text, one character a byte. */
export function textOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** What goes on the wire, as text. */
export function written(message: Sendable): string {
  return textOf(formatMessage(message));
}

export function parsed(text: string): SipMessage {
  const message = parseMessage(bytesOf(text));
  if (message.kind === 'refused') throw new Error(message.fault.toString());
  return message;
}

export function request(text: string): SipRequest {
  const message = parsed(text);
  if (message.kind !== 'request') throw new Error('a response');
  return message;
}

export function response(text: string): SipResponse {
  const message = parsed(text);
  if (message.kind !== 'response') throw new Error('a request');
  return message;
}

export function refused(text: string | Uint8Array): RefusedMessage {
  const message = parseMessage(typeof text === 'string' ? bytesOf(text) : text);
  if (message.kind !== 'refused') throw new Error('not refused');
  return message;
}

export function sound<T>(value: T | Fault | undefined): T {
  if (value === undefined || value instanceof Fault) throw new Error(String(value));
  return value;
}

/** §24.2, F1, with the first line of its SDP. */
export const invite = `INVITE sip:bob@biloxi.com SIP/2.0
Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds8
Max-Forwards: 70
To: Bob <sip:bob@biloxi.com>
From: Alice <sip:alice@atlanta.com>;tag=1928301774
Call-ID: a84b4c76e66710
CSeq: 314159 INVITE
Contact: <sip:alice@pc33.atlanta.com>
Content-Type: application/sdp
Content-Length: 3

v=0`;

/** §24.2, F11. */
export const ok = `SIP/2.0 200 OK
Via: SIP/2.0/UDP bigbox3.site3.atlanta.com;branch=z9hG4bK77ef4c2312983.1;received=192.0.2.2
Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds8;received=192.0.2.1
Record-Route: <sip:p2.example.com;lr>, <sip:p1.example.com;lr>
To: Bob <sip:bob@biloxi.com>;tag=a6c85cf
From: Alice <sip:alice@atlanta.com>;tag=1928301774
Call-ID: a84b4c76e66710
CSeq: 314159 INVITE
Contact: <sip:bob@192.0.2.4>
Content-Length: 0

`;

/** §24.1, F1. */
export const register = `REGISTER sip:registrar.biloxi.com SIP/2.0
Via: SIP/2.0/UDP bobspc.biloxi.com:5060;branch=z9hG4bKnashds7
Max-Forwards: 70
To: Bob <sip:bob@biloxi.com>
From: Bob <sip:bob@biloxi.com>;tag=456248
Call-ID: 843817637684230@998sdasdh09
CSeq: 1826 REGISTER
Contact: <sip:bob@192.0.2.4>
Expires: 7200
Content-Length: 0

`;

/** The INVITE with one line replaced. */
export function withLine(name: string, ...lines: string[]): string {
  return invite.replace(new RegExp(`^${name}: .*\n`, 'm'), lines.map((line) => `${line}\n`).join(''));
}

/** The INVITE with more lines in front of Contact. */
export function withLines(...lines: string[]): string {
  return invite.replace('Contact:', `${lines.join('\n')}\nContact:`);
}
