/** Forming a request from a URI: RFC 3261 §19.1.5. */
import { isAll, TOKEN } from '../../syntax/characters.ts';
import { encodeLatin1 } from '../../syntax/latin1.ts';
import { sameToken } from '../../syntax/token.ts';
import { Fault } from '../fault.ts';
import { type HeaderField, isHeaderText, makeField } from '../field.ts';
import { withoutDisallowed } from './allowed.ts';
import { unescapeOnce } from './escape.ts';
import { uriHeaders } from './headers.ts';
import type { SipUri } from './sip.ts';

/** What a URI says of the request to be made from it. */
export interface UriRequest {
  /** Its `method` parameter. Whether we can send such a request is the caller's to know. */
  readonly method: string | undefined;
  /** The URI without what no Request-URI holds. */
  readonly requestUri: SipUri;
  /** The header fields it may ask for, in order. A Require names what the caller must support before it sends. */
  readonly fields: readonly HeaderField[];
  /** The body it asks for; what type it has is the caller's to say. */
  readonly body: Uint8Array | undefined;
  /** The names of the headers that are not honoured. */
  readonly ignored: readonly string[];
}

/** The headers that a URI may put into a request, unless the application says otherwise. */
export const honouredHeaders: readonly string[] = [
  'Subject',
  'Replaces',
  'Join',
  'Target-Dialog',
  'Require',
  'Accept-Contact',
  'Referred-By',
  'body'
];

/** Never honoured, whoever asks: the identity of the request, its path, its frame. */
const never = new Set(
  'via from to call-id cseq route record-route path service-route contact max-forwards content-length'.split(' ')
);

/** Fields that may come more than once. */
const lists: readonly string[] = ['Require', 'Accept-Contact'];

const invalid = ({ text }: SipUri): Fault =>
  new Fault('malformed-field', 400, 'RFC 3261 §19.1.5', Math.max(0, text.indexOf('?')));

/**
 * What a URI asks of a request that is made from it: of its headers only those that `honoured` names, and never one that
 * says who sends the request or which way it goes. A Fault when a request made of it would be invalid: a method that is no
 * token, a value that holds CR, LF or NUL, a field twice that stands once.
 */
export function requestFromUri(uri: SipUri, honoured: readonly string[] = honouredHeaders): UriRequest | Fault {
  const method = uri.parameters.get('method');
  const plainMethod = method === undefined ? undefined : unescapeOnce(method);
  if (plainMethod !== undefined && !isAll(plainMethod, TOKEN)) return invalid(uri);
  const fields: HeaderField[] = [];
  const ignored: string[] = [];
  let body: Uint8Array | undefined;
  const seen = new Set<string>();
  for (const { name: asked, value } of uriHeaders(uri)) {
    const name = honoured.find((one) => sameToken(one, asked));
    if (name === undefined || never.has(name.toLowerCase())) {
      ignored.push(asked);
      continue;
    }
    if (seen.has(name) && !lists.includes(name)) return invalid(uri);
    seen.add(name);
    if (name === 'body') body = encodeLatin1(value);
    else if (isHeaderText(value)) fields.push(makeField(name, value));
    else return invalid(uri);
  }
  return { method: plainMethod, requestUri: withoutDisallowed(uri, 'Request-URI'), fields, body, ignored };
}
