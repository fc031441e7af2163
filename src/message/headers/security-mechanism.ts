/**
 * `sec-mechanism`: the shape of Security-Client, Security-Server and Security-Verify.
 *
 * sec-mechanism = mechanism-name *( SEMI mech-parameters )  (RFC 3329 §2.2)
 */
import type { Parameters } from '../../syntax/parameters.ts';
import { lowerCase } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { parseTokenAndParameters } from './own-parameters.ts';
import { formatTokenValue } from './token-value.ts';

/** One way to protect a hop. */
export interface SecurityMechanism {
  /** `mechanism-name` in lower case: `digest`, `tls`, `ipsec-ike`, `ipsec-man`, `ipsec-3gpp` … */
  readonly mechanism: string;
  /** `q`, `d-alg`, `d-qop`, `d-ver` and those of the mechanism, as written. */
  readonly parameters: Parameters;
}

/** A list of mechanisms. */
export function securityMechanisms(name: string): Header<SecurityMechanism> {
  return {
    name,
    section: 'RFC 3329 §2.2',
    list: true,
    parse(scanner) {
      const read = parseTokenAndParameters(scanner);
      return read === undefined ? undefined : { mechanism: lowerCase(read.token), parameters: read.parameters };
    },
    format: ({ mechanism, parameters }) => `${formatTokenValue(mechanism)}${parameters.toString()}`
  };
}
