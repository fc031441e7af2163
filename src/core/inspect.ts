/** What a UAS looks at before it does anything with a request: RFC 3261 §8.2.1 to §8.2.3, and what it could answer with (§20.1). */
import { contactUri } from '../dialog/state.ts';
import { Fault } from '../message/fault.ts';
import { type HeaderField, makeField } from '../message/field.ts';
import { accept, type AcceptRange } from '../message/headers/accept.ts';
import { contact } from '../message/headers/contact.ts';
import { contentDisposition } from '../message/headers/content-disposition.ts';
import { contentEncoding } from '../message/headers/content-encoding.ts';
import { contentLanguage } from '../message/headers/content-language.ts';
import { contentType } from '../message/headers/content-type.ts';
import { recordRoute } from '../message/headers/record-route.ts';
import { require } from '../message/headers/require.ts';
import { via } from '../message/headers/via.ts';
import { warning } from '../message/headers/warning.ts';
import type { SipRequest } from '../message/message.ts';
import { isSipUri } from '../message/uri/uri.ts';
import { hasMagicCookie } from '../transaction/branch.ts';

/** What this user agent can take. */
export interface Capabilities {
  /** The methods of its Allow. */
  readonly methods: readonly string[];
  /** The option tags of its Supported. */
  readonly optionTags: readonly string[];
  /** The body types of its Accept, as `application/sdp`. */
  readonly bodyTypes: readonly string[];
  /** The languages of its Accept-Language, as `en`; unless given, a body may be in any. */
  readonly languages?: readonly string[];
}

/** The answer to a request that is not taken. */
export interface Rejection {
  readonly status: number;
  readonly fields: readonly HeaderField[];
}

/** The methods that an IANA-registered RFC defines: known, if not supported (405); any other is unknown (501). */
const knownMethods = new Set([
  'ACK',
  'BYE',
  'CANCEL',
  'INFO',
  'INVITE',
  'MESSAGE',
  'NOTIFY',
  'OPTIONS',
  'PRACK',
  'PUBLISH',
  'REFER',
  'REGISTER',
  'SUBSCRIBE',
  'UPDATE'
]);

const rejection = (status: number, ...fields: readonly HeaderField[]): Rejection => ({ status, fields });

/** `Allow` (§20.5): in every 405, and in a 2xx to INVITE and OPTIONS. */
export const allowField = ({ methods }: Capabilities): HeaderField => makeField('Allow', methods.join(', '));
/** `Accept` (§20.1): in every 415, and in a 2xx to OPTIONS. */
export const acceptField = ({ bodyTypes }: Capabilities): HeaderField => makeField('Accept', bodyTypes.join(', '));
/** `Supported` (§20.37). */
export const supportedField = ({ optionTags }: Capabilities): HeaderField =>
  makeField('Supported', optionTags.join(', '));

/**
 * Why a request is not taken, by the steps of §8.2 in their order; undefined when it passes.
 * CANCEL and ACK are never refused for an extension (§8.2.2.3).
 */
export function inspectRequest(request: SipRequest, capabilities: Capabilities): Rejection | undefined {
  return (
    inspectMethod(request, capabilities) ??
    inspectRequestUri(request) ??
    inspectRequire(request, capabilities) ??
    inspectContent(request, capabilities) ??
    inspectAccept(request) ??
    inspectContact(request)
  );
}

/** §8.2.1 */
function inspectMethod({ method }: SipRequest, capabilities: Capabilities): Rejection | undefined {
  if (capabilities.methods.includes(method)) return undefined;
  return rejection(knownMethods.has(method) ? 405 : 501, allowField(capabilities));
}

/** §8.2.2.1 */
function inspectRequestUri({ requestUri }: SipRequest): Rejection | undefined {
  return isSipUri(requestUri) ? undefined : rejection(416);
}

/** §8.2.2.3 */
function inspectRequire(request: SipRequest, { optionTags }: Capabilities): Rejection | undefined {
  if (request.method === 'CANCEL') return undefined;
  const required = request.all(require);
  if (required instanceof Fault) return rejection(400);
  const unknown = required.filter((tag) => !optionTags.includes(tag.toLowerCase()));
  return unknown.length === 0 ? undefined : rejection(420, makeField('Unsupported', unknown.join(', ')));
}

