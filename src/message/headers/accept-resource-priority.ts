/**
 * Accept-Resource-Priority: RFC 4412 §3.2.
 *
 * Accept-Resource-Priority = "Accept-Resource-Priority" HCOLON [ r-value *( COMMA r-value ) ]
 */
import type { Header } from '../header.ts';
import { formatResourceValue, parseResourceValue, type ResourceValue } from './resource-value.ts';

/** The resource priorities the sender of a response knows. */
export const acceptResourcePriority: Header<ResourceValue> = {
  name: 'Accept-Resource-Priority',
  section: 'RFC 4412 §3.2',
  list: true,
  mayBeEmpty: true,
  parse: parseResourceValue,
  format: formatResourceValue
};
