/**
 * From: RFC 3261 §20.20.
 *
 * From = ( "From" / "f" ) HCOLON ( name-addr / addr-spec ) *( SEMI from-param ); from-param = tag-param / generic-param
 */
import type { Header } from '../header.ts';
import { formatNameAddr, parseAddress } from './name-addr.ts';
import { makeTagged, type To } from './to.ts';

/** The initiator of the request; the same shape as To. */
export type From = To;

/** Who a request says it is from. */
export const from: Header<From> = {
  name: 'From',
  compact: 'f',
  section: 'RFC 3261 §20.20',
  list: false,
  parse: (scanner) => parseAddress(scanner, false, makeTagged),
  format: formatNameAddr
};
