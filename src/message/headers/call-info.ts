/**
 * Call-Info: RFC 3261 §20.9.
 *
 * Call-Info = "Call-Info" HCOLON info *( COMMA info ); info = LAQUOT absoluteURI RAQUOT *( SEMI info-param )
 * info-param = ( "purpose" EQUAL ( "icon" / "info" / "card" / token ) ) / generic-param
 */
import { Parameters } from '../../syntax/parameters.ts';
import { lowerCase } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { formatInfoUri, type InfoUri, parseInfoUri } from './info-uri.ts';
import { formatParameters, otherParameters } from './own-parameters.ts';
import { formatTokenValue, parseTokenValue } from './token-value.ts';

/** Something about the caller or the callee. */
export interface CallInfo extends InfoUri {
  /** What the URI is for, in lower case: `icon`, `info`, `card` or another token. */
  readonly purpose: string | undefined;
}

/** More about the caller (in a request) or the callee (in a response). `parameters` are those without `purpose`. */
export const callInfo: Header<CallInfo> = {
  name: 'Call-Info',
  section: 'RFC 3261 §20.9',
  list: true,
  parse(scanner) {
    const info = parseInfoUri(scanner);
    if (info === undefined) return undefined;
    const written = info.parameters.get('purpose');
    if (written === undefined) return { ...info, purpose: undefined };
    const purpose = parseTokenValue(written);
    if (purpose === undefined) return undefined;
    return { uri: info.uri, purpose: lowerCase(purpose), parameters: otherParameters(info.parameters, 'purpose') };
  },
  format({ uri, purpose, parameters }) {
    const own = purpose === undefined ? undefined : formatTokenValue(purpose);
    return `${formatInfoUri({ uri, parameters: Parameters.none })}${formatParameters([['purpose', own]], parameters)}`;
  }
};
