/**
 * `event-type`: the value of Allow-Events, and the beginning of Event.
 *
 * event-type = event-package *( "." event-template ); both are token-nodot  (RFC 6665 §8.4)
 */
import type { Scanner } from '../../syntax/scanner.ts';
import { UsageError } from '../usage-error.ts';
import { formatTokenValue } from './token-value.ts';

/** Whether each of the names that the dots part is one. */
const isEventType = (token: string): boolean => token.split('.').every((name) => name !== '');

/** Reads a package, and behind dots its templates. */
export function parseEventType(scanner: Scanner): string | undefined {
  scanner.skipSpace();
  const token = scanner.token();
  return token !== undefined && isEventType(token) ? token : undefined;
}

/**
 * The type, unchanged.
 * @throws UsageError `ERR_SIP_INVALID_FIELD` when it is none
 */
export function formatEventType(type: string): string {
  if (!isEventType(type)) throw new UsageError('ERR_SIP_INVALID_FIELD', `not an event type: ${JSON.stringify(type)}`);
  return formatTokenValue(type);
}
