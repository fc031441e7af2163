/**
 * Subscription-State: RFC 6665 §8.2.3.
 *
 * Subscription-State = "Subscription-State" HCOLON substate-value *( SEMI subexp-params )
 * subexp-params = ( "reason" EQUAL event-reason-value ) / ( "expires" EQUAL delta-seconds )
 *   / ( "retry-after" EQUAL delta-seconds ) / generic-param
 */
import type { Parameters } from '../../syntax/parameters.ts';
import { Scanner } from '../../syntax/scanner.ts';
import { lowerCase } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { formatDeltaSeconds, parseDeltaSeconds } from './delta-seconds.ts';
import { formatParameters, isTokenOrAbsent, otherParameters, parseTokenAndParameters } from './own-parameters.ts';
import { formatTokenValue } from './token-value.ts';

/** Where a subscription stands, as its NOTIFY says. */
export interface SubscriptionState {
  /** `substate-value` in lower case: `active`, `pending`, `terminated` or an extension's. */
  readonly state: string;
  /** Why it ended, in lower case: `deactivated`, `probation`, `rejected`, `timeout`, `giveup`, `noresource`, `invariant` … */
  readonly reason: string | undefined;
  /** How long it still lasts, in seconds; 2**32 - 1 when the peer says more. */
  readonly expires: number | undefined;
  /** When to subscribe again at the earliest, in seconds; 2**32 - 1 when the peer says more. */
  readonly retryAfter: number | undefined;
  readonly parameters: Parameters;
}

/** The state of a subscription (RFC 6665 §4.1.3). */
export const subscriptionState: Header<SubscriptionState> = {
  name: 'Subscription-State',
  section: 'RFC 6665 §8.2.3',
  list: false,
  parse(scanner) {
    const read = parseTokenAndParameters(scanner);
    if (read === undefined) return undefined;
    const { token, parameters } = read;
    const reason = parameters.get('reason');
    if (!isTokenOrAbsent(reason)) return undefined;
    // A number that is none is no reason to lose the state: a subscription without an end has a timer of its own.
    const seconds = (name: string): number | undefined => deltaSecondsOf(parameters.get(name) ?? '');
    return {
      state: lowerCase(token),
      reason: reason === undefined ? undefined : lowerCase(reason),
      expires: seconds('expires'),
      retryAfter: seconds('retry-after'),
      parameters: otherParameters(parameters, 'reason', 'expires', 'retry-after')
    };
  },
  format({ state, reason, expires, retryAfter, parameters }) {
    const own = [
      ['reason', reason === undefined ? undefined : formatTokenValue(reason)],
      ['expires', expires === undefined ? undefined : formatDeltaSeconds(expires)],
      ['retry-after', retryAfter === undefined ? undefined : formatDeltaSeconds(retryAfter)]
    ] as const;
    return `${formatTokenValue(state)}${formatParameters(own, parameters)}`;
  }
};

/** A parameter's value as seconds; undefined when it is none. */
function deltaSecondsOf(text: string): number | undefined {
  const scanner = new Scanner(text);
  const seconds = parseDeltaSeconds(scanner);
  return scanner.atEnd() ? seconds : undefined;
}
