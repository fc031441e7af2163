/** Where a request to a URI goes, as far as no host name has to be looked up: RFC 3261 §8.1.2, RFC 3263 §4 for numeric hosts. */
import type { Hop } from '../../machines/surroundings.ts';
import type { TransportRef } from '../../machines/events.ts';
import { isSipUri, type Uri } from '../message/uri/uri.ts';
import type { SipUri } from '../message/uri/sip.ts';
import { isIpv6, withoutBrackets } from '../syntax/host.ts';
import { type Address, defaultPort } from '../transaction/flow.ts';

/** A transport of ours that runs. */
export interface RunningTransport {
  readonly protocol: string;
  readonly local: Address;
  readonly ref: TransportRef;
}

const isIpv4 = (host: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
/** True for an address, with or without the brackets of IPv6. */
export const isNumeric = (host: string): boolean => isIpv4(host) || isIpv6(withoutBrackets(host));

/** The protocol a URI asks for: its transport parameter, TLS for sips, otherwise undefined. */
function askedProtocol(uri: SipUri): string | undefined {
  if (uri.scheme === 'sips') return 'TLS';
  const asked = uri.parameters.get('transport');
  return asked === undefined || asked === '' ? undefined : asked.toUpperCase();
}

/** Whether a transport of ours can reach an address: the families are the same. */
const reaches = ({ local }: RunningTransport, address: string): boolean => isIpv6(local.host) === isIpv6(address);

/** The host of a URI that has to be reached: its maddr, else its host (RFC 3263 §4). */
export const targetHost = (uri: SipUri): string => withoutBrackets(uri.parameters.get('maddr') ?? uri.host);

/**
 * The hop to a URI whose host is, or was resolved to, `address`. UDP unless the URI asks otherwise; when UDP is not ours
 * the first transport that is. Undefined when no transport of ours fits.
 */
export function hopTo(transports: readonly RunningTransport[], uri: SipUri, address: string): Hop | undefined {
  const asked = askedProtocol(uri);
  const fitting = transports.filter((transport) => reaches(transport, address));
  const chosen =
    asked === undefined
      ? (fitting.find(({ protocol }) => protocol === 'UDP') ?? fitting[0])
      : fitting.find(({ protocol }) => protocol === asked);
  if (chosen === undefined) return undefined;
  const remote = { host: address, port: uri.port ?? defaultPort(chosen.protocol) };
  return { flow: { transport: chosen.protocol, local: chosen.local, remote }, transport: chosen.ref };
}

/** The hop to a URI with a numeric host; undefined for a host name or another scheme. */
export function routeTo(transports: readonly RunningTransport[], uri: Uri): Hop | undefined {
  if (!isSipUri(uri)) return undefined;
  const host = targetHost(uri);
  return isNumeric(host) ? hopTo(transports, uri, host) : undefined;
}
