/**
 * Accept-Encoding: RFC 3261 §20.2.
 *
 * Accept-Encoding = "Accept-Encoding" HCOLON [ encoding *( COMMA encoding ) ]; encoding = codings *( SEMI accept-param )
 */
import { parseParameters } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { tokenList } from './token-list.ts';

const codings = tokenList({ name: 'Accept-Encoding', section: 'RFC 3261 §20.2', mayBeEmpty: true });

/** The body encodings the sender takes. Their `q` is passed over. */
export const acceptEncoding: Header<string> = {
  ...codings,
  parse(scanner) {
    const coding = codings.parse(scanner);
    return parseParameters(scanner) === undefined ? undefined : coding;
  }
};
