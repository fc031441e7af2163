/** What is fuzzed, and what has to be true of it whatever comes in. */
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { Fault } from '../../src/message/fault.ts';
import { formatMessage } from '../../src/message/format.ts';
import { type Header, readAll, readOne } from '../../src/message/header.ts';
import type { Sendable, SipMessage } from '../../src/message/message.ts';
import { parseMessage } from '../../src/message/parse.ts';
import { buildRefusal, buildResponse } from '../../src/message/response.ts';
import { findBody, formatMultipart, formatSipUri, isSipUri, parseUri, readMultipart } from '../../src/message/index.ts';
import { formatSessionDescription, parseSessionDescription } from '../../src/sdp/session-description.ts';
import { frameDatagram } from '../../src/transport/framing/datagram.ts';
import { type Frame, StreamFramer } from '../../src/transport/framing/stream.ts';
import {
  formatWebSocketMessage,
  frameWebSocketMessage,
  type WebSocketFrame
} from '../../src/transport/framing/websocket.ts';
import { invite, ok, rawBytes, register, textOf } from '../message/samples.ts';
import { headers } from '../threats/attack.ts';
import { corpus } from '../torture/messages.ts';
import { Random } from '../../src/testing/random.ts';
import { sampleValues } from './values.ts';

/** One thing to fuzz. */
export interface Target {
  /** What is mutated. */
  readonly corpus: readonly Uint8Array[];
  /** What is made from nothing. */
  readonly arbitrary: fc.Arbitrary<Uint8Array>;
  /** Throws when something that always holds does not. */
  readonly check: (bytes: Uint8Array) => void;
}

/** Something that always holds does not. */
export class Violation extends Error {}

function holds(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Violation(what);
}

const crlf = (text: string): Uint8Array => rawBytes(text.replaceAll('\n', '\r\n'));

const lines = (message: Sendable): readonly string[] =>
  message.fields.filter(({ name }) => name !== 'Content-Length').map(({ line }) => line);

/** Equal in everything that was read. */
function holdsSame(a: SipMessage, b: SipMessage): void {
  holds(a.startLine === b.startLine, 'the start line is the same');
  holds(isDeepStrictEqual(lines(a), lines(b)), 'the fields are the same');
  holds(isDeepStrictEqual([...a.body], [...b.body]), 'the body is the same');
  for (const part of ['topmostVia', 'from', 'to', 'callId', 'cseq'] as const)
    holds(isDeepStrictEqual(a[part], b[part]), `${part} is the same`);
  if (a.kind === 'request')
    holds(b.kind === 'request' && isDeepStrictEqual(a.requestUri, b.requestUri), 'the Request-URI is the same');
}

function checkMessage(bytes: Uint8Array): void {
  const message = parseMessage(bytes);
  if (message.kind === 'refused') {
    holds(message.fault.status >= 400 && message.fault.offset >= 0, 'a fault has a status and a place');
    const refusal = buildRefusal(message, (text) => String(text.length));
    if (refusal !== undefined) holds(formatMessage(refusal).length > 0, 'a refusal can be written');
    return;
  }
  const written = formatMessage(message);
  const again = parseMessage(written);
  holds(again.kind !== 'refused', 'what was read and written is read again');
  holdsSame(message, again);
  holds(isDeepStrictEqual([...formatMessage(again)], [...written]), 'what is written twice is the same');
  for (const header of headers)
    if (header.list) message.all(header);
    else message.one(header);
  if (message.kind !== 'request') return;
  const answer = parseMessage(formatMessage(buildResponse(message, 200, { toTag: 'x' })));
  holds(answer.kind === 'response', 'an answer to what was read can be read');
  holds(
    answer.callId === message.callId && isDeepStrictEqual(answer.cseq, message.cseq),
    'an answer is that of its request'
  );
}

function checkUri(bytes: Uint8Array): void {
  const uri = parseUri(textOf(bytes));
  if (uri === undefined) return;
  holds(isDeepStrictEqual(parseUri(uri.text), uri), 'a URI is read again as it was');
  if (!isSipUri(uri) || uri.headers !== '') return;
  const again = parseUri(formatSipUri(uri));
  holds(
    again !== undefined && isDeepStrictEqual({ ...again, text: '' }, { ...uri, text: '' }),
    'a URI is put together as it was'
  );
}

const messageWith = (line: Uint8Array): Uint8Array => {
  const [head, tail] = invite.replaceAll('\n', '\r\n').split('Contact: <sip:alice@pc33.atlanta.com>');
  return Uint8Array.from([...rawBytes(head!), ...line, ...rawBytes(tail!)]);
};

