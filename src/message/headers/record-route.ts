/**
 * Record-Route: RFC 3261 §20.30.
 *
 * Record-Route = "Record-Route" HCOLON name-addr *( SEMI rr-param ) *( COMMA name-addr *( SEMI rr-param ) )
 */
import type { Header } from '../header.ts';
import { formatNameAddr, type NameAddr, parseNameAddr } from './name-addr.ts';

/** A proxy that wants to stay on the path of the dialog. */
export const recordRoute: Header<NameAddr> = {
  name: 'Record-Route',
  section: 'RFC 3261 §20.30',
  list: true,
  parse: (scanner) => parseNameAddr(scanner, true),
  format: formatNameAddr
};
