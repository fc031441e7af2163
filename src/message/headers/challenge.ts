/**
 * `challenge` (RFC 3261 §25.1): the value of WWW-Authenticate and Proxy-Authenticate.
 *
 * challenge = ( "Digest" LWS digest-cln *( COMMA digest-cln ) ) / other-challenge
 * digest-cln = realm / domain / nonce / opaque / stale / algorithm / qop-options / auth-param
 */
import { isAll, TOKEN, trimSpace } from '../../syntax/characters.ts';
import type { Parameters } from '../../syntax/parameters.ts';
import type { Scanner } from '../../syntax/scanner.ts';
import { lowerCase, sameToken } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { formatAuthParameters, joinAuthParameters, quoted, splitAuthParameters } from './auth-parameters.ts';
import { formatAuthScheme, type OtherScheme, parseAuthScheme } from './auth-scheme.ts';

/** A challenge to answer by Digest (RFC 3261 §22.4, RFC 8760). */
export interface DigestChallenge {
  readonly kind: 'digest';
  /** Whose password is asked for. */
  readonly realm: string;
  readonly nonce: string;
  /** URIs that share the credentials; none unless given. */
  readonly domain: readonly string[];
  /** To be sent back unchanged, `''` too. */
  readonly opaque: string | undefined;
  /** Whether only the nonce was refused. "Anything other than TRUE" is false (RFC 2617 §3.2.1). */
  readonly stale: boolean;
  /** The algorithm as written; it has no case, and MD5 is meant when there is none. */
  readonly algorithm: string | undefined;
  /** The qualities of protection to choose from, in lower case; none for a server of RFC 2069. */
  readonly qop: readonly string[];
  /** The other auth-params, values as written. */
  readonly parameters: Parameters;
}

/** A challenge by Digest, or by a scheme that this file does not read. */
export type Challenge = DigestChallenge | OtherScheme;

const known = ['realm', 'nonce', 'domain', 'opaque', 'stale', 'algorithm', 'qop'];

/** The tokens of a list in a quoted string; empty members are passed over, as the lists of RFC 2616 §2.1 allow. */
function tokensOf(list: string): readonly string[] | undefined {
  const tokens = list
    .split(',')
    .map((token) => lowerCase(trimSpace(token)))
    .filter((token) => token !== '');
  return tokens.every((token) => isAll(token, TOKEN)) ? tokens : undefined;
}

function digestChallenge(all: Parameters): DigestChallenge | undefined {
  const split = splitAuthParameters(all, known);
  if (split === undefined) return undefined;
  const { known: texts, others: parameters } = split;
  const realm = texts.get('realm');
  const nonce = texts.get('nonce');
  const algorithm = texts.get('algorithm');
  const qop = tokensOf(texts.get('qop') ?? '');
  if (realm === undefined || nonce === undefined || qop === undefined) return undefined;
  if (algorithm !== undefined && !isAll(algorithm, TOKEN)) return undefined;
  const domain = (texts.get('domain') ?? '').split(' ').filter((uri) => uri !== '');
  const stale = sameToken(texts.get('stale') ?? '', 'true');
  return { kind: 'digest', realm, nonce, domain, opaque: texts.get('opaque'), stale, algorithm, qop, parameters };
}

/** Reads a challenge; undefined when it is malformed, or by Digest and without realm or nonce (RFC 2617 §3.2.1). */
export function parseChallenge(scanner: Scanner): Challenge | undefined {
  const value = parseAuthScheme(scanner);
  return value !== undefined && sameToken(value.scheme, 'Digest') ? digestChallenge(value.parameters) : value;
}

/**
 * A challenge, quoted where the grammar quotes.
 * @throws UsageError `ERR_SIP_INVALID_FIELD` when a part would not be read as what it is
 */
export function formatChallenge(value: Challenge): string {
  if (value.kind === 'other') return formatAuthScheme(value);
  const { realm, domain, qop, nonce, opaque, stale, algorithm, parameters } = value;
  const written = {
    realm: quoted(realm),
    domain: domain.length === 0 ? undefined : quoted(domain.join(' ')),
    qop: qop.length === 0 ? undefined : quoted(qop.join(',')),
    nonce: quoted(nonce),
    opaque: quoted(opaque),
    stale: stale ? 'true' : undefined,
    algorithm
  };
  return `Digest ${formatAuthParameters(joinAuthParameters(written, parameters))}`;
}

/** A header that challenges. It may stand several times, but a field holds one value: no list (RFC 3261 §7.3.1). */
export function challengeHeader(names: Pick<Header<unknown>, 'name' | 'section'>): Header<Challenge> {
  return { ...names, list: false, parse: parseChallenge, format: formatChallenge };
}