/** A field, by itself: `Name: value`. */
function checkField(bytes: Uint8Array): void {
  const line = bytes.map((byte) => (byte === 0x0d || byte === 0x0a ? 0x20 : byte));
  const name = textOf(line).split(':', 1)[0]!;
  const message = parseMessage(messageWith(line));
  if (message.kind === 'refused') return;
  for (const header of headers) {
    if (header.name !== name) continue;
    const fields = message.fieldsOf(name);
    if (header.list) {
      const values = readAll(header, fields);
      if (!(values instanceof Fault)) for (const value of values) holdsWritten(header, value);
    } else if (fields.length === 1) {
      const value = readOne(header, fields[0]!);
      if (!(value instanceof Fault)) holdsWritten(header, value);
    }
  }
}

/** A value that was read is written, and read again as the same. */
function holdsWritten(header: Header<unknown>, value: unknown): void {
  const text = header.format(value);
  holds(!/[\r\n]/.test(text), 'a value is one line');
  const message = parseMessage(messageWith(rawBytes(`${header.name}: ${text}`)));
  if (message.kind === 'refused') {
    // The line got longer than a line may be, or the header stands in the message already.
    holds(
      message.fault.code === 'too-large' || message.fault.code === 'duplicate-field',
      `${header.name}: ${text} is sound`
    );
    return;
  }
  const again = readOne(header, message.fieldsOf(header.name).at(-1)!);
  holds(!(again instanceof Fault), `${header.name}: ${text} is read again`);
  holds(isDeepStrictEqual(again, value), `${header.name}: ${text} is read again as it was`);
}

const told = (frames: readonly Frame[]): unknown[] =>
  frames.map((frame) => [
    frame.kind,
    frame.kind === 'message' ? textOf(frame.bytes) : '',
    frame.kind === 'fault' ? [frame.fault.toString(), frame.bytes === undefined ? '' : textOf(frame.bytes)] : []
  ]);

/** The frames of a stream that comes in pieces; how long each is, is for the seed to say. */
function framesIn(bytes: Uint8Array, random: Random, longest: number): unknown[] {
  const framer = new StreamFramer();
  const frames: unknown[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + random.below(longest);
    frames.push(...told(framer.push(bytes.slice(at, end))));
    at = end;
  }
  return frames;
}

function checkFraming(bytes: Uint8Array): void {
  const whole = told(new StreamFramer().push(bytes));
  for (const longest of [1, 7, 1000])
    holds(
      isDeepStrictEqual(framesIn(bytes, new Random(bytes.length), longest), whole),
      `a stream in pieces of ${longest} is the same`
    );
  const datagram = frameDatagram(bytes);
  if (datagram !== undefined)
    holds(parseMessage(datagram).kind === parseMessage(bytes).kind, 'a datagram is what it holds');
}

/** What a WebSocket message holds, as one text. */
const toldOf = (frame: WebSocketFrame): string =>
  frame.kind === 'message' ? `message ${textOf(frame.bytes)}` : JSON.stringify(frame);

/** The same bytes as a binary message, as text, and as they would be sent. */
function checkWebSocket(bytes: Uint8Array): void {
  const binary = frameWebSocketMessage(bytes, true);
  const data = formatWebSocketMessage(bytes);
  const text = frameWebSocketMessage(bytes, false);
  holds(toldOf(frameWebSocketMessage(data)) === toldOf(binary), 'what is sent comes');
  if (binary.kind === 'close' || typeof data === 'string')
    holds(toldOf(text) === toldOf(binary), 'text is the same as binary');
  else holds(text.kind === 'close' && text.code === 1007, 'text is UTF-8');
  if (binary.kind !== 'message') return;
  holds(isDeepStrictEqual(binary.bytes, frameDatagram(bytes)), 'it is what a datagram holds');
}

