/**
 * Event: RFC 6665 §8.2.1.
 *
 * Event = ( "Event" / "o" ) HCOLON event-type *( SEMI event-param ); event-param = generic-param / ( "id" EQUAL token )
 */
import { type Parameters, parseParameters } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { formatEventType, parseEventType } from './event-type.ts';
import { formatParameters, isTokenOrAbsent, otherParameters } from './own-parameters.ts';
import { formatTokenValue } from './token-value.ts';

/** What is subscribed to. Types are compared byte by byte, ids too (RFC 6665 §8.2.1). */
export interface Event {
  /** `event-type`: the package, and behind dots its templates. */
  readonly type: string;
  /** Tells the subscriptions of one dialog to the same type apart. */
  readonly id: string | undefined;
  /** The package's own parameters. */
  readonly parameters: Parameters;
}

/** The event package of a SUBSCRIBE, NOTIFY or PUBLISH. */
export const event: Header<Event> = {
  name: 'Event',
  compact: 'o',
  section: 'RFC 6665 §8.2.1',
  list: false,
  parse(scanner) {
    const type = parseEventType(scanner);
    if (type === undefined) return undefined;
    const parameters = parseParameters(scanner);
    if (parameters === undefined) return undefined;
    const id = parameters.get('id');
    return isTokenOrAbsent(id) ? { type, id, parameters: otherParameters(parameters, 'id') } : undefined;
  },
  format({ type, id, parameters }) {
    const own = [['id', id === undefined ? undefined : formatTokenValue(id)]] as const;
    return `${formatEventType(type)}${formatParameters(own, parameters)}`;
  }
};
