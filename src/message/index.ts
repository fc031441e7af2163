/** Messages as values: parse, read, build, write. Runs anywhere. */
export { Fault, type FaultCode, type FaultStatus } from './fault.ts';
export { HeaderField, makeField } from './field.ts';
export { formatMessage } from './format.ts';
export type { Header } from './header.ts';
export { accept } from './headers/accept.ts';
export { acceptEncoding } from './headers/accept-encoding.ts';
export { allow } from './headers/allow.ts';
export { callId } from './headers/call-id.ts';
export { type Contact, contact } from './headers/contact.ts';
export { contentEncoding } from './headers/content-encoding.ts';
export { contentLength } from './headers/content-length.ts';
export { contentType } from './headers/content-type.ts';
export { type CSeq, cseq } from './headers/cseq.ts';
export { type From, from } from './headers/from.ts';
export { maxForwards } from './headers/max-forwards.ts';
export type { MediaType } from './headers/media-type.ts';
export { type NameAddr, nameAddr } from './headers/name-addr.ts';
export { proxyRequire } from './headers/proxy-require.ts';
export { recordRoute } from './headers/record-route.ts';
export { require } from './headers/require.ts';
export { type RetryAfter, retryAfter } from './headers/retry-after.ts';
export { route } from './headers/route.ts';
export { supported } from './headers/supported.ts';
export { type Timestamp, timestamp } from './headers/timestamp.ts';
export { type To, to } from './headers/to.ts';
export { unsupported } from './headers/unsupported.ts';
export { type Via, via } from './headers/via.ts';
export { type Essentials, type Sendable, type SipMessage, SipRequest, SipResponse } from './message.ts';
export {
  type BrokenRequest,
  defaultMessageLimits,
  type MessageLimits,
  type ParsedMessage,
  parseMessage,
  type RefusedMessage
} from './parse.ts';
export { reasonPhrase } from './reason-phrase.ts';
export { buildRequest, type RequestParts } from './request.ts';
export { buildRefusal, buildResponse, type ResponseOptions } from './response.ts';
export { escapeUser, formatSipUri, type SipUri, type SipUriParts } from './uri/sip.ts';
export { type AbsoluteUri, isSipUri, parseUri, sipUri, type Uri } from './uri/uri.ts';
export { UsageError, type UsageErrorCode } from './usage-error.ts';
