/**
 * Error-Info: RFC 3261 §20.18.
 *
 * Error-Info = "Error-Info" HCOLON error-uri *( COMMA error-uri ); error-uri = LAQUOT absoluteURI RAQUOT *( SEMI generic-param )
 */
import { infoUriList } from './info-uri.ts';

/** Where more is said about an error, perhaps by a recorded voice. */
export const errorInfo = infoUriList({ name: 'Error-Info', section: 'RFC 3261 §20.18' });
