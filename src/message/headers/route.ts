/**
 * Route: RFC 3261 §20.34.
 *
 * Route = "Route" HCOLON name-addr *( SEMI rr-param ) *( COMMA name-addr *( SEMI rr-param ) )
 */
import type { Header } from '../header.ts';
import { formatNameAddr, type NameAddr, parseNameAddr } from './name-addr.ts';

/** A proxy still to be visited. */
export const route: Header<NameAddr> = {
  name: 'Route',
  section: 'RFC 3261 §20.34',
  list: true,
  parse: (scanner) => parseNameAddr(scanner, true),
  format: formatNameAddr
};
