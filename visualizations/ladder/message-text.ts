/** A message as it is read off its text: to be shown, not to be dealt with, so that nothing in it is refused. */

/** One header field, as it is written. */
export interface FieldText {
  readonly name: string;
  /** Without its folds. */
  readonly value: string;
}

/** The parts of a message's text. */
export interface MessageText {
  readonly startLine: string;
  readonly fields: readonly FieldText[];
  readonly body: string;
}

/** Takes a text apart. A line of the head that is no field becomes one without a name. Linear in the length of the text. */
export function readMessageText(text: string): MessageText {
  const end = /\r?\n\r?\n/.exec(text);
  const head = end === null ? text : text.slice(0, end.index);
  const body = end === null ? '' : text.slice(end.index + end[0].length);
  const [startLine = '', ...lines] = head.split(/\r?\n/);
  const fields: { name: string; value: string }[] = [];
  for (const line of lines) {
    const last = fields.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      last.value += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    fields.push({ name: line.slice(0, Math.max(0, colon)).trim(), value: line.slice(colon + 1).trim() });
  }
  return { startLine, fields, body };
}

const compact: Readonly<Record<string, string>> = { f: 'from', t: 'to' };

/** `alice@example.org` of a message's From or To; undefined where there is none to be read. */
export function addressIn({ fields }: MessageText, name: 'from' | 'to'): string | undefined {
  const field = fields.find((other) => {
    const written = other.name.toLowerCase();
    return (compact[written] ?? written) === name;
  });
  const uri = field && (/<([^<>]*)>/.exec(field.value)?.[1] ?? field.value.split(/[;,]/, 1)[0]);
  const [address = ''] = (uri ?? '').replace(/^\s*(?:sips?|tel):/i, '').split(/[;?]/, 1);
  return address.trim() === '' ? undefined : address.trim();
}
