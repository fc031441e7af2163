/** Requests that are too large for UDP: RFC 3261 §18.1.1. */
import type { Outgoing } from '../../machines/surroundings.ts';
import { lengthOf } from '../message/format.ts';
import { type Entropy, newVia } from '../transaction/branch.ts';
import type { RunningTransport } from './router.ts';
import { isIpv6 } from '../syntax/host.ts';

/** The longest request that goes over UDP, bytes: what fits any path, as we know the MTU of none (§18.1.1). */
export const longestDatagram = 1300;

/**
 * A request as it is to be sent: as it is given, or, when it is too long for UDP and we have TCP, over TCP to the same
 * address and port with a Via that says so. Whoever sends it sends the given one when the connection fails: it is another
 * transaction, and has another branch.
 */
export function fitTransport(transports: readonly RunningTransport[], outgoing: Outgoing, entropy: Entropy): Outgoing {
  const { request, hop } = outgoing;
  if (hop.flow.transport !== 'UDP' || lengthOf(request) <= longestDatagram) return outgoing;
  const family = isIpv6(hop.flow.remote.host);
  const tcp = transports.find(({ protocol, local }) => protocol === 'TCP' && isIpv6(local.host) === family);
  if (tcp === undefined) return outgoing;
  const flow = { transport: 'TCP', local: tcp.local, remote: hop.flow.remote };
  return { request: request.withTopmostVia(newVia(flow, entropy)), hop: { flow, transport: tcp.ref } };
}
