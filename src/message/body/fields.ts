/** The header fields of a part or a fragment, told apart (RFC 3261 §7.3.1, RFC 2046 §5.1 `MIME-part-headers`). */
import { isAll, isSpace, TOKEN, trimSpace } from '../../syntax/characters.ts';
import { Fault } from '../fault.ts';
import { type HeaderField, isHeaderText, makeField } from '../field.ts';
import type { MessageLimits } from '../limits.ts';

/** How many fields there may be, and how long one. */
export type FieldLimits = Pick<MessageLimits, 'fields' | 'line'>;

/** Where the fields of a text end that begin at `start`, and where the body begins: behind the first empty line. */
export function splitHead(text: string, start: number): { readonly end: number; readonly bodyStart: number } {
  if (text.startsWith('\r\n', start)) return { end: start, bodyStart: start + 2 };
  const gap = text.indexOf('\r\n\r\n', start);
  if (gap >= 0) return { end: gap, bodyStart: gap + 4 };
  // Without a body the empty line may be missing, and then the end of the last field too.
  return { end: text.endsWith('\r\n') ? text.length - 2 : text.length, bodyStart: text.length };
}

/** The fields that stand in the text, without the empty line behind them; `offset` is added to that of a fault. */
export function parseFields(text: string, limits: FieldLimits, offset: number): readonly HeaderField[] | Fault {
  if (text === '') return [];
  const fields: HeaderField[] = [];
  const lines = text.split('\r\n');
  let at = offset;
  for (let i = 0; i < lines.length; ) {
    const pieces: string[] = [];
    let length = 0;
    do {
      const line = lines[i++] as string;
      length += line.length + 2;
      pieces.push(trimSpace(line));
    } while (i < lines.length && isSpace((lines[i] as string).charCodeAt(0)));
    if (length - 2 > limits.line || fields.length === limits.fields)
      return new Fault('too-large', 400, 'RFC 3261 §7.3', at);
    const field = readField(pieces.filter((piece) => piece !== '').join(' '));
    if (field === undefined) return new Fault('malformed-field', 400, 'RFC 3261 §7.3.1', at);
    fields.push(field);
    at += length;
  }
  return fields;
}

function readField(line: string): HeaderField | undefined {
  const colon = line.indexOf(':');
  const name = trimSpace(line, 0, Math.max(0, colon));
  const value = trimSpace(line, colon + 1);
  return isAll(name, TOKEN) && isHeaderText(value) ? makeField(name, value) : undefined;
}
