/**
 * Authentication-Info: RFC 3261 §20.6.
 *
 * Authentication-Info = "Authentication-Info" HCOLON ainfo *( COMMA ainfo )
 * ainfo = nextnonce / message-qop / response-auth / cnonce / nonce-count; response-auth = "rspauth" EQUAL LDQUOT *LHEX RDQUOT
 */
import { isAll, TOKEN } from '../../syntax/characters.ts';
import type { Parameters } from '../../syntax/parameters.ts';
import { lowerCase } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import {
  formatAuthParameters,
  joinAuthParameters,
  parseAuthParameters,
  quoted,
  splitAuthParameters
} from './auth-parameters.ts';
import { formatHexadecimal, isDigest, isNonceCount } from './credentials.ts';

/** What a server says after it has authenticated a request. Each part may be missing. */
export interface AuthenticationInfo {
  /** The nonce to use from now on. */
  readonly nextNonce: string | undefined;
  /** The quality of protection as written. */
  readonly qop: string | undefined;
  /** `rspauth`, by which the server proves that it knows the password: hexadecimal digits in lower case. */
  readonly responseAuth: string | undefined;
  readonly cnonce: string | undefined;
  /** `nc`, one to eight hexadecimal digits as written. */
  readonly nonceCount: string | undefined;
  /** Any other auth-params, values as written: the grammar has none. */
  readonly parameters: Parameters;
}

const known = ['nextnonce', 'qop', 'rspauth', 'cnonce', 'nc'];

/** The server's side of mutual authentication. */
export const authenticationInfo: Header<AuthenticationInfo> = {
  name: 'Authentication-Info',
  section: 'RFC 3261 §20.6',
  list: false,
  parse(scanner) {
    const all = parseAuthParameters(scanner);
    const split = all === undefined ? undefined : splitAuthParameters(all, known);
    if (split === undefined) return undefined;
    const { known: texts, others: parameters } = split;
    const qop = texts.get('qop');
    const responseAuth = texts.get('rspauth');
    const nonceCount = texts.get('nc');
    if (!isAll(qop ?? 'auth', TOKEN) || !isDigest(responseAuth ?? '') || !isNonceCount(nonceCount ?? '1'))
      return undefined;
    return {
      nextNonce: texts.get('nextnonce'),
      qop,
      responseAuth: responseAuth === undefined ? undefined : lowerCase(responseAuth),
      cnonce: texts.get('cnonce'),
      nonceCount,
      parameters
    };
  },
  /** @throws UsageError `ERR_SIP_INVALID_FIELD` when there is nothing to write, or a part would not be read as what it is */
  format({ nextNonce, qop, responseAuth, cnonce, nonceCount, parameters }) {
    const [digest, nc] = formatHexadecimal(responseAuth, nonceCount);
    const written = {
      nextnonce: quoted(nextNonce),
      qop,
      rspauth: digest,
      cnonce: quoted(cnonce),
      nc
    };
    return formatAuthParameters(joinAuthParameters(written, parameters));
  }
};
