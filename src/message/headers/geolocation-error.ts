/**
 * Geolocation-Error: RFC 6442 §4.4.
 *
 * locationErrorValue = location-error-code *( SEMI location-error-params ); location-error-code = 1*3DIGIT
 * location-error-params = ( "code" EQUAL quoted-string ) / generic-param
 */
import { type Parameters, parseParameters } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { formatQuoted, textOf } from './gen-value.ts';
import { formatParameters, otherParameters } from './own-parameters.ts';
import { formatWholeNumber } from './whole-number.ts';

/** What is wrong with a location. */
export interface GeolocationError {
  /** 100, 200, 201, 202, 300 …: up to 999. */
  readonly errorCode: number;
  /** The `code` parameter: the same for people. */
  readonly text: string | undefined;
  readonly parameters: Parameters;
}

/** Why a location could not be used; with a 424 and elsewhere. */
export const geolocationError: Header<GeolocationError> = {
  name: 'Geolocation-Error',
  section: 'RFC 6442 §4.4',
  list: false,
  parse(scanner) {
    const errorCode = scanner.number(3);
    if (errorCode === undefined) return undefined;
    const parameters = parseParameters(scanner);
    if (parameters === undefined) return undefined;
    const written = parameters.get('code');
    const text = written === undefined ? undefined : textOf(written);
    if (text === undefined && written !== undefined) return undefined;
    return { errorCode, text, parameters: otherParameters(parameters, 'code') };
  },
  format({ errorCode, text, parameters }) {
    const own = [['code', text === undefined ? undefined : formatQuoted(text)]] as const;
    return `${formatWholeNumber(errorCode, 999)}${formatParameters(own, parameters)}`;
  }
};
