/**
 * Refer-Sub: RFC 4488 §4.
 *
 * Refer-Sub = "Refer-Sub" HCOLON refer-sub-value *( SEMI exten ); refer-sub-value = "true" / "false"
 */
import type { Parameters } from '../../syntax/parameters.ts';
import { sameToken } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { parseTokenAndParameters } from './own-parameters.ts';

/** Whether a REFER makes a subscription. */
export interface ReferSub {
  /** `refer-sub-value`: false asks for no implicit subscription, or grants that. */
  readonly value: boolean;
  readonly parameters: Parameters;
}

/** In a REFER the wish, in its 2xx the fact. */
export const referSub: Header<ReferSub> = {
  name: 'Refer-Sub',
  section: 'RFC 4488 §4',
  list: false,
  parse(scanner) {
    const read = parseTokenAndParameters(scanner);
    if (read === undefined) return undefined;
    const { token, parameters } = read;
    if (sameToken(token, 'true')) return { value: true, parameters };
    return sameToken(token, 'false') ? { value: false, parameters } : undefined;
  },
  format: ({ value, parameters }) => `${String(value)}${parameters.toString()}`
};
