/**
 * Authorization: RFC 3261 §20.7.
 *
 * Authorization = "Authorization" HCOLON credentials
 */
import { credentialsHeader } from './credentials.ts';

/** The user agent's answer to a 401. */
export const authorization = credentialsHeader({ name: 'Authorization', section: 'RFC 3261 §20.7' });
