/**
 * P-Visited-Network-ID: RFC 7315 §5.3.
 *
 * vnetwork-spec = ( token / quoted-string ) *( SEMI vnetwork-param ); vnetwork-param = generic-param
 */
import { type Parameters, parseParameters } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { formatTokenOrQuoted, parseTokenOrQuoted } from './gen-value.ts';

/** A network between the user and the home network. */
export interface VisitedNetworkId {
  /** Its name, without quotes. */
  readonly network: string;
  readonly parameters: Parameters;
}

/** Where the user roams. */
export const pVisitedNetworkId: Header<VisitedNetworkId> = {
  name: 'P-Visited-Network-ID',
  section: 'RFC 7315 §5.3',
  list: true,
  parse(scanner) {
    scanner.skipSpace();
    const network = parseTokenOrQuoted(scanner);
    if (network === undefined) return undefined;
    const parameters = parseParameters(scanner);
    return parameters === undefined ? undefined : { network, parameters };
  },
  format: ({ network, parameters }) => `${formatTokenOrQuoted(network)}${parameters.toString()}`
};
