/**
 * Max-Forwards: RFC 3261 §20.22.
 *
 * Max-Forwards = "Max-Forwards" HCOLON 1*DIGIT; 0 to 255
 */
import type { Header } from '../header.ts';

/** How many more hops the request may pass. */
export const maxForwards: Header<number> = {
  name: 'Max-Forwards',
  section: 'RFC 3261 §20.22',
  list: false,
  parse(scanner) {
    const hops = scanner.number(10);
    return hops !== undefined && hops <= 255 ? hops : undefined;
  },
  format: String
};
