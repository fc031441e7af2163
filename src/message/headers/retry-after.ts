/**
 * Retry-After: RFC 3261 §20.33.
 *
 * Retry-After = "Retry-After" HCOLON delta-seconds [ comment ] *( SEMI retry-param )
 * retry-param = ( "duration" EQUAL delta-seconds ) / generic-param
 */
import { Parameters, parseParameters } from '../../syntax/parameters.ts';
import { Scanner } from '../../syntax/scanner.ts';
import type { Header } from '../header.ts';
import { formatComment, OPEN, parseComment } from './comment.ts';
import { formatDeltaSeconds, mostDeltaSeconds } from './delta-seconds.ts';
import { formatParameters, otherParameters } from './own-parameters.ts';

/** When to come back. */
export interface RetryAfter {
  /** From the time of the response; 0 to 2**32 - 1. */
  readonly seconds: number;
  /** Why, for people. */
  readonly comment: string | undefined;
  /** For how many seconds the called party will then be there; for ever when undefined. */
  readonly duration: number | undefined;
  /** The other parameters. */
  readonly parameters: Parameters;
}

/** Seconds of 32 bits. A larger number is refused, not read as the largest: who waits that long does not come back (RFC 4475 §3.1.2.5). */
function parseSeconds(scanner: Scanner): number | undefined {
  const seconds = scanner.number(10);
  return seconds !== undefined && seconds <= mostDeltaSeconds ? seconds : undefined;
}

/** The seconds that a `duration` says; undefined when it says something else. */
function secondsOf(written: string): number | undefined {
  const scanner = new Scanner(written);
  const seconds = parseSeconds(scanner);
  return scanner.atEnd() ? seconds : undefined;
}

/** When a refused request may be tried again. */
export const retryAfter: Header<RetryAfter> = {
  name: 'Retry-After',
  section: 'RFC 3261 §20.33',
  list: false,
  parse(scanner) {
    const seconds = parseSeconds(scanner);
    if (seconds === undefined) return undefined;
    scanner.skipSpace();
    const commented = scanner.peek() === OPEN;
    const comment = commented ? parseComment(scanner) : undefined;
    if (commented && comment === undefined) return undefined;
    const parameters = parseParameters(scanner);
    if (parameters === undefined) return undefined;
    const written = parameters.get('duration');
    if (written === undefined) return { seconds, comment, duration: undefined, parameters };
    const duration = secondsOf(written);
    if (duration === undefined) return undefined;
    return { seconds, comment, duration, parameters: otherParameters(parameters, 'duration') };
  },
  format({ seconds, comment, duration, parameters }) {
    const why = comment === undefined ? '' : ` ${formatComment(comment)}`;
    const until = duration === undefined ? undefined : formatDeltaSeconds(duration);
    return `${formatDeltaSeconds(seconds)}${why}${formatParameters([['duration', until]], parameters)}`;
  }
};

/** A plain Retry-After. */
export const retryAfterSeconds = (seconds: number): RetryAfter => ({
  seconds,
  comment: undefined,
  duration: undefined,
  parameters: Parameters.none
});
