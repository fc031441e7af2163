/**
 * To: RFC 3261 §20.39.
 *
 * To = ( "To" / "t" ) HCOLON ( name-addr / addr-spec ) *( SEMI to-param ); to-param = tag-param / generic-param
 */
import { isTokenIn } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { formatNameAddr, type NameAddr, parseNameAddr } from './name-addr.ts';

/** The logical recipient; `tag` is the peer's half of the dialog id (§19.3). */
export interface To extends NameAddr {
  readonly tag: string | undefined;
}

/** A NameAddr as To or From: its `tag` parameter read. */
export function tagged(address: NameAddr): To | undefined {
  const tag = address.parameters.get('tag');
  // A tag without a value, a quoted one or an address is no `tag-param`.
  if (!isTokenIn(address.parameters, tag)) return undefined;
  return { displayName: address.displayName, uri: address.uri, parameters: address.parameters, tag };
}

/** A copy with another tag. */
export function withTag(address: To, tag: string): To {
  return { ...address, parameters: address.parameters.with('tag', tag), tag };
}

/** Whom a request is for. */
export const to: Header<To> = {
  name: 'To',
  compact: 't',
  section: 'RFC 3261 §20.39',
  list: false,
  parse(scanner) {
    const address = parseNameAddr(scanner);
    return address === undefined ? undefined : tagged(address);
  },
  format: formatNameAddr
};
