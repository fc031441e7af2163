/** Where a response goes: RFC 3261 §18.2.2, RFC 3581 §4. */
import type { Via } from '../message/headers/via.ts';
import { isIpv4, isIpv6, withoutBrackets } from '../syntax/host.ts';
import { type Address, defaultPort } from '../transaction/flow.ts';

/**
 * Multicast, broadcast, unspecified: nothing of ours goes there (a forged Via could name them). An IPv4 address inside an
 * IPv6 one is judged as what it is, and refused in the spellings that nobody uses.
 */
function isGroup(host: string): boolean {
  if (isIpv6(host)) {
    const tail = /^::ffff:([\d.]+)$/i.exec(host)?.[1];
    return tail !== undefined && isIpv4(tail) ? isGroup(tail) : /^(?:ff|[0:]+$|[0:]+:ffff:)/i.test(host);
  }
  const first = isIpv4(host) ? Number.parseInt(host, 10) : 1;
  return first >= 224 || first === 0;
}

/** The address a response to the sender of this Via is sent to over a datagram transport; undefined when none may be. */
export function datagramTarget(via: Via): Address | undefined {
  const port = via.port ?? defaultPort(via.transport);
  const maddr = via.parameters.get('maddr');
  if (maddr !== undefined) return deliverable({ host: withoutBrackets(maddr), port });
  const rport = Number(via.parameters.get('rport') ?? '');
  const host = withoutBrackets(via.parameters.get('received') ?? via.host);
  return deliverable({ host, port: rport === 0 ? port : rport });
}

/** The address a new connection is opened to when the one the request came on is gone; undefined when none may be. */
export function connectionTarget(via: Via): Address | undefined {
  const host = withoutBrackets(via.parameters.get('received') ?? via.host);
  return deliverable({ host, port: via.port ?? defaultPort(via.transport) });
}

function deliverable(address: Address): Address | undefined {
  return isGroup(address.host) || address.port === 0 ? undefined : address;
}
