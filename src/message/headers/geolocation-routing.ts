/**
 * Geolocation-Routing: RFC 6442 §4.2.
 *
 * Geolocation-Routing = "Geolocation-Routing" HCOLON ( "yes" / "no" / generic-value )
 */
import { lowerCase } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { tokenField } from './token-field.ts';

const asWritten = tokenField({ name: 'Geolocation-Routing', section: 'RFC 6442 §4.2' });

/** Whether proxies may route by the location, in lower case: `yes`, `no`, or a word that means `no` (RFC 6442 §4.2). */
export const geolocationRouting: Header<string> = {
  ...asWritten,
  parse: (scanner) => lowerCase(asWritten.parse(scanner) ?? '') || undefined
};
