/**
 * Allow: RFC 3261 §20.5.
 *
 * Allow = "Allow" HCOLON [ Method *( COMMA Method ) ]
 */
import { tokenList } from './token-list.ts';

/** The methods the sender can take. */
export const allow = tokenList({ name: 'Allow', section: 'RFC 3261 §20.5', mayBeEmpty: true });
