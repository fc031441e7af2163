/**
 * Min-Expires: RFC 3261 §20.23.
 *
 * Min-Expires = "Min-Expires" HCOLON delta-seconds; 0 to 2**32 - 1
 */
import type { Header } from '../header.ts';
import { formatDeltaSeconds, parseDeltaSeconds } from './delta-seconds.ts';

/** The shortest refresh interval, in seconds, that the server of a 423 takes; a larger number is read as 2**32 - 1. */
export const minExpires: Header<number> = {
  name: 'Min-Expires',
  section: 'RFC 3261 §20.23',
  list: false,
  parse: parseDeltaSeconds,
  format: formatDeltaSeconds
};
