/**
 * Alert-Info: RFC 3261 §20.4.
 *
 * Alert-Info = "Alert-Info" HCOLON alert-param *( COMMA alert-param )
 * alert-param = LAQUOT absoluteURI RAQUOT *( SEMI generic-param )
 */
import { infoUriList } from './info-uri.ts';

/** Another ring tone, or ringback tone. */
export const alertInfo = infoUriList({ name: 'Alert-Info', section: 'RFC 3261 §20.4' });
