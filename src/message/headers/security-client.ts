/**
 * Security-Client: RFC 3329 §2.2.
 *
 * security-client = "Security-Client" HCOLON sec-mechanism *( COMMA sec-mechanism )
 */
import { securityMechanisms } from './security-mechanism.ts';

/** The mechanisms a client can use on its first hop. */
export const securityClient = securityMechanisms('Security-Client');
