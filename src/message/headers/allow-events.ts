/**
 * Allow-Events: RFC 6665 §8.2.2.
 *
 * Allow-Events = ( "Allow-Events" / "u" ) HCOLON event-type *( COMMA event-type )
 */
import { tokenList } from './token-list.ts';

/** The event types the sender takes subscriptions to (RFC 6665 §4.4.4). */
export const allowEvents = tokenList({ name: 'Allow-Events', compact: 'u', section: 'RFC 6665 §8.2.2' });
