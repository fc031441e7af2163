/**
 * Supported: RFC 3261 §20.37.
 *
 * Supported = ( "Supported" / "k" ) HCOLON [ option-tag *( COMMA option-tag ) ]
 */
import { tokenList } from './token-list.ts';

/** The extensions the sender knows. */
export const supported = tokenList({ name: 'Supported', compact: 'k', section: 'RFC 3261 §20.37', mayBeEmpty: true });
