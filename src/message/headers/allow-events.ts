/**
 * Allow-Events: RFC 6665 §8.2.2.
 *
 * Allow-Events = ( "Allow-Events" / "u" ) HCOLON event-type *( COMMA event-type )
 */
import type { Header } from '../header.ts';
import { formatEventType, parseEventType } from './event-type.ts';

/** The event types the sender takes subscriptions to (RFC 6665 §4.4.4). */
export const allowEvents: Header<string> = {
  name: 'Allow-Events',
  compact: 'u',
  section: 'RFC 6665 §8.2.2',
  list: true,
  parse: parseEventType,
  format: formatEventType
};
