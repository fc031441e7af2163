/**
 * Addresses with parameters: the shape of Refer-To, Path, Service-Route and P-Asserted-Identity, and with parameters of
 * their own of Referred-By, History-Info, Diversion and P-Served-User.
 */
import { Parameters } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { formatNameAddr, type NameAddr, parseNameAddr } from './name-addr.ts';
import { formatParameters } from './own-parameters.ts';

/** A header whose values are plain addresses; `bracketed` demands the name-addr form. */
export function nameAddrField(names: Omit<Header<NameAddr>, 'parse' | 'format'>, bracketed = false): Header<NameAddr> {
  return { ...names, parse: (scanner) => parseNameAddr(scanner, bracketed), format: formatNameAddr };
}

/**
 * `"display name" <uri>`, the header's own parameters (`''` is a flag), then the others.
 * @throws UsageError `ERR_SIP_INVALID_FIELD` when one of the others has the name of an own one
 */
export function formatNameAddrWith(
  { displayName, uri, parameters }: NameAddr,
  own: readonly (readonly [name: string, value: string | undefined])[]
): string {
  return `${formatNameAddr({ displayName, uri, parameters: Parameters.none })}${formatParameters(own, parameters)}`;
}
