/**
 * Security-Server: RFC 3329 §2.2.
 *
 * security-server = "Security-Server" HCOLON sec-mechanism *( COMMA sec-mechanism )
 */
import { securityMechanisms } from './security-mechanism.ts';

/** The mechanisms that hop can use. */
export const securityServer = securityMechanisms('Security-Server');
