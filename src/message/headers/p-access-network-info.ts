/**
 * P-Access-Network-Info: RFC 7315 §5.4.
 *
 * access-net-spec = ( access-type / access-class ) *( SEMI access-info )
 */
import type { Parameters } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { parseTokenAndParameters } from './own-parameters.ts';
import { formatTokenValue } from './token-value.ts';

/** The network by which the user agent is attached. */
export interface AccessNetworkInfo {
  /** `access-type` or `access-class`, as written: `IEEE-802.11`, `3GPP-UTRAN-FDD`, `3GPP-E-UTRAN` …; it has no case. */
  readonly accessType: string;
  /** `utran-cell-id-3gpp`, `i-wlan-node-id`, `np` …, as written. */
  readonly parameters: Parameters;
}

/** What the user agent, or with `np` its network, says of the access. */
export const pAccessNetworkInfo: Header<AccessNetworkInfo> = {
  name: 'P-Access-Network-Info',
  section: 'RFC 7315 §5.4',
  list: true,
  parse(scanner) {
    const read = parseTokenAndParameters(scanner);
    return read === undefined ? undefined : { accessType: read.token, parameters: read.parameters };
  },
  format: ({ accessType, parameters }) => `${formatTokenValue(accessType)}${parameters.toString()}`
};
