/**
 * Max-Breadth: RFC 5393 §5.
 *
 * Max-Breadth = "Max-Breadth" HCOLON 1*DIGIT; up to 2**32 - 1 is read
 */
import { wholeNumber } from './whole-number.ts';

/** How many branches a request, with everything that is forked from it, may have at a time. */
export const maxBreadth = wholeNumber({ name: 'Max-Breadth', section: 'RFC 5393 §5' });
