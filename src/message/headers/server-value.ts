/**
 * `server-val` (RFC 3261 §25.1): the shape of Server and User-Agent.
 *
 * server-val = product / comment; product = token [ SLASH product-version ]; product-version = token
 */
import type { Scanner } from '../../syntax/scanner.ts';
import type { Header } from '../header.ts';
import { UsageError } from '../usage-error.ts';
import { formatComment, OPEN, parseComment } from './comment.ts';
import { formatTokenValue } from './token-value.ts';

/** A piece of software. */
export interface Product {
  readonly kind: 'product';
  readonly name: string;
  readonly version: string | undefined;
}

/** What is said about the piece of software before it. */
export interface Comment {
  readonly kind: 'comment';
  /** UTF-8 decoded, without its parentheses. */
  readonly text: string;
}

/** One word of a Server or User-Agent. */
export type ServerValue = Product | Comment;

const SLASH = 0x2f;

function parseProduct(scanner: Scanner): Product | undefined {
  const name = scanner.token();
  if (name === undefined) return undefined;
  if (!scanner.separator(SLASH)) return { kind: 'product', name, version: undefined };
  const version = scanner.token();
  return version === undefined ? undefined : { kind: 'product', name, version };
}

function parseCommentValue(scanner: Scanner): Comment | undefined {
  const text = parseComment(scanner);
  return text === undefined ? undefined : { kind: 'comment', text };
}

/** Reads `server-val *( LWS server-val )` to the end; a comment may also follow without white space. */
function parseServerValues(scanner: Scanner): readonly ServerValue[] | undefined {
  const values: ServerValue[] = [];
  do {
    const value = scanner.peek() === OPEN ? parseCommentValue(scanner) : parseProduct(scanner);
    if (value === undefined) return undefined;
    values.push(value);
    scanner.skipSpace();
  } while (!scanner.atEnd());
  return values;
}

function formatServerValue(value: ServerValue): string {
  if (value.kind === 'comment') return formatComment(value.text);
  const name = formatTokenValue(value.name);
  return value.version === undefined ? name : `${name}/${formatTokenValue(value.version)}`;
}

/**
 * A header that names software, the most important first. `format` throws UsageError `ERR_SIP_INVALID_FIELD` when there is
 * nothing to write or a name or version is no token.
 */
export function serverValues(names: Pick<Header<unknown>, 'name' | 'section'>): Header<readonly ServerValue[]> {
  return {
    ...names,
    list: false,
    parse: parseServerValues,
    format(values) {
      if (values.length === 0) throw new UsageError('ERR_SIP_INVALID_FIELD', `nothing in the ${names.name}`);
      return values.map(formatServerValue).join(' ');
    }
  };
}
