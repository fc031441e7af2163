/**
 * Privacy: RFC 3323 §4.2.
 *
 * Privacy-hdr = "Privacy" HCOLON priv-value *( ";" priv-value ); priv-value = "header" / "session" / "user" / "none" / "critical" / token
 */
import { lowerCase } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { UsageError } from '../usage-error.ts';
import { formatTokenValue } from './token-value.ts';

const COMMA = 0x2c;
const SEMICOLON = 0x3b;

/**
 * What the sender wants hidden, in lower case: `header`, `session`, `user`, `id` (RFC 3325 §9.3), `history`
 * (RFC 7044 §7.2.1), `none`, `critical`. Commas are read as the semicolons that they stand for.
 */
export const privacy: Header<readonly string[]> = {
  name: 'Privacy',
  section: 'RFC 3323 §4.2',
  list: false,
  parse(scanner) {
    const values: string[] = [];
    do {
      const value = scanner.token();
      if (value === undefined) return undefined;
      values.push(lowerCase(value));
    } while (scanner.separator(SEMICOLON) || scanner.separator(COMMA));
    return values;
  },
  format(values) {
    if (values.length === 0) throw new UsageError('ERR_SIP_INVALID_FIELD', 'a Privacy without a value');
    return values.map(formatTokenValue).join(';');
  }
};
