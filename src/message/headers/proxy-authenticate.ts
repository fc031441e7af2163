/**
 * Proxy-Authenticate: RFC 3261 §20.27.
 *
 * Proxy-Authenticate = "Proxy-Authenticate" HCOLON challenge
 */
import { challengeHeader } from './challenge.ts';

/** What a proxy asks for in a 407. */
export const proxyAuthenticate = challengeHeader({ name: 'Proxy-Authenticate', section: 'RFC 3261 §20.27' });
