/**
 * Server: RFC 3261 §20.35.
 *
 * Server = "Server" HCOLON server-val *( LWS server-val )
 */
import { serverValues } from './server-value.ts';

/** The software of the UAS. */
export const server = serverValues({ name: 'Server', section: 'RFC 3261 §20.35' });
