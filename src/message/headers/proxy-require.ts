/**
 * Proxy-Require: RFC 3261 §20.29.
 *
 * Proxy-Require = "Proxy-Require" HCOLON option-tag *( COMMA option-tag )
 */
import { tokenList } from './token-list.ts';

/** The extensions a proxy must know (§16.3). */
export const proxyRequire = tokenList({ name: 'Proxy-Require', section: 'RFC 3261 §20.29' });
