/** The two ends of a message as the packets of other tools have them: addresses in bytes, and ports. */
import { isIpv4, isIpv6, withoutBrackets } from '../syntax/host.ts';
import type { Address } from '../transaction/flow.ts';
import type { MessageEvent } from './event.ts';

/** One end. */
export interface Endpoint {
  /** 4 bytes, or 16. */
  readonly address: Uint8Array;
  readonly port: number;
}

/** Who sent a message to whom; both addresses are of one family. */
export interface Endpoints {
  readonly family: 4 | 6;
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

const octetsOfIpv4 = (text: string): number[] => text.split('.').map(Number);

/** The octets of groups between colons; the last may be an IPv4 address. */
const octetsOfGroups = (text: string): number[] =>
  text === ''
    ? []
    : text.split(':').flatMap((group) => {
        if (group.includes('.')) return octetsOfIpv4(group);
        const value = Number.parseInt(group, 16);
        return [value >> 8, value & 0xff];
      });

function octetsOfIpv6(text: string): number[] {
  const [head = [], tail = []] = text.split('::', 2).map(octetsOfGroups);
  return [...head, ...new Array<number>(16 - head.length - tail.length).fill(0), ...tail];
}

/** The octets of an address; of an IPv6 address without the zone. Undefined for a host name. */
function octetsOf(host: string): number[] | undefined {
  const [address = ''] = withoutBrackets(host).split('%', 1);
  if (isIpv4(address)) return octetsOfIpv4(address);
  return isIpv6(address) ? octetsOfIpv6(address) : undefined;
}

/** An IPv4 address among those of IPv6 (RFC 4291 §2.5.5.2). */
const mapped = (ipv4: readonly number[]): readonly number[] => [...new Array<number>(10).fill(0), 0xff, 0xff, ...ipv4];

/** The octets of an address of a family; those of a name, which nobody knows here, are 0. */
function inFamily(octets: readonly number[] | undefined, family: 4 | 6): Uint8Array {
  if (octets === undefined) return new Uint8Array(family === 4 ? 4 : 16);
  return Uint8Array.from(family === 6 && octets.length === 4 ? mapped(octets) : octets);
}

/**
 * Who sent a message to whom. When only one end has an IPv4 address, both are written as IPv6. The address of an end that is
 * known by name alone (`advertise`) is all zeros.
 */
export function endpointsOf({
  flow: { local, remote },
  direction
}: Pick<MessageEvent, 'flow' | 'direction'>): Endpoints {
  const octets = [octetsOf(local.host), octetsOf(remote.host)] as const;
  const family = octets.some((one) => one?.length === 16) ? 6 : 4;
  const end = ({ port }: Address, which: 0 | 1): Endpoint => ({ address: inFamily(octets[which], family), port });
  const [ours, theirs] = [end(local, 0), end(remote, 1)];
  return direction === 'out'
    ? { family, source: ours, destination: theirs }
    : { family, source: theirs, destination: ours };
}
