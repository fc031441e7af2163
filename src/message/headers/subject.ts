/**
 * Subject: RFC 3261 §20.36.
 *
 * Subject = ( "Subject" / "s" ) HCOLON [ TEXT-UTF8-TRIM ]
 */
import { textValue } from './text-value.ts';

/** What the call is about. */
export const subject = textValue({ name: 'Subject', compact: 's', section: 'RFC 3261 §20.36' });
