/**
 * Min-SE: RFC 4028 §5.
 *
 * Min-SE = "Min-SE" HCOLON delta-seconds *( SEMI generic-param )
 */
import { type Parameters, parseParameters } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { formatDeltaSeconds, parseDeltaSeconds } from './delta-seconds.ts';

/** The shortest session interval that is taken. */
export interface MinSe {
  /** In seconds; 2**32 - 1 when the peer says more. Absent means 90 (RFC 4028 §5). */
  readonly seconds: number;
  readonly parameters: Parameters;
}

/** The least session interval of everybody on the path, or of the one who answers 422. */
export const minSe: Header<MinSe> = {
  name: 'Min-SE',
  section: 'RFC 4028 §5',
  list: false,
  parse(scanner) {
    const seconds = parseDeltaSeconds(scanner);
    if (seconds === undefined) return undefined;
    const parameters = parseParameters(scanner);
    return parameters === undefined ? undefined : { seconds, parameters };
  },
  format: ({ seconds, parameters }) => `${formatDeltaSeconds(seconds)}${parameters.toString()}`
};
