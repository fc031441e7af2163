/**
 * Regular expressions for what nearly every message holds (RFC 3261 §25.1).
 *
 * The engine compiles one to machine code that reads a whole To in the time in which the rules of a scanner read its host.
 * A usual form is a part of what the rules allow, and means the same; what does not match is left to the rules. No text
 * can match in two ways, so that a text that does not match at all is given up in linear time.
 */
import type { Scanner } from './scanner.ts';

/** `1*( token character )`. */
export const usualToken = "[a-zA-Z0-9\\-.!%*_+`'~]+";

const label = '[a-zA-Z0-9]+(?:-+[a-zA-Z0-9]+)*';
const octet = '(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])';
/** `hostname` without a dot at its end, or `IPv4address`. */
export const usualHost = `(?:${label}\\.)*[a-zA-Z][a-zA-Z0-9]*(?:-+[a-zA-Z0-9]+)*|${octet}(?:\\.${octet}){3}`;

/** A usual form, to be matched where a scanner stands. */
export function usual(source: string): RegExp {
  return new RegExp(source, 'y');
}

/** Matches a usual form, and passes it; undefined, and nothing passed, when the text is another one. */
export function match(form: RegExp, scanner: Scanner): RegExpExecArray | undefined {
  form.lastIndex = scanner.position;
  const found = form.exec(scanner.text);
  if (found === null || form.lastIndex > scanner.end) return undefined;
  scanner.position = form.lastIndex;
  return found;
}
