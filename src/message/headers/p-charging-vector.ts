/**
 * P-Charging-Vector: RFC 7315 §5.6.
 *
 * P-Charging-Vector = "P-Charging-Vector" HCOLON icid-value *( SEMI charge-params ); icid-value = "icid-value" EQUAL gen-value
 */
import { type Parameters, parseParameters } from '../../syntax/parameters.ts';
import { sameToken } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { formatGenValue, parseGenValue } from './gen-value.ts';
import { formatParameters } from './own-parameters.ts';

/** What correlates the charging records of one session. */
export interface ChargingVector {
  /** The IMS charging identity, without quotes. */
  readonly icidValue: string;
  /** `icid-generated-at`, `orig-ioi`, `term-ioi`, `transit-ioi` …, as written. */
  readonly parameters: Parameters;
}

const EQUAL = 0x3d;

/** The charging identity of a dialog, and between which operators it runs. */
export const pChargingVector: Header<ChargingVector> = {
  name: 'P-Charging-Vector',
  section: 'RFC 7315 §5.6',
  list: false,
  parse(scanner) {
    if (!sameToken(scanner.token() ?? '', 'icid-value') || !scanner.separator(EQUAL)) return undefined;
    const icidValue = parseGenValue(scanner);
    if (icidValue === undefined) return undefined;
    const parameters = parseParameters(scanner);
    return parameters === undefined || parameters.has('icid-value') ? undefined : { icidValue, parameters };
  },
  format: ({ icidValue, parameters }) =>
    formatParameters([['icid-value', formatGenValue(icidValue)]], parameters).slice(1)
};
