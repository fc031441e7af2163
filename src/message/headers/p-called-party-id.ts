/**
 * P-Called-Party-ID: RFC 7315 §5.2.
 *
 * P-Called-Party-ID = "P-Called-Party-ID" HCOLON called-pty-id-spec; called-pty-id-spec = name-addr *( SEMI cpid-param )
 */
import { nameAddrField } from './name-addr-field.ts';

/**
 * The Request-URI as it was before the registrar put the contact in its place. An addr-spec is read as well, a name-addr is
 * written.
 */
export const pCalledPartyId = nameAddrField({ name: 'P-Called-Party-ID', section: 'RFC 7315 §5.2', list: false });
