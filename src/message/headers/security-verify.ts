/**
 * Security-Verify: RFC 3329 §2.2.
 *
 * security-verify = "Security-Verify" HCOLON sec-mechanism *( COMMA sec-mechanism )
 */
import { securityMechanisms } from './security-mechanism.ts';

/** What the client got as Security-Server, sent back protected: who changed it on the way is found out. */
export const securityVerify = securityMechanisms('Security-Verify');
