/**
 * P-Access-Network-Info: RFC 7315 §5.4.
 *
 * P-Access-Network-Info = "P-Access-Network-Info" HCOLON access-net-spec *( COMMA access-net-spec )
 * access-net-spec = ( access-type / access-class ) *( SEMI access-info )
 * access-info = ( "cgi-3gpp" / "utran-cell-id-3gpp" / … ) EQUAL ( token / quoted-string ) / "network-provided" / gen-value
 */
import { QUOTE } from '../../syntax/characters.ts';
import { hasDuplicates, mostParameters, Parameters } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { formatQuoted, parseGenericParam, parseGenValue } from './gen-value.ts';
import { formatTokenValue } from './token-value.ts';

/** The network by which the user agent is attached. */
export interface AccessNetworkInfo {
  /** `access-type` or `access-class`, as written: `IEEE-802.11`, `3GPP-UTRAN-FDD`, `3GPP-E-UTRAN` …; it has no case. */
  readonly accessType: string;
  /** `utran-cell-id-3gpp`, `i-wlan-node-id`, `network-provided` …, as written. */
  readonly parameters: Parameters;
  /** What an extension says without a name: quoted strings, without their quotes, and IPv6 references. */
  readonly extensions: readonly string[];
}

const SEMICOLON = 0x3b;
const OPEN_BRACKET = 0x5b;

/** What the user agent, or with `network-provided` its network, says of the access. */
export const pAccessNetworkInfo: Header<AccessNetworkInfo> = {
  name: 'P-Access-Network-Info',
  section: 'RFC 7315 §5.4',
  list: true,
  parse(scanner) {
    scanner.skipSpace();
    const accessType = scanner.token();
    if (accessType === undefined) return undefined;
    const flat: string[] = [];
    const extensions: string[] = [];
    while (scanner.separator(SEMICOLON)) {
      const first = scanner.peek();
      if (first === QUOTE || first === OPEN_BRACKET) {
        const extension = parseGenValue(scanner);
        if (extension === undefined) return undefined;
        extensions.push(extension);
      } else {
        const parameter = parseGenericParam(scanner);
        if (parameter === undefined) return undefined;
        flat.push(...parameter);
      }
      if (extensions.length + flat.length / 2 > mostParameters) return undefined;
    }
    return hasDuplicates(flat) ? undefined : { accessType, parameters: new Parameters(flat), extensions };
  },
  format({ accessType, parameters, extensions }) {
    const unnamed = extensions.map((extension) => `;${formatQuoted(extension)}`);
    return `${formatTokenValue(accessType)}${parameters.toString()}${unnamed.join('')}`;
  }
};
