/**
 * Resource-Priority: RFC 4412 §3.1.
 *
 * Resource-Priority = "Resource-Priority" HCOLON r-value *( COMMA r-value )
 */
import type { Header } from '../header.ts';
import { formatResourceValue, parseResourceValue, type ResourceValue } from './resource-value.ts';

/** How the sender wants to be preferred for scarce resources; at most one value a namespace means something. */
export const resourcePriority: Header<ResourceValue> = {
  name: 'Resource-Priority',
  section: 'RFC 4412 §3.1',
  list: true,
  parse: parseResourceValue,
  format: formatResourceValue
};
