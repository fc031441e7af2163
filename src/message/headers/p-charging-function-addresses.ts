/**
 * P-Charging-Function-Addresses: RFC 7315 §5.5.
 *
 * charge-addr-params = charge-addr-param *( SEMI charge-addr-param )
 * charge-addr-param = ( ( "ccf" / "ecf" / "ccf-2" / "ecf-2" ) EQUAL gen-value ) / generic-param
 */
import { parseParameter } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { UsageError } from '../usage-error.ts';
import { formatGenValue, parseGenericParam, textOf } from './gen-value.ts';
import { formatTokenValue } from './token-value.ts';

/** One function and where it is. A function may come more than once: the second is for when the first fails. */
export interface ChargingFunctionAddress {
  /** `ccf`, `ecf`, `ccf-2`, `ecf-2` or another name, as written; it has no case. */
  readonly function: string;
  /** Without quotes; `''` when there is none. */
  readonly address: string;
}

/** Where charging is told of the session, in the order of preference. */
export const pChargingFunctionAddresses: Header<readonly ChargingFunctionAddress[]> = {
  name: 'P-Charging-Function-Addresses',
  section: 'RFC 7315 §5.5',
  list: true,
  parse(scanner) {
    const addresses: ChargingFunctionAddress[] = [];
    let end = -1;
    scanner.skipSpace();
    for (let one = parseGenericParam(scanner); one !== undefined; one = parseParameter(scanner)) {
      const address = textOf(one[1]);
      if (address === undefined) return undefined;
      addresses.push({ function: one[0], address });
      end = scanner.position;
    }
    // A parameter that began and broke off has moved the scanner.
    return scanner.position === end ? addresses : undefined;
  },
  format(addresses) {
    if (addresses.length === 0) throw new UsageError('ERR_SIP_INVALID_FIELD', 'no charging function');
    return addresses
      .map(
        ({ function: name, address }) =>
          `${formatTokenValue(name)}${address === '' ? '' : `=${formatGenValue(address)}`}`
      )
      .join(';');
  }
};
