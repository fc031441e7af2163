/**
 * Proxy-Authorization: RFC 3261 §20.28.
 *
 * Proxy-Authorization = "Proxy-Authorization" HCOLON credentials
 */
import { credentialsHeader } from './credentials.ts';

/** The user agent's answer to a proxy's 407. */
export const proxyAuthorization = credentialsHeader({ name: 'Proxy-Authorization', section: 'RFC 3261 §20.28' });
