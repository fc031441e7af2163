/**
 * Reply-To: RFC 3261 §20.31.
 *
 * Reply-To = "Reply-To" HCOLON ( name-addr / addr-spec ) *( SEMI generic-param )
 */
import type { Header } from '../header.ts';
import { formatNameAddr, type NameAddr, parseNameAddr } from './name-addr.ts';

/** Where to call back, if not at the From. */
export const replyTo: Header<NameAddr> = {
  name: 'Reply-To',
  section: 'RFC 3261 §20.31',
  list: false,
  parse: (scanner) => parseNameAddr(scanner),
  format: formatNameAddr
};
