/**
 * SIP-ETag: RFC 3903 §11.3.1.
 *
 * SIP-ETag = "SIP-ETag" HCOLON entity-tag; entity-tag = token
 */
import { tokenField } from './token-field.ts';

/** The name a 2xx to PUBLISH gives to the state that was published. */
export const sipEtag = tokenField({ name: 'SIP-ETag', section: 'RFC 3903 §11.3.1' });
