/**
 * Geolocation: RFC 6442 §4.1.
 *
 * Geolocation = "Geolocation" HCOLON locationValue *( COMMA locationValue )
 * locationValue = LAQUOT locationURI RAQUOT *( SEMI geoloc-param )
 */
import { nameAddrField } from './name-addr-field.ts';

/** Where the target's location is found: a `cid` URI names a body of the same message. No display name belongs here. */
export const geolocation = nameAddrField({ name: 'Geolocation', section: 'RFC 6442 §4.1', list: true }, true);
