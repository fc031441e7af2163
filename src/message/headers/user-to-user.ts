/**
 * User-to-User: RFC 7433 §4.1.
 *
 * UUI = "User-to-User" HCOLON uui-value *( COMMA uui-value ); uui-value = uui-data *( SEMI uui-param )
 * uui-data = token / quoted-string; uui-param = ( "purpose" / "content" / "encoding" ) EQUAL token / generic-param
 */
import { type Parameters, parseParameters } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { formatTokenOrQuoted, parseTokenOrQuoted } from './gen-value.ts';
import { formatParameters, isTokenOrAbsent, otherParameters } from './own-parameters.ts';
import { formatTokenValue } from './token-value.ts';

/** What one user's application tells the other's, past everybody on the way. */
export interface UserToUser {
  /** The data as `encoding` has it, without quotes. */
  readonly data: string;
  /** The package the data are of, as `isdn-uui` (RFC 7434); undefined when nothing is said. */
  readonly purpose: string | undefined;
  /** What the data are within the package. */
  readonly content: string | undefined;
  /** How they are written: `hex` … */
  readonly encoding: string | undefined;
  readonly parameters: Parameters;
}

const names = ['purpose', 'content', 'encoding'] as const;

/** User-to-user information. */
export const userToUser: Header<UserToUser> = {
  name: 'User-to-User',
  section: 'RFC 7433 §4.1',
  list: true,
  parse(scanner) {
    scanner.skipSpace();
    const data = parseTokenOrQuoted(scanner);
    if (data === undefined) return undefined;
    const parameters = parseParameters(scanner);
    if (parameters === undefined) return undefined;
    const [purpose, content, encoding] = names.map((name) => parameters.get(name));
    if (![purpose, content, encoding].every(isTokenOrAbsent)) return undefined;
    return { data, purpose, content, encoding, parameters: otherParameters(parameters, ...names) };
  },
  format(value) {
    const own = names.map(
      (name) => [name, value[name] === undefined ? undefined : formatTokenValue(value[name])] as const
    );
    return `${formatTokenOrQuoted(value.data)}${formatParameters(own, value.parameters)}`;
  }
};
