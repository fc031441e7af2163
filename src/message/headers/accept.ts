/**
 * Accept: RFC 3261 §20.1.
 *
 * Accept = "Accept" HCOLON [ accept-range *( COMMA accept-range ) ]; accept-range = media-range *( SEMI accept-param )
 */
import { Parameters } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { type AcceptParameters, formatAcceptParameters, splitQuality } from './accept-parameters.ts';
import { formatMediaType, type MediaType, parseMediaType } from './media-type.ts';

/** A media type or range (a type or subtype of `*`), and how much it is wanted. */
export interface AcceptRange extends MediaType, AcceptParameters {}

/** The body types the sender takes; at most 32 values. */
export const accept: Header<AcceptRange> = {
  name: 'Accept',
  section: 'RFC 3261 §20.1',
  list: true,
  most: 32,
  mayBeEmpty: true,
  parse(scanner) {
    const range = parseMediaType(scanner);
    return range === undefined ? undefined : { ...range, ...splitQuality(range.parameters) };
  },
  format: (value) => formatMediaType({ ...value, parameters: Parameters.none }) + formatAcceptParameters(value)
};
