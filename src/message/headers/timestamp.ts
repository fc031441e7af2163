/**
 * Timestamp: RFC 3261 §20.38.
 *
 * Timestamp = "Timestamp" HCOLON 1*DIGIT [ "." *DIGIT ] [ LWS delay ]; delay = *DIGIT [ "." *DIGIT ]
 */
import { classesOf, DIGIT } from '../../syntax/characters.ts';
import type { Scanner } from '../../syntax/scanner.ts';
import type { Header } from '../header.ts';

const DOT = 0x2e;

/** When the client sent the request, and how long the server held it. Both as written. */
export interface Timestamp {
  readonly sent: string;
  readonly delay: string | undefined;
}

/** `*DIGIT [ "." *DIGIT ]`, as written. */
function decimal(scanner: Scanner): string {
  const start = scanner.position;
  scanner.skip(DIGIT);
  if (scanner.take(DOT)) scanner.skip(DIGIT);
  return scanner.since(start);
}

/** The client's clock, to measure the round trip with. */
export const timestamp: Header<Timestamp> = {
  name: 'Timestamp',
  section: 'RFC 3261 §20.38',
  list: false,
  parse(scanner) {
    if ((classesOf(scanner.peek()) & DIGIT) === 0) return undefined;
    const sent = decimal(scanner);
    const sentEnd = scanner.position;
    scanner.skipSpace();
    return { sent, delay: scanner.position > sentEnd ? decimal(scanner) : undefined };
  },
  format: ({ sent, delay }) => (delay === undefined ? sent : `${sent} ${delay}`)
};
