/**
 * Contact: RFC 3261 §20.10.
 *
 * Contact = ( "Contact" / "m" ) HCOLON ( STAR / ( contact-param *( COMMA contact-param ) ) )
 */
import type { Header } from '../header.ts';
import { formatNameAddr, type NameAddr, parseNameAddr } from './name-addr.ts';

/** Where to reach the sender directly, or `*` for all of a user's bindings (§10.2.2). */
export type Contact = NameAddr | '*';

const STAR = 0x2a;

/** Where the next requests go; at most 32 values. */
export const contact: Header<Contact> = {
  name: 'Contact',
  compact: 'm',
  section: 'RFC 3261 §20.10',
  list: true,
  most: 32,
  parse(scanner) {
    scanner.skipSpace();
    const start = scanner.position;
    if (scanner.take(STAR) && scanner.atEnd()) return '*';
    scanner.position = start;
    return parseNameAddr(scanner);
  },
  format: (value) => (value === '*' ? '*' : formatNameAddr(value))
};
