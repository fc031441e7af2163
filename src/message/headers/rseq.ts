/**
 * RSeq: RFC 3262 §7.1.
 *
 * RSeq = "RSeq" HCOLON response-num; response-num = 1*DIGIT, from 1 to 2**32 - 1
 */
import { wholeNumber } from './whole-number.ts';

/** The number of a reliable provisional response within its transaction. */
export const rseq = wholeNumber({ name: 'RSeq', section: 'RFC 3262 §7.1' }, 1);
