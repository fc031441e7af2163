/**
 * P-Associated-URI: RFC 7315 §5.1.
 *
 * P-Associated-URI = "P-Associated-URI" HCOLON [ p-aso-uri-spec *( COMMA p-aso-uri-spec ) ]
 * p-aso-uri-spec = name-addr *( SEMI ai-param )
 */
import { nameAddrField } from './name-addr-field.ts';

/** What else the registered user is called; in a 2xx to REGISTER. An addr-spec is read as well, a name-addr is written. */
export const pAssociatedUri = nameAddrField({
  name: 'P-Associated-URI',
  section: 'RFC 7315 §5.1',
  list: true,
  mayBeEmpty: true
});
