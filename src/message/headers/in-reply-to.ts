/**
 * In-Reply-To: RFC 3261 §20.21.
 *
 * In-Reply-To = "In-Reply-To" HCOLON callid *( COMMA callid )
 */
import type { Header } from '../header.ts';
import { callId } from './call-id.ts';

/** The Call-IDs of the calls that this one returns or refers to. */
export const inReplyTo: Header<string> = {
  name: 'In-Reply-To',
  section: 'RFC 3261 §20.21',
  list: true,
  parse(scanner) {
    scanner.skipSpace();
    return callId.parse(scanner);
  },
  format: (value) => callId.format(value)
};
