/**
 * Priority: RFC 3261 §20.26.
 *
 * Priority = "Priority" HCOLON ( "emergency" / "urgent" / "normal" / "non-urgent" / other-priority ); other-priority = token
 */
import { lowerCase } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { formatTokenValue } from './token-value.ts';

/** How urgent the caller finds the request, in lower case; `normal` is meant when the field is missing. */
export const priority: Header<string> = {
  name: 'Priority',
  section: 'RFC 3261 §20.26',
  list: false,
  parse(scanner) {
    const token = scanner.token();
    return token === undefined ? undefined : lowerCase(token);
  },
  format: formatTokenValue
};
