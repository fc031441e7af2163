/**
 * Words for people that fill a field: the shape of Subject and Organization.
 *
 * TEXT-UTF8-TRIM = 1*TEXT-UTF8char *( *LWS TEXT-UTF8char ); TEXT-UTF8char = %x21-7E / UTF8-NONASCII  (RFC 3261 §25.1)
 */
import { trimSpace } from '../../syntax/characters.ts';
import { decodeUtf8, encodeUtf8 } from '../../syntax/utf8.ts';
import type { Header } from '../header.ts';
import { UsageError } from '../usage-error.ts';

/** Control characters: no TEXT-UTF8char, and HTAB only as white space. */
const forbidden = /[\x00-\x08\x0a-\x1f\x7f]/;

/**
 * A header whose value is text, `''` when there is none: UTF-8, decoded strictly, without the white space around it. Text
 * with control characters is refused when it is read, and `format` throws UsageError `ERR_SIP_INVALID_FIELD` for it.
 */
export function textValue(names: Pick<Header<string>, 'name' | 'compact' | 'section'>): Header<string> {
  return {
    ...names,
    list: false,
    parse(scanner) {
      const text = trimSpace(scanner.text, scanner.position, scanner.end);
      if (forbidden.test(text)) return undefined;
      const decoded = decodeUtf8(text);
      if (decoded !== undefined) scanner.position = scanner.end;
      return decoded;
    },
    format(text) {
      if (forbidden.test(text))
        throw new UsageError(
          'ERR_SIP_INVALID_FIELD',
          `a control character in the ${names.name}: ${JSON.stringify(text)}`
        );
      return encodeUtf8(trimSpace(text));
    }
  };
}
