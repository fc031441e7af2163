/** A value or parameter that is one `token` (RFC 3261 §25.1), where a peer may have quoted it and we never do. */
import { isAll, QUOTE, TOKEN } from '../../syntax/characters.ts';
import { unquote } from '../../syntax/quoted-string.ts';
import { UsageError } from '../usage-error.ts';

/** What a parameter's value says: a quoted string without its quotes, anything else as it is. One character a byte. */
export function withoutQuotes(written: string): string {
  return written.charCodeAt(0) === QUOTE ? unquote(written) : written;
}

/** The token that a parameter's value spells, quoted or not; undefined when it is none. */
export function parseTokenValue(written: string): string | undefined {
  const token = withoutQuotes(written);
  return isAll(token, TOKEN) ? token : undefined;
}

/**
 * The token, unchanged.
 * @throws UsageError `ERR_SIP_INVALID_FIELD` when it is none
 */
export function formatTokenValue(token: string): string {
  if (!isAll(token, TOKEN)) throw new UsageError('ERR_SIP_INVALID_FIELD', `not a token: ${JSON.stringify(token)}`);
  return token;
}
