/**
 * `credentials` (RFC 3261 §25.1): the value of Authorization and Proxy-Authorization.
 *
 * credentials = ( "Digest" LWS digest-response ) / other-response; digest-response = dig-resp *( COMMA dig-resp )
 * dig-resp = username / realm / nonce / digest-uri / dresponse / algorithm / cnonce / opaque / message-qop / nonce-count / auth-param
 * request-digest = LDQUOT *LHEX RDQUOT (RFC 8760 §2.6); nc-value = 8LHEX
 */
import { HEX, isAll, TOKEN } from '../../syntax/characters.ts';
import type { Parameters } from '../../syntax/parameters.ts';
import type { Scanner } from '../../syntax/scanner.ts';
import { lowerCase, sameToken } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { UsageError } from '../usage-error.ts';
import { formatAuthParameters, joinAuthParameters, quoted, splitAuthParameters } from './auth-parameters.ts';
import { formatAuthScheme, type OtherScheme, parseAuthScheme } from './auth-scheme.ts';

/** The answer to a challenge by Digest (RFC 3261 §22.4, RFC 8760). */
export interface DigestCredentials {
  readonly kind: 'digest';
  readonly username: string;
  readonly realm: string;
  readonly nonce: string;
  /** `digest-uri`, as hashed. Undefined when it is missing, as in the RFC's own examples: it can not be verified then. */
  readonly uri: string | undefined;
  /** `request-digest`: hexadecimal digits in lower case; `''` from who has none yet. */
  readonly response: string;
  /** The algorithm as written; it has no case, and MD5 is meant when there is none. */
  readonly algorithm: string | undefined;
  readonly cnonce: string | undefined;
  readonly opaque: string | undefined;
  /** The quality of protection as written, because it is hashed as written; undefined from a client of RFC 2069. */
  readonly qop: string | undefined;
  /** `nc`, one to eight hexadecimal digits as written, because they are hashed as written. */
  readonly nonceCount: string | undefined;
  /** The other auth-params, values as written. */
  readonly parameters: Parameters;
}

/** Credentials by Digest, or by a scheme that this file does not read. */
export type Credentials = DigestCredentials | OtherScheme;

const known = ['username', 'realm', 'nonce', 'uri', 'response', 'algorithm', 'cnonce', 'opaque', 'qop', 'nc'];

const NONCE_COUNT_LENGTH = 8;

/** Whether a text is a `nc-value`; fewer digits than the eight are taken too. */
export function isNonceCount(text: string): boolean {
  return text.length <= NONCE_COUNT_LENGTH && isAll(text, HEX);
}

/** Whether a text is hexadecimal digits, or empty. */
export function isDigest(text: string): boolean {
  return text === '' || isAll(text, HEX);
}

/**
 * A digest as a quoted-string, and a nonce count as it is; undefined stays undefined.
 * @throws UsageError `ERR_SIP_INVALID_FIELD` when they are not hexadecimal digits, of the count at most eight
 */
export function formatHexadecimal(
  digest: string | undefined,
  nonceCount: string | undefined
): readonly [digest: string | undefined, nonceCount: string | undefined] {
  if (!isDigest(digest ?? '') || !isNonceCount(nonceCount ?? '1'))
    throw new UsageError('ERR_SIP_INVALID_FIELD', `not hexadecimal: ${JSON.stringify([digest, nonceCount])}`);
  return [quoted(digest), nonceCount];
}

function digestCredentials(all: Parameters): DigestCredentials | undefined {
  const split = splitAuthParameters(all, known);
  if (split === undefined) return undefined;
  const { known: texts, others: parameters } = split;
  const username = texts.get('username');
  const realm = texts.get('realm');
  const nonce = texts.get('nonce');
  const response = texts.get('response');
  if (username === undefined || realm === undefined || nonce === undefined || response === undefined) return undefined;
  const algorithm = texts.get('algorithm');
  const qop = texts.get('qop');
  const nonceCount = texts.get('nc');
  if (!isAll(algorithm ?? 'MD5', TOKEN) || !isAll(qop ?? 'auth', TOKEN)) return undefined;
  if (!isNonceCount(nonceCount ?? '1') || !isDigest(response)) return undefined;
  return {
    kind: 'digest',
    username,
    realm,
    nonce,
    uri: texts.get('uri'),
    response: lowerCase(response),
    algorithm,
    cnonce: texts.get('cnonce'),
    opaque: texts.get('opaque'),
    qop,
    nonceCount,
    parameters
  };
}

/**
 * Reads credentials; undefined when they are malformed, or by Digest and without username, realm, nonce or response
 * (RFC 2617 §3.2.2: 400).
 */
export function parseCredentials(scanner: Scanner): Credentials | undefined {
  const value = parseAuthScheme(scanner);
  return value !== undefined && sameToken(value.scheme, 'Digest') ? digestCredentials(value.parameters) : value;
}

/**
 * Credentials, quoted where the grammar quotes.
 * @throws UsageError `ERR_SIP_INVALID_FIELD` when a part would not be read as what it is
 */
export function formatCredentials(value: Credentials): string {
  if (value.kind === 'other') return formatAuthScheme(value);
  const { username, realm, nonce, uri, response, algorithm, cnonce, opaque, qop, nonceCount, parameters } = value;
  const [digest, nc] = formatHexadecimal(response, nonceCount);
  const written = {
    username: quoted(username),
    realm: quoted(realm),
    nonce: quoted(nonce),
    uri: quoted(uri),
    response: digest,
    algorithm,
    cnonce: quoted(cnonce),
    opaque: quoted(opaque),
    qop,
    nc
  };
  return `Digest ${formatAuthParameters(joinAuthParameters(written, parameters))}`;
}

/** A header with credentials. It may stand several times, one for a realm, but a field holds one value: no list (RFC 3261 §20.7). */
export function credentialsHeader(names: Pick<Header<unknown>, 'name' | 'section'>): Header<Credentials> {
  return { ...names, list: false, parse: parseCredentials, format: formatCredentials };
}
