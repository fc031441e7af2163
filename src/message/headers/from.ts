/**
 * From: RFC 3261 §20.20.
 *
 * From = ( "From" / "f" ) HCOLON ( name-addr / addr-spec ) *( SEMI from-param ); from-param = tag-param / generic-param
 */
import type { Header } from '../header.ts';
import { formatNameAddr, parseNameAddr } from './name-addr.ts';
import { tagged, type To } from './to.ts';

/** The initiator of the request; the same shape as To. */
export type From = To;

/** Who a request says it is from. */
export const from: Header<From> = {
  name: 'From',
  compact: 'f',
  section: 'RFC 3261 §20.20',
  list: false,
  parse(scanner) {
    const address = parseNameAddr(scanner);
    return address === undefined ? undefined : tagged(address);
  },
  format: formatNameAddr
};