/** A body in parts, inside of a message: a frame around it, and a Content-Length that is right. */
function checkMultipart(bytes: Uint8Array): void {
  const head = invite.replace('application/sdp', 'multipart/mixed;boundary=x').replace('Content-Length: 3\n\nv=0', '');
  const message = parseMessage(Uint8Array.from([...crlf(`${head}Content-Length: ${bytes.length}\n\n`), ...bytes]));
  holds(message.kind !== 'refused', 'a body is not judged with its message');
  const multipart = readMultipart(message);
  holds(multipart !== undefined, 'what says that it is a multipart is one');
  findBody(message, 'application/sdp');
  if (multipart instanceof Fault) return;
  const written = formatMultipart('mixed', multipart.parts, token());
  const again = readMultipart(message.withBody(written.bytes, written.type));
  holds(again !== undefined && !(again instanceof Fault), 'parts that were read and written are read again');
  holds(again.parts.length === multipart.parts.length, 'as many parts are read again');
  for (const [at, part] of multipart.parts.entries()) {
    holds(isDeepStrictEqual([...again.parts[at]!.body], [...part.body]), 'the body of a part is the same');
    holds(
      isDeepStrictEqual(
        again.parts[at]!.fields.map(({ line }) => line),
        part.fields.map(({ line }) => line)
      ),
      'the fields of a part are the same'
    );
  }
}

/** Tokens that do not occur in what is random. */
function token(): () => string {
  let count = 0;
  return () => `fuzz-boundary-${++count}`;
}

/** A session description by itself. */
function checkSdp(bytes: Uint8Array): void {
  const description = parseSessionDescription(bytes);
  // What is no UTF-8 is replaced when it is read, and grows.
  if (description instanceof Fault || JSON.stringify(description).includes('\ufffd')) return;
  const again = parseSessionDescription(new TextEncoder().encode(formatSessionDescription(description)));
  holds(!(again instanceof Fault), 'a description that was read and written is read again');
  holds(isDeepStrictEqual(again, description), 'a description is read again as it was');
}

