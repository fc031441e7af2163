/** Comma-separated tokens: the shape of Allow, Supported, Require, Proxy-Require, Unsupported and Content-Encoding. */
import { TOKEN } from '../../syntax/characters.ts';
import { behind, behindSpace } from '../../syntax/scanner.ts';
import type { Header } from '../header.ts';

/** A header whose values are plain tokens. */
export function tokenList(names: Pick<Header<string>, 'name' | 'compact' | 'section' | 'mayBeEmpty'>): Header<string> {
  return {
    ...names,
    list: true,
    parse(scanner) {
      const { text, bytes, end } = scanner;
      const start = behindSpace(bytes, scanner.position, end);
      const at = behind(bytes, start, end, TOKEN);
      scanner.position = at;
      return at > start ? text.slice(start, at) : undefined;
    },
    format: (value) => value
  };
}
