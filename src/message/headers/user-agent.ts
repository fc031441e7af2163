/**
 * User-Agent: RFC 3261 §20.41.
 *
 * User-Agent = "User-Agent" HCOLON server-val *( LWS server-val )
 */
import { serverValues } from './server-value.ts';

/** The software of the UAC. */
export const userAgent = serverValues({ name: 'User-Agent', section: 'RFC 3261 §20.41' });
