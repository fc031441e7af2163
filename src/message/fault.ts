/**
 * What is wrong with something a peer sent. Returned, never thrown.
 */

/** Why a message or a field was refused; stable, for programs. */
export type FaultCode =
  | 'not-sip'
  | 'malformed-start-line'
  | 'unsupported-version'
  | 'malformed-field'
  | 'forbidden-character'
  | 'missing-field'
  | 'duplicate-field'
  | 'method-mismatch'
  | 'content-length'
  | 'malformed-body'
  | 'unsupported-body'
  | 'uri-too-long'
  | 'too-large';

/** The status a UAS answers with when it can answer (RFC 3261 §21.4, §21.5). */
export type FaultStatus = 400 | 414 | 415 | 488 | 501 | 505 | 513;

/** A refused message or field: why, the status to answer with, the clause, and where. */
export class Fault {
  readonly code: FaultCode;
  readonly status: FaultStatus;
  /** The clause that is broken, as `RFC 3261 §20.16`. */
  readonly section: string;
  /** Where in the examined text, in characters (bytes). */
  readonly offset: number;
  /** The header field concerned, by its long name. */
  readonly field: string | undefined;

  constructor(code: FaultCode, status: FaultStatus, section: string, offset: number, field?: string) {
    this.code = code;
    this.status = status;
    this.section = section;
    this.offset = offset;
    this.field = field;
  }

  /** One line for people. */
  toString(): string {
    const where = this.field === undefined ? '' : ` in ${this.field}`;
    return `${this.code}${where} at ${String(this.offset)} (${this.section})`;
  }
}
