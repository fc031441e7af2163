/**
 * SIP-If-Match: RFC 3903 §11.3.2.
 *
 * SIP-If-Match = "SIP-If-Match" HCOLON entity-tag; entity-tag = token
 */
import { tokenField } from './token-field.ts';

/** Which published state a PUBLISH refreshes, changes or removes. */
export const sipIfMatch = tokenField({ name: 'SIP-If-Match', section: 'RFC 3903 §11.3.2' });
