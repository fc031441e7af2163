/**
 * Content-Disposition: RFC 3261 §20.11.
 *
 * Content-Disposition = "Content-Disposition" HCOLON disp-type *( SEMI disp-param )
 * disp-param = ( "handling" EQUAL ( "optional" / "required" / other-handling ) ) / generic-param
 */
import type { Parameters } from '../../syntax/parameters.ts';
import { lowerCase } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { formatParameters, otherParameters, parseTokenAndParameters } from './own-parameters.ts';
import { formatTokenValue, parseTokenValue } from './token-value.ts';

/** What a body, or a part of one, is for. */
export interface ContentDisposition {
  /** `session`, `render`, `icon`, `alert` or another disp-type, in lower case. */
  readonly type: string;
  /** What a UAS does that does not know the type: `optional`, `required` (also meant when it is missing) or another token, in lower case. */
  readonly handling: string;
  /** The other parameters. */
  readonly parameters: Parameters;
}

/** What the body is for, and whether it may be passed over. */
export const contentDisposition: Header<ContentDisposition> = {
  name: 'Content-Disposition',
  section: 'RFC 3261 §20.11',
  list: false,
  parse(scanner) {
    const read = parseTokenAndParameters(scanner);
    if (read === undefined) return undefined;
    const handling = parseTokenValue(read.parameters.get('handling') ?? 'required');
    if (handling === undefined) return undefined;
    const parameters = otherParameters(read.parameters, 'handling');
    return { type: lowerCase(read.token), handling: lowerCase(handling), parameters };
  },
  format({ type, handling, parameters }) {
    const own = handling === 'required' ? undefined : formatTokenValue(handling);
    return `${formatTokenValue(type)}${formatParameters([['handling', own]], parameters)}`;
  }
};
