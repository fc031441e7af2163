/**
 * Accept-Language: RFC 3261 §20.3.
 *
 * Accept-Language = "Accept-Language" HCOLON [ language *( COMMA language ) ]; language = language-range *( SEMI accept-param )
 */
import type { Header } from '../header.ts';
import { type AcceptParameters, formatAcceptParameters, parseAcceptParameters } from './accept-parameters.ts';
import { formatLanguage, parseLanguageRange } from './language-tag.ts';

/** A language-range and how much it is wanted. */
export interface Language extends AcceptParameters {
  /** A language tag as written, or `*`; without case. */
  readonly range: string;
}

/** The languages the sender's user reads. */
export const acceptLanguage: Header<Language> = {
  name: 'Accept-Language',
  section: 'RFC 3261 §20.3',
  list: true,
  mayBeEmpty: true,
  parse(scanner) {
    scanner.skipSpace();
    const range = parseLanguageRange(scanner);
    if (range === undefined) return undefined;
    const rest = parseAcceptParameters(scanner);
    return rest === undefined ? undefined : { range, ...rest };
  },
  format: (value) => formatLanguage(value.range, parseLanguageRange) + formatAcceptParameters(value)
};
