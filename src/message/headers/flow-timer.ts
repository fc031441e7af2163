/**
 * Flow-Timer: RFC 5626 §10.
 *
 * Flow-Timer = "Flow-Timer" HCOLON 1*DIGIT
 */
import type { Header } from '../header.ts';
import { formatDeltaSeconds, parseDeltaSeconds } from './delta-seconds.ts';

/** After how many silent seconds the server gives a flow up; 2**32 - 1 when the peer says more. */
export const flowTimer: Header<number> = {
  name: 'Flow-Timer',
  section: 'RFC 5626 §10',
  list: false,
  parse: parseDeltaSeconds,
  format: formatDeltaSeconds
};
