/**
 * P-Asserted-Identity: RFC 3325 §9.1.
 *
 * PAssertedID = "P-Asserted-Identity" HCOLON PAssertedID-value *( COMMA PAssertedID-value ); PAssertedID-value = name-addr / addr-spec
 */
import { nameAddrField } from './name-addr-field.ts';

/** Who the user is, as a trusted element says; believed only when it comes from one (RFC 3325 §5). One or two values. */
export const pAssertedIdentity = nameAddrField({ name: 'P-Asserted-Identity', section: 'RFC 3325 §9.1', list: true });
