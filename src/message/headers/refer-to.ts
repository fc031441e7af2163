/**
 * Refer-To: RFC 3515 §2.1.
 *
 * Refer-To = ( "Refer-To" / "r" ) HCOLON ( name-addr / addr-spec ) *( SEMI generic-param )
 */
import { nameAddrField } from './name-addr-field.ts';

/**
 * Where a REFER sends its recipient. The URI may carry `headers`: which of them go into the new request is not for this
 * file to say (RFC 3261 §19.1.5).
 */
export const referTo = nameAddrField({ name: 'Refer-To', compact: 'r', section: 'RFC 3515 §2.1', list: false });
