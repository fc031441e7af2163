/** Going where a redirection sends us: RFC 3261 §8.1.3.4. */
import { isRedirection, targetSet, withRedirection } from '../core/target-set.ts';
import type { SipUri } from '../message/uri/sip.ts';
import { UsageError } from '../message/usage-error.ts';
import { SipRejectedError, SipTimeoutError, SipTransportError } from './errors.ts';

/** How many redirections of one request are followed unless the application says otherwise. */
export const defaultRedirections = 5;

/**
 * Tries a URI, those it is redirected to, and the next one whenever one fails; `sequence` counts the tries from 1. Rejects
 * as the last try did that was one: a URI that no transport of ours reaches is passed over when a peer named it. Only so
 * many redirections are followed; a 6xx ends it, as nobody else would answer otherwise.
 */
export async function followRedirections<T>(
  uri: SipUri,
  redirections: number,
  attempt: (uri: SipUri, sequence: number) => Promise<T>
): Promise<T> {
  let targets = targetSet(uri);
  let followed = 0;
  let next: SipUri = uri;
  let last: unknown;
  for (let sequence = 1; ; sequence++) {
    try {
      return await attempt(next, sequence);
    } catch (error) {
      const unreachable = sequence > 1 && error instanceof UsageError && error.code === 'ERR_SIP_NO_TRANSPORT';
      if (!unreachable) last = error;
      if (!mayGoOn(last)) throw last;
      if (error instanceof SipRejectedError && isRedirection(error.response) && followed < redirections) {
        followed++;
        targets = withRedirection(targets, error.response);
      }
      const [first, ...waiting] = targets.waiting;
      if (first === undefined) throw last;
      next = first;
      targets = { ...targets, waiting };
    }
  }
}

/** Whether another target may do what this one did not. */
function mayGoOn(error: unknown): boolean {
  if (error instanceof SipRejectedError) return error.status < 600;
  return error instanceof SipTimeoutError || error instanceof SipTransportError;
}
