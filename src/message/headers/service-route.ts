/**
 * Service-Route: RFC 3608 §5.
 *
 * Service-Route = "Service-Route" HCOLON sr-value *( COMMA sr-value ); sr-value = name-addr *( SEMI rr-param )
 */
import { nameAddrField } from './name-addr-field.ts';

/** A proxy that the registrar wants the user agent's requests to visit; in the order of Route. */
export const serviceRoute = nameAddrField({ name: 'Service-Route', section: 'RFC 3608 §5', list: true }, true);
