/**
 * Expires: RFC 3261 §20.19.
 *
 * Expires = "Expires" HCOLON delta-seconds; 0 to 2**32 - 1
 */
import type { Header } from '../header.ts';
import { formatDeltaSeconds, parseDeltaSeconds } from './delta-seconds.ts';

/** After how many seconds the message or its content is of no use; a larger number is read as 2**32 - 1. */
export const expires: Header<number> = {
  name: 'Expires',
  section: 'RFC 3261 §20.19',
  list: false,
  parse: parseDeltaSeconds,
  format: formatDeltaSeconds
};
