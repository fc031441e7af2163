/**
 * P-Served-User: RFC 5502 §6.
 *
 * P-Served-User = "P-Served-User" HCOLON PServedUser-value *( SEMI served-user-param ); PServedUser-value = name-addr / addr-spec
 * served-user-param = "sescase" EQUAL ( "orig" / "term" ) / "regstate" EQUAL ( "unreg" / "reg" ) / "orig-cdiv" / generic-param
 */
import { sameToken } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { type NameAddr, parseNameAddr } from './name-addr.ts';
import { formatNameAddrWith } from './name-addr-field.ts';
import { isFlagOrAbsent, otherParameters } from './own-parameters.ts';

/** Whom an application server serves; the address and all parameters but those below. */
export interface ServedUser extends NameAddr {
  /** `sescase`: whether the session is served as the user's own or as one for the user. */
  readonly sessionCase: 'orig' | 'term' | undefined;
  /** `regstate`: whether the user is registered. */
  readonly registrationState: 'unreg' | 'reg' | undefined;
  /** `orig-cdiv`: the user's after a diversion (RFC 8498 §6.2). */
  readonly originatingAfterDiversion: boolean;
}

/** One of the words, in whatever case it is written; undefined for none of them. */
function wordOf<T extends string>(written: string | undefined, words: readonly T[]): T | undefined {
  return words.find((word) => sameToken(word, written ?? ''));
}

/** The served user of an ISC interface. */
export const pServedUser: Header<ServedUser> = {
  name: 'P-Served-User',
  section: 'RFC 5502 §6',
  list: false,
  parse(scanner) {
    const address = parseNameAddr(scanner);
    if (address === undefined) return undefined;
    const { displayName, uri, parameters } = address;
    const sessionCase = wordOf(parameters.get('sescase'), ['orig', 'term']);
    if (sessionCase === undefined && parameters.has('sescase')) return undefined;
    const registrationState = wordOf(parameters.get('regstate'), ['unreg', 'reg']);
    if (registrationState === undefined && parameters.has('regstate')) return undefined;
    const diverted = parameters.get('orig-cdiv');
    if (!isFlagOrAbsent(diverted)) return undefined;
    const others = otherParameters(parameters, 'sescase', 'regstate', 'orig-cdiv');
    const originatingAfterDiversion = diverted !== undefined;
    return { displayName, uri, sessionCase, registrationState, originatingAfterDiversion, parameters: others };
  },
  format: (value) =>
    formatNameAddrWith(value, [
      ['sescase', value.sessionCase],
      ['regstate', value.registrationState],
      ['orig-cdiv', value.originatingAfterDiversion ? '' : undefined]
    ])
};
