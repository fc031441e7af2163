/** Messages as a test names them: text that is parsed as a peer's would be, all of one call between Alice and Bob. */
import type { Sendable, SipMessage, SipRequest, SipResponse } from '../../src/message/message.ts';
import { parseMessage } from '../../src/message/parse.ts';
import { WrittenMessage } from '../../src/message/written-message.ts';

const encoder = new TextEncoder();

/** The message that a text with plain line ends is. */
export function read(text: string): SipMessage {
  const message = parseMessage(encoder.encode(text.replaceAll('\n', '\r\n')));
  if (message.kind === 'refused') throw new Error(message.fault.toString());
  return message;
}

/** What a transport was given, as a message to be looked at. */
export function messageOf(sent: Sendable): SipMessage {
  return sent instanceof WrittenMessage ? sent.read() : (sent as SipMessage);
}

/** What a test may say of a request; the rest is Alice's INVITE of Bob. */
export interface RequestText {
  readonly uri?: string;
  readonly via?: string;
  readonly branch?: string;
  readonly from?: string;
  readonly to?: string;
  readonly callId?: string;
  readonly sequence?: number;
  /** Further fields, as `Name: value`. */
  readonly fields?: readonly string[];
  readonly body?: string;
}

export const alice = '<sip:alice@192.0.2.2>';
export const bob = '<sip:bob@192.0.2.1>';

/** A request of Alice's to Bob. */
export function request(method: string, text: RequestText = {}): SipRequest {
  const { uri = 'sip:bob@192.0.2.1', branch = 'z9hG4bKa1', from = `${alice};tag=a`, to = bob } = text;
  const { via = `SIP/2.0/UDP 192.0.2.2:5060;branch=${branch}`, callId = 'call', sequence = 1 } = text;
  const { fields = [], body = '' } = text;
  const lines = [
    `${method} ${uri} SIP/2.0`,
    `Via: ${via}`,
    'Max-Forwards: 70',
    `From: ${from}`,
    `To: ${to}`,
    `Call-ID: ${callId}`,
    `CSeq: ${String(sequence)} ${method}`,
    ...fields,
    '',
    body
  ];
  return read(lines.join('\n')) as SipRequest;
}

/** An INVITE as it has to be: with a Contact. */
export function invite(text: RequestText = {}): SipRequest {
  return request('INVITE', { ...text, fields: [`Contact: ${alice}`, ...(text.fields ?? [])] });
}

/** What a test may say of a response. */
export interface ResponseText {
  /** The To tag; `b` unless given, none for `''` and in a 100. */
  readonly tag?: string;
  readonly fields?: readonly string[];
}

/** A response to a request, as the other side would write it. */
export function answer(to: SipRequest, status: number, text: ResponseText = {}): SipResponse {
  const { tag = status === 100 ? '' : 'b', fields = [] } = text;
  const lines = [`SIP/2.0 ${String(status)} Reason`];
  for (const field of to.fields) {
    if (!['Via', 'From', 'To', 'Call-ID', 'CSeq'].includes(field.name)) continue;
    const tagged = field.name === 'To' && to.to.tag === undefined && tag !== '';
    lines.push(tagged ? `${field.line};tag=${tag}` : field.line);
  }
  return read([...lines, ...fields, '', ''].join('\n')) as SipResponse;
}

/** The values of a message's fields of a name, as they stand there. */
export function values(message: SipMessage, name: string): readonly string[] {
  return message.fieldsOf(name).map(({ value }) => value);
}
