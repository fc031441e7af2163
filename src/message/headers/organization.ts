/**
 * Organization: RFC 3261 §20.25.
 *
 * Organization = "Organization" HCOLON [ TEXT-UTF8-TRIM ]
 */
import { textValue } from './text-value.ts';

/** To whom the sender belongs. */
export const organization = textValue({ name: 'Organization', section: 'RFC 3261 §20.25' });
