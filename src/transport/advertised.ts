/** What our Via and Contact say when we listen on every address. */
import { networkInterfaces } from 'node:os';
import { isIpv6 } from '../syntax/host.ts';

const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** The address peers are told: `advertise` if given, else the one listened on, else the first of an interface that is not loopback. */
export function advertisedHost(host: string, advertise: string | undefined): string {
  if (advertise !== undefined || !isWildcard(host)) return advertise ?? host;
  const family = isIpv6(host) ? 'IPv6' : 'IPv4';
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const outside = addresses.find((address) => !address.internal && address.family === family);
  return outside?.address ?? (family === 'IPv6' ? '::1' : '127.0.0.1');
}
