/** A message as bytes (RFC 3261 §7). What came from a peer goes out as it came; Content-Length is always right. */
import { copyOctets, encodeLatin1 } from '../syntax/latin1.ts';
import { hasTokenAt } from '../syntax/token.ts';
import { isHeaderText } from './field.ts';
import { readOne } from './header.ts';
import { contentLength } from './headers/content-length.ts';
import { compactName } from './headers/registry.ts';
import type { Sendable } from './message.ts';
import { UsageError } from './usage-error.ts';

/** How a message is written. */
export interface FormatOptions {
  /** Whether names that have a compact form are written so (§7.3.3), to make a message smaller. Not unless asked for. */
  readonly compact?: boolean;
}

/** How many bytes `formatMessage` makes of a message that we wrote. */
export function lengthOf({ startLine, fields, body }: Sendable): number {
  let length = startLine.length + 4 + body.length;
  for (const { name, offset, end } of fields) if (name !== contentLength.name) length += end - offset + 2;
  return length + `${contentLength.name}: ${String(body.length)}\r\n`.length;
}

/**
 * The bytes of a message. A Content-Length that is missing or wrong is put right (§20.14).
 * @throws UsageError `ERR_SIP_INVALID_FIELD` when the start line holds CR, LF, NUL or a character that is no byte; fields
 *   were checked when they were made
 */
export function formatMessage(message: Sendable, { compact = false }: FormatOptions = {}): Uint8Array {
  const { wire, body } = message;
  if (!compact && wire?.contentLength !== undefined && wire.text.startsWith(message.startLine, wire.start))
    return copyOctets(wire.bytes, wire.start, wire.end);
  const head = (compact ? undefined : message.head) ?? formatHead(message, compact);
  const bytes = encodeLatin1(head, body.length);
  bytes.set(body, head.length);
  return bytes;
}

/** What stands before the body, the empty line included. @throws as `formatMessage` */
export function formatHead({ startLine, fields, body }: Sendable, compact = false): string {
  if (!isHeaderText(startLine)) throw new UsageError('ERR_SIP_INVALID_FIELD', 'CR, LF or NUL in the start line');
  let text = `${startLine}\r\n`;
  let counted = false;
  // Fields that stand one behind the other in the message they came from are copied in one piece.
  let source = '';
  let from = 0;
  let to = 0;
  for (const field of fields) {
    if (field.name === contentLength.name) {
      if (counted || readOne(contentLength, field) !== body.length) continue;
      counted = true;
    }
    const short = compact ? compactName(field.name) : undefined;
    // A field that came compact stays as it is, and so does all behind a long name, white space and folding too.
    if (short !== undefined && hasTokenAt(field.text, field.offset, field.name)) {
      if (to > from) text += `${source.slice(from, to)}\r\n`;
      text += `${short}${field.text.slice(field.offset + field.name.length, field.end)}\r\n`;
      source = '';
      from = to = 0;
      continue;
    }
    if (field.text === source && field.offset === to + 2) {
      to = field.end;
      continue;
    }
    if (to > from) text += `${source.slice(from, to)}\r\n`;
    source = field.text;
    from = field.offset;
    to = field.end;
  }
  if (to > from) text += `${source.slice(from, to)}\r\n`;
  return `${text}${counted ? '' : `${compact ? 'l' : contentLength.name}: ${String(body.length)}\r\n`}\r\n`;
}
