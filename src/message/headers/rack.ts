/**
 * RAck: RFC 3262 §7.2.
 *
 * RAck = "RAck" HCOLON response-num LWS CSeq-num LWS Method
 */
import type { Header } from '../header.ts';
import { cseq, cseqLimit } from './cseq.ts';
import { formatTokenValue } from './token-value.ts';
import { formatWholeNumber, largest32, parseWholeNumber } from './whole-number.ts';

/** Which reliable provisional response a PRACK acknowledges. */
export interface RAck {
  /** The RSeq of the response, from 1 to 2**32 - 1. */
  readonly responseNumber: number;
  /** The number in the CSeq of the response, below 2**31. */
  readonly sequence: number;
  /** The method in the CSeq of the response. */
  readonly method: string;
}

/** The acknowledgement that a PRACK carries. */
export const rack: Header<RAck> = {
  name: 'RAck',
  section: 'RFC 3262 §7.2',
  list: false,
  parse(scanner) {
    const responseNumber = parseWholeNumber(scanner, largest32, 1);
    if (responseNumber === undefined) return undefined;
    const digitsEnd = scanner.position;
    scanner.skipSpace();
    if (scanner.position === digitsEnd) return undefined;
    const acknowledged = cseq.parse(scanner);
    return acknowledged === undefined ? undefined : { responseNumber, ...acknowledged };
  },
  format: ({ responseNumber, sequence, method }) =>
    `${formatWholeNumber(responseNumber, largest32, 1)} ${formatWholeNumber(sequence, cseqLimit - 1)} ${formatTokenValue(method)}`
};
