/**
 * Accept-Encoding: RFC 3261 §20.2.
 *
 * Accept-Encoding = "Accept-Encoding" HCOLON [ encoding *( COMMA encoding ) ]; encoding = codings *( SEMI accept-param )
 */
import { lowerCase } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { type AcceptParameters, formatAcceptParameters, parseAcceptParameters } from './accept-parameters.ts';
import { formatTokenValue } from './token-value.ts';

/** A content-coding and how much it is wanted. */
export interface Encoding extends AcceptParameters {
  /** The coding in lower case, or `*` for any other. */
  readonly coding: string;
}

/** The body encodings the sender takes. */
export const acceptEncoding: Header<Encoding> = {
  name: 'Accept-Encoding',
  section: 'RFC 3261 §20.2',
  list: true,
  mayBeEmpty: true,
  parse(scanner) {
    scanner.skipSpace();
    const coding = scanner.token();
    if (coding === undefined) return undefined;
    const rest = parseAcceptParameters(scanner);
    return rest === undefined ? undefined : { coding: lowerCase(coding), ...rest };
  },
  format: (value) => formatTokenValue(value.coding) + formatAcceptParameters(value)
};