/** §8.2.3: the 415 says of each of type, encoding and language that was not understood which ones are. */
function inspectContent(request: SipRequest, capabilities: Capabilities): Rejection | undefined {
  if (request.body.length === 0 || isOptional(request)) return undefined;
  const type = request.one(contentType);
  const encodings = request.all(contentEncoding);
  const languages = request.all(contentLanguage);
  if (type instanceof Fault || encodings instanceof Fault || languages instanceof Fault) return rejection(400);
  const { bodyTypes, languages: spoken } = capabilities;
  const fields: HeaderField[] = [];
  if (type === undefined || !bodyTypes.includes(`${type.type}/${type.subtype}`)) fields.push(acceptField(capabilities));
  if (encodings.some((encoding) => encoding.toLowerCase() !== 'identity'))
    fields.push(makeField('Accept-Encoding', 'identity'));
  if (spoken !== undefined && !languages.every((tag) => spoken.some((range) => isInRange(tag, range))))
    fields.push(makeField('Accept-Language', spoken.join(', ')));
  return fields.length === 0 ? undefined : rejection(415, ...fields);
}

/** A body that may be passed over by whoever does not understand it (§20.11). */
function isOptional(request: SipRequest): boolean {
  const disposition = request.one(contentDisposition);
  return disposition !== undefined && !(disposition instanceof Fault) && disposition.handling === 'optional';
}

/** `en-GB` is in the range `en`, `english` is not (RFC 4647 §3.3.1). */
const isInRange = (tag: string, range: string): boolean =>
  `${tag.toLowerCase()}-`.startsWith(`${range.toLowerCase()}-`);

/** Why an INVITE is not acceptable: what answers it is a session description, and every caller has to take those (§13.2.1). */
const nothingAcceptable = makeField(
  warning.name,
  warning.format({ code: 399, agent: 'uas', text: 'Only application/sdp answers an INVITE' })
);

/** The Accept of an INVITE: what it leaves out can not be the answer (§20.1, §21.4.7). Without one it means a session description. */
function inspectAccept(request: SipRequest): Rejection | undefined {
  if (request.method !== 'INVITE' || request.field(accept.name) === undefined) return undefined;
  const ranges = request.all(accept);
  // One that can not be read is as none (§8.2.2).
  if (ranges instanceof Fault || accepts(ranges, 'application', 'sdp')) return undefined;
  return rejection(406, nothingAcceptable);
}

/** Whether a media type is wanted: the range that fits it best says so, and a quality of 0 says no (RFC 2616 §14.1). */
function accepts(ranges: readonly AcceptRange[], type: string, subtype: string): boolean {
  const best = [
    [type, subtype],
    [type, '*'],
    ['*', '*']
  ]
    .map((wanted) => ranges.filter((range) => range.type === wanted[0] && range.subtype === wanted[1]))
    .find(({ length }) => length > 0);
  return best?.some(({ quality }) => quality > 0) ?? false;
}

/**
 * An INVITE has exactly one SIP Contact (§8.1.1.8), and its Record-Route can be followed. A caller of RFC 2543, whose Via
 * has no magic cookie, may have none: then the From is where its dialog is reached, and has to be a SIP URI.
 */
function inspectContact(request: SipRequest): Rejection | undefined {
  if (request.method !== 'INVITE') return undefined;
  if (request.all(recordRoute) instanceof Fault) return rejection(400);
  if (contactUri(request) !== undefined) return undefined;
  const mayHaveNone = request.field(contact.name) === undefined && isOldCaller(request) && isSipUri(request.from.uri);
  return mayHaveNone ? undefined : rejection(400);
}

/** Whether whoever made a request speaks RFC 2543: the last Via is its own, those before it are the proxies'. */
function isOldCaller(request: SipRequest): boolean {
  const path = request.all(via);
  return !(path instanceof Fault) && !hasMagicCookie(path.at(-1)?.branch);
}
