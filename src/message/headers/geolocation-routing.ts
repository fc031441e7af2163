/**
 * Geolocation-Routing: RFC 6442 §4.2.
 *
 * Geolocation-Routing = "Geolocation-Routing" HCOLON ( "yes" / "no" / generic-value ); generic-value = generic-param
 */
import { Scanner } from '../../syntax/scanner.ts';
import { lowerCase } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { UsageError } from '../usage-error.ts';
import { parseGenericParam } from './gen-value.ts';

/** Reads a value; the name in lower case, what an extension gives it as written. */
function parseValue(scanner: Scanner): string | undefined {
  const read = parseGenericParam(scanner);
  if (read === undefined) return undefined;
  const [name, value] = read;
  return value === '' ? lowerCase(name) : `${lowerCase(name)}=${value}`;
}

/** Whether proxies may route by the location: `yes`, `no`, or an extension's, which means `no` to others (RFC 6442 §4.2). */
export const geolocationRouting: Header<string> = {
  name: 'Geolocation-Routing',
  section: 'RFC 6442 §4.2',
  list: false,
  parse: parseValue,
  format(value) {
    const scanner = new Scanner(value);
    if (parseValue(scanner) === undefined || !scanner.atEnd())
      throw new UsageError('ERR_SIP_INVALID_FIELD', `not a Geolocation-Routing: ${JSON.stringify(value)}`);
    return value;
  }
};
