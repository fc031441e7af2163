/**
 * Require: RFC 3261 §20.32.
 *
 * Require = "Require" HCOLON option-tag *( COMMA option-tag )
 */
import { tokenList } from './token-list.ts';

/** The extensions the UAS must know (§8.2.2.3). */
export const require = tokenList({ name: 'Require', section: 'RFC 3261 §20.32' });
