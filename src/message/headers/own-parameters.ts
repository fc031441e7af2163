/**
 * Parameters that a header's file reads by their own grammar, apart from the others (RFC 3261 §25.1).
 *
 * A value holds what is known in properties of its own, and in `parameters` whatever else the peer sent.
 */
import { isAll, TOKEN } from '../../syntax/characters.ts';
import { Parameters, parseParameters } from '../../syntax/parameters.ts';
import type { Scanner } from '../../syntax/scanner.ts';
import { UsageError } from '../usage-error.ts';

/** `token *( SEMI generic-param )`: the shape of Event, Reason, Session-ID and many more. */
export interface TokenAndParameters {
  readonly token: string;
  readonly parameters: Parameters;
}

/** Reads `token *( SEMI generic-param )`. */
export function parseTokenAndParameters(scanner: Scanner): TokenAndParameters | undefined {
  scanner.skipSpace();
  const token = scanner.token();
  if (token === undefined) return undefined;
  const parameters = parseParameters(scanner);
  return parameters === undefined ? undefined : { token, parameters };
}

/** True for a parameter that is absent or has a token: what most are by their grammar. */
export function isTokenOrAbsent(value: string | undefined): boolean {
  return value === undefined || isAll(value, TOKEN);
}

/** True for a parameter that is absent or has no value, as `;early-only`. */
export function isFlagOrAbsent(value: string | undefined): boolean {
  return value === undefined || value === '';
}

/** The parameters without those that have properties of their own. */
export function otherParameters(parameters: Parameters, ...own: readonly string[]): Parameters {
  return own.reduce((others, name) => others.without(name), parameters);
}

/**
 * `;name=value` for each own parameter that is there (`''` is a flag: no value), then the others.
 * @throws UsageError `ERR_SIP_INVALID_FIELD` when one of the others has the name of an own one
 */
export function formatParameters(
  own: readonly (readonly [name: string, value: string | undefined])[],
  others: Parameters
): string {
  for (const [name] of own)
    if (others.has(name)) throw new UsageError('ERR_SIP_INVALID_FIELD', `${name} is a property, not a parameter`);
  const written = own.filter((pair): pair is readonly [string, string] => pair[1] !== undefined);
  return `${Parameters.of(...written).toString()}${others.toString()}`;
}
