/** Blanks what nobody may read in a trace: credentials (RFC 3261 §20.7, §20.28) and media keys (RFC 4568, RFC 4567, RFC 8866 §5.12). */
import type { OrderedAnswer, OrderEvent, TraceEvent } from './event.ts';
import { TracedMessage } from './message.ts';

/** A field with credentials and what it holds, folded lines too. Each line is looked at once. */
const credentials = /^((?:Proxy-)?Authorization[ \t]*:)([^\r\n]*(?:(?:\r\n?|\n)[ \t][^\r\n]*)*)/gim;

/** `k=…`; `a=crypto:` behind its tag and suite; a=key-mgmt and a=ice-pwd. */
const keys = /^(k=|a=crypto:(?:\d+ \w+ )?|a=key-mgmt:|a=ice-pwd:)([^\r\n]+)/gim;

/** The schemes whose names may be read; what follows them may not. */
const scheme = /^\s*(?:Digest|Basic|Bearer)(?=\s)/i;

const blank = (text: string): string => text.replace(/\S/g, 'x');

/**
 * The text of a message without its secrets: the credentials of Authorization and Proxy-Authorization, and in the body the
 * keys of SDP (`a=crypto`, `k=`, `a=key-mgmt`, `a=ice-pwd`), which become `x` after `x`. Everything else stays as it is,
 * and so does a body in an encoding of its own (base64, gzip). Linear in the length of the text.
 */
export function redactText(text: string): string {
  const end = /\r?\n\r?\n/.exec(text);
  const at = end === null ? text.length : end.index;
  const head = text
    .slice(0, at)
    .replace(credentials, (_, name: string, value: string) => `${name}${scheme.exec(value)?.[0] ?? ''} xxx`);
  // In a body everything keeps its length, so that Content-Length stays true.
  const body = text.slice(at).replace(credentials, (_, name: string, value: string) => name + blank(value));
  return (head + body).replace(keys, (_, name: string, value: string) => name + blank(value));
}

/** Which fields carry credentials. */
const isCredential = (name: string): boolean => /^(?:Proxy-)?Authorization$/i.test(name);

function redactContent<T extends Pick<OrderedAnswer, 'fields' | 'body'>>(content: T): T {
  const { fields, body } = content;
  return {
    ...content,
    fields: fields.map(({ name, value }) => ({ name, value: isCredential(name) ? 'xxx' : value })),
    ...(body !== undefined && { body: { ...body, text: redactText(`\r\n\r\n${body.text}`).slice(4) } })
  };
}

function redactOrder(order: OrderEvent): OrderEvent {
  const { answer, inDialog, request } = order;
  if (answer !== undefined) return { ...order, answer: redactContent(answer) };
  if (inDialog !== undefined) return { ...order, inDialog: redactContent(inDialog) };
  return request === undefined ? order : { ...order, request: redactText(request) };
}

/** The same event without secrets. What is written to a file or shown to others goes through this. */
export function redact(event: TraceEvent): TraceEvent {
  if (event.type === 'order') return redactOrder(event);
  if (event.type !== 'message') return event;
  return event instanceof TracedMessage ? event.withText(redactText) : { ...event, text: redactText(event.text) };
}
