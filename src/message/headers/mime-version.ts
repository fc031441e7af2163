/**
 * MIME-Version: RFC 3261 §20.24.
 *
 * MIME-Version = "MIME-Version" HCOLON 1*DIGIT "." 1*DIGIT; at most 10 digits are read
 */
import type { Header } from '../header.ts';

/** A version of MIME: `1.0` is the only one. */
export interface MimeVersion {
  readonly major: number;
  readonly minor: number;
}

const DOT = 0x2e;

/** The version of MIME that the message's body is made by. */
export const mimeVersion: Header<MimeVersion> = {
  name: 'MIME-Version',
  section: 'RFC 3261 §20.24',
  list: false,
  parse(scanner) {
    const major = scanner.number(10);
    if (major === undefined || !scanner.take(DOT)) return undefined;
    const minor = scanner.number(10);
    return minor === undefined ? undefined : { major, minor };
  },
  format: ({ major, minor }) => `${String(major)}.${String(minor)}`
};
