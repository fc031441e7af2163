/**
 * `other-challenge` and `other-response` (RFC 3261 §25.1): a scheme that need not be known, and what is said by it.
 *
 * other-challenge = auth-scheme LWS auth-param *( COMMA auth-param ); auth-scheme = token
 *
 * A `token68` (RFC 7235 §2.1) may stand for the parameters, as in `Bearer`'s credentials (RFC 8898 §4).
 */
import { BLANK, classesOf } from '../../syntax/characters.ts';
import { Parameters } from '../../syntax/parameters.ts';
import type { Scanner } from '../../syntax/scanner.ts';
import { UsageError } from '../usage-error.ts';
import { formatAuthParameters, parseAuthParameters } from './auth-parameters.ts';
import { formatTokenValue } from './token-value.ts';

/** A challenge or credentials of a scheme other than Digest. */
export interface OtherScheme {
  readonly kind: 'other';
  /** The auth-scheme as written; it has no case. */
  readonly scheme: string;
  /** The auth-params, values as written. */
  readonly parameters: Parameters;
  /** What stands in their place, if they are not there. */
  readonly token68: string | undefined;
}

const token68Form = /^[A-Za-z0-9\-._~+/]+=*$/;

/** Reads a scheme and what follows it; undefined when nothing does. */
export function parseAuthScheme(scanner: Scanner): OtherScheme | undefined {
  const scheme = scanner.token();
  if (scheme === undefined || (classesOf(scanner.peek()) & BLANK) === 0) return undefined;
  scanner.skipSpace();
  const { position: start, end } = scanner;
  const parameters = parseAuthParameters(scanner);
  if (parameters !== undefined) return { kind: 'other', scheme, parameters, token68: undefined };
  const rest = scanner.text.slice(start, end);
  if (!token68Form.test(rest)) return undefined;
  scanner.position = end;
  return { kind: 'other', scheme, parameters: Parameters.none, token68: rest };
}

/**
 * `Scheme name=value` or `Scheme token68`.
 * @throws UsageError `ERR_SIP_INVALID_FIELD` when a part would not be read as what it is
 */
export function formatAuthScheme({ scheme, parameters, token68 }: OtherScheme): string {
  if (token68 === undefined) return `${formatTokenValue(scheme)} ${formatAuthParameters(parameters)}`;
  if (!token68Form.test(token68) || parameters.size > 0)
    throw new UsageError('ERR_SIP_INVALID_FIELD', `not a token68 alone: ${JSON.stringify(token68)}`);
  return `${formatTokenValue(scheme)} ${token68}`;
}
