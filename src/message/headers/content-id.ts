/**
 * Content-ID: RFC 8262 §2 (for a part of a body RFC 2045 §7).
 *
 * Content-ID = "Content-ID" HCOLON msg-id; msg-id = "<" id-left "@" id-right ">"
 */
import { UsageError } from '../usage-error.ts';
import type { Header } from '../header.ts';

const LESS = 0x3c;
const GREATER = 0x3e;
const SPACE = 0x20;

/** What no identifier holds: white space, control characters, angle brackets. */
const forbidden = /[\0- <>\x7f]/;

/** The name by which a `cid:` URL, or the `start` of a multipart/related, refers to a body; without its angle brackets. */
export const contentId: Header<string> = {
  name: 'Content-ID',
  section: 'RFC 8262 §2',
  list: false,
  parse(scanner) {
    if (!scanner.take(LESS)) return undefined;
    const start = scanner.position;
    while (scanner.peek() > SPACE && scanner.peek() !== GREATER && scanner.peek() !== LESS) scanner.position++;
    const id = scanner.since(start);
    return id !== '' && scanner.take(GREATER) ? id : undefined;
  },
  format(id) {
    if (id === '' || forbidden.test(id))
      throw new UsageError('ERR_SIP_INVALID_FIELD', `not a Content-ID: ${JSON.stringify(id)}`);
    return `<${id}>`;
  }
};
