/** A session description as a body (RFC 3261 §13.2.1): text here, bytes on the wire. */
import type { TypedBody } from '../dialog/response.ts';
import { Fault } from '../message/fault.ts';
import { contentEncoding } from '../message/headers/content-encoding.ts';
import { contentType } from '../message/headers/content-type.ts';
import type { SipMessage } from '../message/message.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The body that holds a session description. */
export function sdpBody(sdp: string | undefined): TypedBody | undefined {
  return sdp === undefined ? undefined : { type: 'application/sdp', bytes: encoder.encode(sdp) };
}

/** The session description a message carries; undefined when its body is none, something else, or in an encoding. */
export function sdpOf(message: SipMessage): string | undefined {
  if (message.body.length === 0) return undefined;
  const type = message.one(contentType);
  if (type === undefined || type instanceof Fault || type.type !== 'application' || type.subtype !== 'sdp')
    return undefined;
  const encodings = message.all(contentEncoding);
  if (encodings instanceof Fault || encodings.some((encoding) => encoding.toLowerCase() !== 'identity'))
    return undefined;
  return decoder.decode(message.body);
}
