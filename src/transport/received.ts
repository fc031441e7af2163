/** What the receiver writes into the top Via of a request: RFC 3261 §18.2.1, RFC 3581 §4. */
import type { Via } from '../message/headers/via.ts';
import type { SipRequest } from '../message/message.ts';
import { withoutBrackets } from '../syntax/host.ts';
import type { Address } from '../transaction/flow.ts';

const mapped = '::ffff:';

/** An address as we write it: an IPv4 address that a dual-stack socket shows as IPv6 is IPv4 again. */
export function plainAddress(address: string): string {
  return address.startsWith(mapped) && address.includes('.') ? address.slice(mapped.length) : address;
}

/**
 * The Via with where it really came from: `received` when the sent-by is not the source address, or when the client asked
 * for `rport`, which then gets the source port. Whatever the client wrote there itself is replaced.
 */
export function stampVia(via: Via, source: Address): Via {
  const { parameters } = via;
  const asked = parameters.has('rport');
  const same = withoutBrackets(via.host).toLowerCase() === source.host.toLowerCase();
  if (same && !asked && !parameters.has('received')) return via;
  const received = same && !asked ? parameters.without('received') : parameters.with('received', source.host);
  return { ...via, parameters: asked ? received.with('rport', String(source.port)) : received };
}

/** The request with its top Via stamped; the same request when there is nothing to write. */
export function stampReceived(request: SipRequest, source: Address): SipRequest {
  const stamped = stampVia(request.topmostVia, source);
  return stamped === request.topmostVia ? request : request.withTopmostVia(stamped);
}
