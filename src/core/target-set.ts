/** Where else a redirected request may go: RFC 3261 §8.1.3.4. */
import { Fault } from '../message/fault.ts';
import { contact } from '../message/headers/contact.ts';
import type { NameAddr } from '../message/headers/name-addr.ts';
import type { SipResponse } from '../message/message.ts';
import { withoutDisallowed } from '../message/uri/allowed.ts';
import { equalUris } from '../message/uri/compare.ts';
import type { SipUri } from '../message/uri/sip.ts';
import { isSipUri } from '../message/uri/uri.ts';

/** The URIs of one request, in the order they are tried. */
export interface TargetSet {
  /** Every URI that was ever in it, the first one being the caller's: none is tried twice. */
  readonly known: readonly SipUri[];
  /** Those that are still to be tried. */
  readonly waiting: readonly SipUri[];
}

/** How many URIs one request may be sent to, whatever redirections say. */
export const mostTargets = 20;

/** The set of a request that nobody has redirected yet. */
export const targetSet = (uri: SipUri): TargetSet => ({ known: [uri], waiting: [] });

/** Whether a response sends us to its Contact: 305 asks for a proxy, 380 for another service (§21.3). */
export const isRedirection = ({ status }: SipResponse): boolean =>
  status >= 300 && status < 400 && status !== 305 && status !== 380;

/**
 * The set with the contacts of a redirection, which are tried before those that wait already, the most wanted first. Left
 * out are URIs that were in it before, and more than it may hold; what is no SIP URI; and, when the caller's URI is SIPS,
 * what is not.
 */
export function withRedirection({ known, waiting }: TargetSet, response: SipResponse): TargetSet {
  const contacts = response.all(contact);
  if (contacts instanceof Fault) return { known, waiting };
  const all = [...known];
  const added: SipUri[] = [];
  const wanted = contacts.filter((value) => value !== '*').toSorted((a, b) => qualityOf(b) - qualityOf(a));
  for (const { uri } of wanted) {
    if (!isSipUri(uri) || all.length >= mostTargets || (known[0]?.scheme === 'sips' && uri.scheme !== 'sips')) continue;
    // No header of the URI becomes a field of the request (§19.1.5): a redirection is the word of a stranger.
    const target = withoutDisallowed(uri, 'Request-URI');
    if (all.some((other) => equalUris(other, target))) continue;
    all.push(target);
    added.push(target);
  }
  return { known: all, waiting: [...added, ...waiting] };
}

/** The q of a contact: 1 when it has none, or none that can be read (§20.10). */
function qualityOf({ parameters }: NameAddr): number {
  const written = parameters.get('q');
  return written !== undefined && /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(written) ? Number(written) : 1;
}
