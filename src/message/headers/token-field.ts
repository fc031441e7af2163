/** One token that fills a field: the shape of SIP-ETag and SIP-If-Match. */
import type { Header } from '../header.ts';
import { formatTokenValue } from './token-value.ts';

/** A header whose value is one plain token. */
export function tokenField(names: Pick<Header<string>, 'name' | 'section'>): Header<string> {
  return { ...names, list: false, parse: (scanner) => scanner.token(), format: formatTokenValue };
}
