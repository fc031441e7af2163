/**
 * `accept-param` (RFC 3261 §25.1): what stands behind a value of Accept, Accept-Encoding and Accept-Language.
 *
 * accept-param = ( "q" EQUAL qvalue ) / generic-param
 * qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
 */
import { type Parameters, parseParameters } from '../../syntax/parameters.ts';
import type { Scanner } from '../../syntax/scanner.ts';
import { UsageError } from '../usage-error.ts';

/** How much a choice is wanted, and what else is said of it. */
export interface AcceptParameters {
  /** From 0, not at all, to 1, which is also meant when there is no `q`; in thousandths. */
  readonly quality: number;
  /** The other parameters. A `q` that is no qvalue is a generic-param, and stays here. */
  readonly parameters: Parameters;
}

const qvalue = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

/** Parameters with their `q` told apart. */
export function splitQuality(parameters: Parameters): AcceptParameters {
  const written = parameters.get('q');
  if (written === undefined || !qvalue.test(written)) return { quality: 1, parameters };
  return { quality: Number(written), parameters: parameters.without('q') };
}

/** Reads `*( SEMI accept-param )`. */
export function parseAcceptParameters(scanner: Scanner): AcceptParameters | undefined {
  const parameters = parseParameters(scanner);
  return parameters === undefined ? undefined : splitQuality(parameters);
}

/**
 * `;name=value;q=0.5`; a quality of 1 goes without saying.
 * @throws UsageError `ERR_SIP_INVALID_FIELD` for a quality that is not from 0 to 1
 */
export function formatAcceptParameters({ quality, parameters }: AcceptParameters): string {
  if (!(quality >= 0 && quality <= 1))
    throw new UsageError('ERR_SIP_INVALID_FIELD', `not a quality: ${String(quality)}`);
  const thousandths = Math.round(quality * 1000);
  return (thousandths === 1000 ? parameters : parameters.with('q', String(thousandths / 1000))).toString();
}
