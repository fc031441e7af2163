/**
 * Retry-After: RFC 3261 §20.33.
 *
 * Retry-After = "Retry-After" HCOLON delta-seconds [ comment ] *( SEMI retry-param )
 */
import { BACKSLASH } from '../../syntax/characters.ts';
import { Parameters, parseParameters } from '../../syntax/parameters.ts';
import type { Scanner } from '../../syntax/scanner.ts';
import type { Header } from '../header.ts';

/** When to come back, in seconds. The comment is passed over. */
export interface RetryAfter {
  readonly seconds: number;
  readonly parameters: Parameters;
}

/** Passes a `comment`, nested ones too: a counter, not recursion. */
function skipComment(scanner: Scanner): boolean {
  let depth = 0;
  for (; !scanner.atEnd(); scanner.position++) {
    const code = scanner.peek();
    if (code === BACKSLASH) scanner.position++;
    else if (code === 0x28) depth++;
    else if (code === 0x29 && --depth === 0) {
      scanner.position++;
      return true;
    }
  }
  return false;
}

/** When a refused request may be tried again. */
export const retryAfter: Header<RetryAfter> = {
  name: 'Retry-After',
  section: 'RFC 3261 §20.33',
  list: false,
  parse(scanner) {
    const seconds = scanner.number(10);
    if (seconds === undefined) return undefined;
    scanner.skipSpace();
    if (scanner.peek() === 0x28 && !skipComment(scanner)) return undefined;
    const parameters = parseParameters(scanner);
    return parameters === undefined ? undefined : { seconds, parameters };
  },
  format: ({ seconds, parameters }) => `${String(seconds)}${parameters.toString()}`
};

/** A plain Retry-After. */
export const retryAfterSeconds = (seconds: number): RetryAfter => ({ seconds, parameters: Parameters.none });
