/**
 * Content-Length: RFC 3261 §20.14.
 *
 * Content-Length = ( "Content-Length" / "l" ) HCOLON 1*DIGIT; at most 10 digits are read
 */
import type { Header } from '../header.ts';

/** How many bytes of body follow. */
export const contentLength: Header<number> = {
  name: 'Content-Length',
  compact: 'l',
  section: 'RFC 3261 §20.14',
  list: false,
  parse: (scanner) => scanner.number(10),
  format: String
};
