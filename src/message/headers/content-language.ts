/**
 * Content-Language: RFC 3261 §20.13.
 *
 * Content-Language = "Content-Language" HCOLON language-tag *( COMMA language-tag )
 */
import type { Header } from '../header.ts';
import { formatLanguage, parseLanguageTag } from './language-tag.ts';

/** The languages of the body. */
export const contentLanguage: Header<string> = {
  name: 'Content-Language',
  section: 'RFC 3261 §20.13',
  list: true,
  parse(scanner) {
    scanner.skipSpace();
    return parseLanguageTag(scanner);
  },
  format: (tag) => formatLanguage(tag, parseLanguageTag)
};
