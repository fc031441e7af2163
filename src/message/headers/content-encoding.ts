/**
 * Content-Encoding: RFC 3261 §20.12.
 *
 * Content-Encoding = ( "Content-Encoding" / "e" ) HCOLON content-coding *( COMMA content-coding )
 */
import { tokenList } from './token-list.ts';

/** What was done to the body, in order. */
export const contentEncoding = tokenList({ name: 'Content-Encoding', compact: 'e', section: 'RFC 3261 §20.12' });
