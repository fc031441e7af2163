/**
 * To: RFC 3261 §20.39.
 *
 * To = ( "To" / "t" ) HCOLON ( name-addr / addr-spec ) *( SEMI to-param ); to-param = tag-param / generic-param
 */
import { isTokenIn } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { formatNameAddr, type MakeAddress, type NameAddr, parseAddress } from './name-addr.ts';

/** The logical recipient; `tag` is the peer's half of the dialog id (§19.3). */
export interface To extends NameAddr {
  readonly tag: string | undefined;
}

/** The parts of an address as To or From; undefined when its tag is no `tag-param`: without a value, quoted, or an address. */
export const makeTagged: MakeAddress<To> = (displayName, uri, parameters) => {
  const tag = parameters.get('tag');
  return isTokenIn(parameters, tag) ? { displayName, uri, parameters, tag } : undefined;
};

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
  parse: (scanner) => parseAddress(scanner, false, makeTagged),
  format: formatNameAddr
};
