/**
 * Diversion: RFC 5806 §4.
 *
 * Diversion = "Diversion" ":" 1#( name-addr *( ";" diversion-param ) )
 * diversion-param = "reason" "=" ( token / quoted-string ) / ( "counter" / "limit" ) "=" 1*2DIGIT
 *   / ( "privacy" / "screen" ) "=" ( token / quoted-string ) / generic-param
 */
import type { Header } from '../header.ts';
import { formatTokenOrQuoted, textOf } from './gen-value.ts';
import { type NameAddr, parseNameAddr } from './name-addr.ts';
import { formatNameAddrWith } from './name-addr-field.ts';
import { otherParameters } from './own-parameters.ts';
import { formatWholeNumber, wholeNumberOf } from './whole-number.ts';

/** Who diverted a call; the address and all parameters but those below. */
export interface Diversion extends NameAddr {
  /** `unknown`, `user-busy`, `no-answer`, `unavailable`, `unconditional`, `time-of-day`, `deflection` … */
  readonly reason: string | undefined;
  /** How many diversions this entry stands for, up to 99; absent means one. */
  readonly counter: number | undefined;
  /** How many more are wanted at most, up to 99. */
  readonly limit: number | undefined;
  /** `full`, `name`, `uri`, `off` … */
  readonly privacy: string | undefined;
  /** `yes`, `no` … */
  readonly screen: string | undefined;
}

const MOST = 99;
const names = ['reason', 'counter', 'limit', 'privacy', 'screen'] as const;

const formatText = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : formatTokenOrQuoted(text);

const formatCount = (count: number | undefined): string | undefined =>
  count === undefined ? undefined : formatWholeNumber(count, MOST);

/** The diversions of a call, the latest first. An addr-spec is read as well, a name-addr is written. */
export const diversion: Header<Diversion> = {
  name: 'Diversion',
  section: 'RFC 5806 §4',
  list: true,
  parse(scanner) {
    const address = parseNameAddr(scanner);
    if (address === undefined) return undefined;
    const { displayName, uri, parameters } = address;
    // What is not as the grammar wants it is passed over like an unknown word: the field is a record, and nobody's rule.
    const text = (name: string): string | undefined => textOf(parameters.get(name) ?? '') || undefined;
    const count = (name: string): number | undefined => wholeNumberOf(parameters.get(name) ?? '', MOST);
    return {
      displayName,
      uri,
      reason: text('reason'),
      counter: count('counter'),
      limit: count('limit'),
      privacy: text('privacy'),
      screen: text('screen'),
      parameters: otherParameters(parameters, ...names)
    };
  },
  format: (value) =>
    formatNameAddrWith(value, [
      ['reason', formatText(value.reason)],
      ['counter', formatCount(value.counter)],
      ['limit', formatCount(value.limit)],
      ['privacy', formatText(value.privacy)],
      ['screen', formatText(value.screen)]
    ])
};
