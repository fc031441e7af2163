/**
 * `headers` of a SIP URI (RFC 3261 §19.1.1): fields that a request made from the URI should have.
 *
 * headers = "?" header *( "&" header ); header = hname "=" hvalue
 */
import { URI_HEADER } from '../../syntax/characters.ts';
import { canonicalName } from '../headers/registry.ts';
import { escapeExcept, unescapeOnce } from './escape.ts';
import type { SipUri } from './sip.ts';

/** One header of a URI, unescaped. */
export interface UriHeader {
  /** The field's long name as its RFC writes it, whatever form the URI has; `body` stands for the body. */
  readonly name: string;
  /** The value's bytes, one character a byte: it may hold anything, CR and LF too. */
  readonly value: string;
}

/** The headers of a URI in order, read when they are asked for. */
export function uriHeaders({ headers }: Pick<SipUri, 'headers'>): readonly UriHeader[] {
  if (headers === '') return [];
  return headers.split('&').map((header) => {
    const equal = header.indexOf('=');
    const name = canonicalName(unescapeOnce(header.slice(0, equal)));
    return { name: name.toLowerCase() === 'body' ? 'body' : name, value: unescapeOnce(header.slice(equal + 1)) };
  });
}

/** Headers as they stand in a URI behind its `?`; names and values are text, and may hold anything. */
export function formatUriHeaders(headers: readonly UriHeader[]): string {
  return headers
    .map(({ name, value }) => `${escapeExcept(URI_HEADER, name)}=${escapeExcept(URI_HEADER, value)}`)
    .join('&');
}
