/**
 * CSeq: RFC 3261 §20.16.
 *
 * CSeq = "CSeq" HCOLON 1*DIGIT LWS Method; the number is below 2**31 (§8.1.1.5)
 */
import type { Header } from '../header.ts';

/** The request's place in its dialog, and its method. */
export interface CSeq {
  readonly sequence: number;
  readonly method: string;
}

/** One above the largest legal sequence number (§8.1.1.5). */
export const cseqLimit = 2 ** 31;

/** The number and method that tell a dialog's requests apart. */
export const cseq: Header<CSeq> = {
  name: 'CSeq',
  section: 'RFC 3261 §20.16',
  list: false,
  parse(scanner) {
    const sequence = scanner.number(10);
    if (sequence === undefined || sequence >= cseqLimit) return undefined;
    const digitsEnd = scanner.position;
    scanner.skipSpace();
    if (scanner.position === digitsEnd) return undefined;
    const method = scanner.token();
    return method === undefined ? undefined : { sequence, method };
  },
  format: (value) => `${String(value.sequence)} ${value.method}`
};
