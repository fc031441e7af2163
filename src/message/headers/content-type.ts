/**
 * Content-Type: RFC 3261 §20.15.
 *
 * Content-Type = ( "Content-Type" / "c" ) HCOLON media-type
 */
import type { Header } from '../header.ts';
import { formatMediaType, type MediaType, parseMediaType } from './media-type.ts';

/** What the body is. */
export const contentType: Header<MediaType> = {
  name: 'Content-Type',
  compact: 'c',
  section: 'RFC 3261 §20.15',
  list: false,
  parse: parseMediaType,
  format: formatMediaType
};
