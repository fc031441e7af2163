/**
 * Unsupported: RFC 3261 §20.40.
 *
 * Unsupported = "Unsupported" HCOLON option-tag *( COMMA option-tag )
 */
import { tokenList } from './token-list.ts';

/** The extensions a 420 complains of. */
export const unsupported = tokenList({ name: 'Unsupported', section: 'RFC 3261 §20.40' });
