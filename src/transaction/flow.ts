/** Where a message came from or goes to (RFC 3261 §18; the word is RFC 5626's). */
import { formatHostPort, type HostPort, hostOf } from '../syntax/host.ts';

/** One end of a flow: an address (IPv6 without brackets) and a port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A transport protocol between one address of ours and one of the peer's. */
export interface Flow {
  /** As in Via: `UDP`, `TCP`, `TLS`, `WS`, `WSS`. */
  readonly transport: string;
  /** What our Via and Contact say. */
  readonly local: Address;
  readonly remote: Address;
}

/** Whether the transport delivers by itself, so that Timers A, E and G do not run. */
export const isReliable = (transport: string): boolean => transport !== 'UDP';

/** Whether an address is of this machine, so that what comes from it is not to be limited. */
export const isLoopback = (host: string): boolean => host.startsWith('127.') || host === '::1';

/** The port of a sent-by or URI that names none (§19.1.2): 5061 over TLS, else 5060. */
export const defaultPort = (transport: string): number => (transport === 'TLS' ? 5061 : 5060);

/** `host:port`, or `host` when it names no port, to compare and to print. */
export function formatAddress({ host, port }: Address | HostPort): string {
  return formatHostPort({ host: host.startsWith('[') ? host : hostOf(host), port });
}
