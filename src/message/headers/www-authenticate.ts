/**
 * WWW-Authenticate: RFC 3261 §20.44.
 *
 * WWW-Authenticate = "WWW-Authenticate" HCOLON challenge
 */
import { challengeHeader } from './challenge.ts';

/** What a UAS asks for in a 401. */
export const wwwAuthenticate = challengeHeader({ name: 'WWW-Authenticate', section: 'RFC 3261 §20.44' });