const bytesOf = (text: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array> => text.map(rawBytes);
const character = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...' \t;,:=<>"\\()[]@%?&/*.-+!~\'`_|^{}#$'.split('')) },
  { weight: 4, arbitrary: fc.constantFrom(...'aZ09'.split('')) },
  { weight: 1, arbitrary: fc.constantFrom('\0', '\x7f', '\x80', '\xff', '\x1b', '\r\n ', '\r\n') }
);
const word = fc.string({ unit: character, maxLength: 24 });
const aToken = fc.stringMatching(/^[a-zA-Z0-9.!%*_+`'~-]{1,10}$/);
const host = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
  word
);
const parameter = fc.oneof(
  aToken,
  fc.tuple(aToken, fc.oneof(aToken, host, word)).map((pair) => pair.join('='))
);
const parameters = fc.array(parameter, { maxLength: 5 }).map((all) => all.map((one) => `;${one}`).join(''));
const uri = fc
  .tuple(
    fc.constantFrom('sip:', 'sips:', 'SIP:', 'tel:', 'urn:', 'x:'),
    fc.oneof(
      fc.constant(''),
      word.map((user) => `${user}@`)
    ),
    host,
    fc.oneof(
      fc.constant(''),
      fc.nat(70_000).map((port) => `:${port}`)
    ),
    parameters
  )
  .map((parts) => parts.join(''));
const space = fc.constantFrom('', ' ', '\t', '  ', '\r\n ');
const address = fc
  .tuple(
    fc.oneof(
      fc.constant(''),
      aToken,
      word.map((text) => `"${text}"`)
    ),
    space,
    uri,
    space,
    parameters
  )
  .map(([name, before, target, after, rest]) => `${name}${before}<${target}>${after}${rest}`);
const fieldValue = fc.oneof(
  word,
  address,
  uri,
  aToken,
  fc.array(address, { maxLength: 3 }).map((all) => all.join(',')),
  parameters
);
const fieldLine = fc
  .tuple(fc.oneof(fc.constantFrom(...headers.map(({ name }) => name)), aToken), space, space, fieldValue)
  .map(([name, before, after, value]) => `${name}${before}:${after}${value}\r\n`);
const message = fc
  .tuple(
    fc.constantFrom('INVITE', 'ACK', 'BYE', 'NEW'),
    uri,
    address,
    address,
    fc.array(fieldLine, { maxLength: 6 }),
    word,
    fc.string()
  )
  .map(([method, target, from, to, fields, id, body]) =>
    [
      `${method} ${target} SIP/2.0\r\n`,
      'Via: SIP/2.0/UDP h;branch=z9hG4bK1\r\n',
      `From: ${from}\r\nTo: ${to}\r\nCall-ID: a${id.replace(/\W/g, '')}\r\nCSeq: 1 ${method}\r\n`,
      ...fields,
      `\r\n${body}`
    ].join('')
  );

const digestNames = [
  'Authorization',
  'Proxy-Authorization',
  'WWW-Authenticate',
  'Proxy-Authenticate',
  'Authentication-Info'
];
const digestLine = fc
  .tuple(
    fc.constantFrom(...digestNames),
    fc.array(
      fc
        .tuple(
          fc.constantFrom('realm', 'nonce', 'qop', 'nc', 'uri', 'response', 'algorithm', 'stale', 'x'),
          fc.oneof(
            aToken,
            word.map((text) => `"${text}"`)
          )
        )
        .map((pair) => pair.join('=')),
      { maxLength: 8 }
    )
  )
  .map(([name, all]) => `${name}: Digest ${all.join(', ')}`);

const messages = [invite, ok, register].map(crlf);
const torture = corpus();
const fieldsOf = (names: readonly string[]): readonly Uint8Array[] =>
  Object.entries(sampleValues)
    .filter(([name]) => names.includes(name))
    .flatMap(([name, values]) => values.map((value) => rawBytes(`${name}: ${value}`)));
const twice = (bytes: Uint8Array): Uint8Array => Uint8Array.from([...bytes, ...crlf('\n\n'), ...bytes]);

/** All targets by name. */
export const targets: Readonly<Record<string, Target>> = {
  message: { corpus: [...torture, ...messages], arbitrary: bytesOf(message), check: checkMessage },
  uri: { corpus: sampleUris().map(rawBytes), arbitrary: bytesOf(fc.oneof(uri, word)), check: checkUri },
  list: { corpus: fieldsOf(Object.keys(sampleValues)), arbitrary: bytesOf(fieldLine), check: checkField },
  multipart: { corpus: sampleMultiparts().map(crlf), arbitrary: bytesOf(word), check: checkMultipart },
  framing: {
    corpus: [...torture, ...messages, ...messages.map(twice)],
    arbitrary: bytesOf(message),
    check: checkFraming
  },
  websocket: {
    corpus: [...torture, ...messages, ...messages.map(twice), ...['', '\n', '\n\n'].map(crlf)],
    arbitrary: bytesOf(fc.oneof(message, fc.string({ unit: 'binary' }))),
    check: checkWebSocket
  },
  sdp: { corpus: sampleDescriptions().map(crlf), arbitrary: bytesOf(word), check: checkSdp },
  digest: { corpus: fieldsOf(digestNames), arbitrary: bytesOf(digestLine), check: checkField }
};

function sampleUris(): readonly string[] {
  return [
    'sip:alice@atlanta.com',
    'sip:alice:secretword@atlanta.com;transport=tcp',
    'sips:alice@atlanta.com?subject=project%20x&priority=urgent',
    'sip:+1-212-555-1212:1234@gateway.com;user=phone',
    'sips:1212@gateway.com',
    'sip:alice;day=tuesday@atlanta.com',
    'sip:%61lice@atlanta.com;transport=TCP;lr;maddr=239.255.255.1;ttl=15',
    'sip:[2001:db8:::192.0.2.1]:5060;method=REGISTER',
    'tel:+1-201-555-0123;ext=12;isub=34',
    'tel:7042;phone-context=example.com',
    'urn:service:sos.fire',
    'http://www.example.com/a?b=c'
  ];
}

function sampleMultiparts(): readonly string[] {
  return [
    '--x\nContent-Type: application/sdp\n\nv=0\n--x\n\nb\n--x--\n',
    'preamble\n--x  \n\n\n--x--epilogue',
    '--x\nContent-Type: multipart/mixed;boundary=y\n\n--y\n\na\n--y--\n--x--',
    '--x--',
    '--x\n'
  ];
}

function sampleDescriptions(): readonly string[] {
  const session = 'v=0\no=- 2890844526 2890844527 IN IP4 host.example.com\ns=-\n';
  return [
    `${session}c=IN IP4 192.0.2.2\nt=0 0\nm=audio 49170 RTP/AVP 0 8 97\na=rtpmap:97 iLBC/8000\na=fmtp:97 mode=30\na=sendonly\n`,
    `${session}i=a\nu=http://a\ne=a@b\np=+1\nc=IN IP6 2001:db8::1\nb=AS:64\nt=0 0\nr=7d 1h 0 25h\nk=clear:x\na=x\nm=video 51372/2 RTP/AVP 31\ni=b\nc=IN IP4 224.2.1.1/127/3\n`,
    `${session}t=0 0\nm=audio 0 UDP/TLS/RTP/SAVPF 111\na=ice-ufrag:F7gI\na=candidate:1 1 UDP 2130706431 203.0.113.141 8998 typ host\na=setup:actpass\n`
  ];
}
