/**
 * A piece of a SIP message as a body, message/sipfrag: RFC 3420.
 *
 * sipfrag = [ start-line ] *message-header [ CRLF [ message-body ] ]
 */
import { decodeLatin1, encodeLatin1 } from '../../syntax/latin1.ts';
import { Fault } from '../fault.ts';
import { type HeaderField, isHeaderText } from '../field.ts';
import { defaultMessageLimits, type MessageLimits } from '../limits.ts';
import { parseStartLine, type RequestLine, type StatusLine } from '../start-line.ts';
import { UsageError } from '../usage-error.ts';
import { parseFields, splitHead } from './fields.ts';

/** What a fragment says. None of it is proof of anything. */
export interface Sipfrag {
  /** Undefined when the fragment begins with a header field. */
  readonly startLine: RequestLine | StatusLine | undefined;
  readonly fields: readonly HeaderField[];
  readonly body: Uint8Array;
}

/** A name and its colon: what no start line begins with. */
const fieldStart = /^[^\s:]+[ \t]*:/;

/** Half of a line end, which no reason phrase holds. */
const loneLineEnd = /[\r\n]/;

/** Reads a fragment. The line end of the last line may be missing, as it often is in the NOTIFY of a REFER (RFC 3515 §2.4.5). */
export function parseSipfrag(bytes: Uint8Array, limits: MessageLimits = defaultMessageLimits): Sipfrag | Fault {
  const text = decodeLatin1(bytes);
  const lineEnd = text.indexOf('\r\n');
  const firstEnd = lineEnd < 0 ? text.length : lineEnd;
  let startLine: Sipfrag['startLine'];
  let fieldsStart = 0;
  if (firstEnd > 0 && !fieldStart.test(text.slice(0, firstEnd))) {
    const line = parseStartLine(text, bytes, 0, firstEnd, limits);
    if (line.kind === 'broken') return line.fault;
    if (loneLineEnd.test(text.slice(0, firstEnd))) return new Fault('forbidden-character', 400, 'RFC 3261 §25.1', 0);
    startLine = line;
    fieldsStart = Math.min(text.length, firstEnd + 2);
  }
  const { end, bodyStart } = splitHead(text, fieldsStart);
  const fields = parseFields(text.slice(fieldsStart, end), limits, fieldsStart);
  return fields instanceof Fault ? fields : { startLine, fields, body: bytes.subarray(bodyStart) };
}

/** What a fragment is made from; a SipMessage is all of it, and usually more than should be told. */
export interface SipfragParts {
  /** As `response.startLine` has it. */
  readonly startLine?: string;
  readonly fields?: readonly HeaderField[];
  readonly body?: Uint8Array;
}

/**
 * The bytes of a fragment.
 * @throws UsageError `ERR_SIP_INVALID_FIELD` when the start line holds CR, LF, NUL or a character that is no byte
 */
export function formatSipfrag({ startLine, fields = [], body }: SipfragParts): Uint8Array {
  if (startLine !== undefined && !isHeaderText(startLine))
    throw new UsageError('ERR_SIP_INVALID_FIELD', 'CR, LF or NUL in the start line');
  const lines = [...(startLine === undefined ? [] : [startLine]), ...fields.map(({ line }) => line)];
  const head = lines.map((line) => `${line}\r\n`).join('');
  return encodeLatin1(body === undefined || body.length === 0 ? head : `${head}\r\n${decodeLatin1(body)}`);
}
