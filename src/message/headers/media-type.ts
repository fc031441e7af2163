/**
 * `media-type` (RFC 3261 §25.1): the value of Content-Type, and with parameters of Accept.
 *
 * media-type = m-type SLASH m-subtype *( SEMI m-parameter )
 */
import { type Parameters, parseParameters } from '../../syntax/parameters.ts';
import type { Scanner } from '../../syntax/scanner.ts';
import { lowerCase } from '../../syntax/token.ts';

/** A media type; `type` and `subtype` in lower case. */
export interface MediaType {
  readonly type: string;
  readonly subtype: string;
  readonly parameters: Parameters;
}

/** Reads a media type or range. */
export function parseMediaType(scanner: Scanner): MediaType | undefined {
  scanner.skipSpace();
  const type = scanner.token();
  if (type === undefined || !scanner.separator(0x2f)) return undefined;
  const subtype = scanner.token();
  if (subtype === undefined) return undefined;
  const parameters = parseParameters(scanner);
  return parameters === undefined ? undefined : { type: lowerCase(type), subtype: lowerCase(subtype), parameters };
}

/** `type/subtype;parameters`. */
export function formatMediaType(value: MediaType): string {
  return `${value.type}/${value.subtype}${value.parameters.toString()}`;
}
