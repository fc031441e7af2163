/**
 * Path: RFC 3327 §4.
 *
 * Path = "Path" HCOLON path-value *( COMMA path-value ); path-value = name-addr *( SEMI rr-param )
 */
import { nameAddrField } from './name-addr-field.ts';

/** A proxy between a user agent and its registrar, to be visited on the way back; in the order of Route. */
export const path = nameAddrField({ name: 'Path', section: 'RFC 3327 §4', list: true }, true);
