/** Host names by the system's resolver; RFC 3263 in full (NAPTR, SRV) is not here. */
import { lookup } from 'node:dns/promises';

/** The first address of a host name. Rejects when there is none. */
export async function resolveHost(host: string): Promise<string> {
  return (await lookup(host)).address;
}
