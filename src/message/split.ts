/** The header fields of a message, told apart but not read (RFC 3261 §7.3.1). */
import { classesOf, isSpace, TOKEN } from '../syntax/characters.ts';
import { nulsAreQuoted } from '../syntax/quoted-string.ts';
import { Fault } from './fault.ts';
import { HeaderField } from './field.ts';
import { canonicalNameAt } from './headers/registry.ts';
import type { MessageLimits } from './limits.ts';

const COLON = 0x3a;

/** The lines of a message. */
export interface SplitFields {
  readonly fields: readonly HeaderField[];
  readonly bodyStart: number;
  /** The first thing that is wrong; the sound fields around it are still there, to answer with. */
  readonly fault: Fault | undefined;
}

/** Where the CRLF stands that ends the line beginning at `start`; -1 when there is none, or a CR or LF of its own before it. */
export function lineEnd(text: string, start: number): number {
  const cr = text.indexOf('\r', start);
  return cr >= 0 && text.indexOf('\n', start) === cr + 1 ? cr : -1;
}

/** The fields from `start` up to the empty line, and where the body begins. */
export function splitFields(text: string, start: number, limits: MessageLimits): SplitFields {
  const fields: HeaderField[] = [];
  const mayHoldNul = text.includes('\0');
  let fault: Fault | undefined;
  let at = start;
  for (;;) {
    let end = lineEnd(text, at);
    if (end === at) return { fields, bodyStart: at + 2, fault };
    const folded = end >= 0 && isSpace(text.charCodeAt(end + 2));
    // A line that begins with white space continues the field.
    while (end >= 0 && isSpace(text.charCodeAt(end + 2))) end = lineEnd(text, end + 2);
    if (end < 0) {
      fault ??= new Fault('forbidden-character', 400, 'RFC 3261 §25.1', at);
      end = text.indexOf('\r\n', at);
      if (end < 0) return { fields, bodyStart: text.length, fault };
    } else if (fields.length === limits.fields) {
      return { fields, bodyStart: at, fault: fault ?? new Fault('too-large', 400, 'RFC 3261 §7.3', at) };
    } else {
      const field = cut(text, at, end, folded);
      if (field === undefined) fault ??= new Fault('malformed-field', 400, 'RFC 3261 §7.3.1', at);
      else if (end - at > limits.line) fault ??= new Fault('too-large', 400, 'RFC 3261 §7.3', at, field.name);
      else if (mayHoldNul && !nulsAreQuoted(text, at, end))
        fault ??= new Fault('forbidden-character', 400, 'RFC 3261 §25.1', at, field.name);
      else fields.push(field);
    }
    at = end + 2;
  }
}

/** The field that stands between two positions; undefined when it does not begin with a token, white space and a colon. */
function cut(text: string, start: number, end: number, folded: boolean): HeaderField | undefined {
  let nameEnd = start;
  while (nameEnd < end && (classesOf(text.charCodeAt(nameEnd)) & TOKEN) !== 0) nameEnd++;
  let colon = nameEnd;
  while (colon < end && isSpace(text.charCodeAt(colon))) colon++;
  if (nameEnd === start || colon === end || text.charCodeAt(colon) !== COLON) return undefined;
  return new HeaderField(canonicalNameAt(text, start, nameEnd), text, start, colon + 1, end, folded);
}
