/**
 * P-Preferred-Identity: RFC 3325 §9.2.
 *
 * PPreferredID = "P-Preferred-Identity" HCOLON PPreferredID-value *( COMMA PPreferredID-value ); PPreferredID-value = name-addr / addr-spec
 */
import { nameAddrField } from './name-addr-field.ts';

/** Who the user wants to be for those the network trusts; one or two values. */
export const pPreferredIdentity = nameAddrField({ name: 'P-Preferred-Identity', section: 'RFC 3325 §9.2', list: true });
