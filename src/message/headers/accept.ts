/**
 * Accept: RFC 3261 §20.1.
 *
 * Accept = "Accept" HCOLON [ accept-range *( COMMA accept-range ) ]
 */
import type { Header } from '../header.ts';
import { formatMediaType, type MediaType, parseMediaType } from './media-type.ts';

/** The body types the sender takes; at most 32 values. */
export const accept: Header<MediaType> = {
  name: 'Accept',
  section: 'RFC 3261 §20.1',
  list: true,
  most: 32,
  mayBeEmpty: true,
  parse: parseMediaType,
  format: formatMediaType
};
