/**
 * Session-Expires: RFC 4028 §4.
 *
 * Session-Expires = ( "Session-Expires" / "x" ) HCOLON delta-seconds *( SEMI se-params )
 * se-params = ( "refresher" EQUAL ( "uas" / "uac" ) ) / generic-param
 */
import { type Parameters, parseParameters } from '../../syntax/parameters.ts';
import { sameToken } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { formatDeltaSeconds, parseDeltaSeconds } from './delta-seconds.ts';
import { formatParameters, otherParameters } from './own-parameters.ts';

/** How long a session lasts without a refresh, and who refreshes it. */
export interface SessionExpires {
  /** The session interval in seconds; 2**32 - 1 when the peer says more. The bound of RFC 4028 §4, 90 s, is for the user to keep. */
  readonly seconds: number;
  /** Who of this transaction's two sides refreshes. */
  readonly refresher: 'uac' | 'uas' | undefined;
  readonly parameters: Parameters;
}

/** The session interval of an INVITE, an UPDATE, or a 2xx to one. */
export const sessionExpires: Header<SessionExpires> = {
  name: 'Session-Expires',
  compact: 'x',
  section: 'RFC 4028 §4',
  list: false,
  parse(scanner) {
    const seconds = parseDeltaSeconds(scanner);
    if (seconds === undefined) return undefined;
    const parameters = parseParameters(scanner);
    if (parameters === undefined) return undefined;
    const written = parameters.get('refresher');
    const refresher = written === undefined ? undefined : sides.find((side) => sameToken(side, written));
    if (refresher === undefined && written !== undefined) return undefined;
    return { seconds, refresher, parameters: otherParameters(parameters, 'refresher') };
  },
  format: ({ seconds, refresher, parameters }) =>
    `${formatDeltaSeconds(seconds)}${formatParameters([['refresher', refresher]], parameters)}`
};

const sides = ['uac', 'uas'] as const;
