/** Comma-separated tokens: the shape of Allow, Supported, Require, Proxy-Require, Unsupported and Content-Encoding. */
import type { Header } from '../header.ts';

/** A header whose values are plain tokens. */
export function tokenList(names: Pick<Header<string>, 'name' | 'compact' | 'section' | 'mayBeEmpty'>): Header<string> {
  return {
    ...names,
    list: true,
    parse(scanner) {
      scanner.skipSpace();
      return scanner.token();
    },
    format: (value) => value
  };
}
