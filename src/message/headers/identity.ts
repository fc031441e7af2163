/**
 * Identity: RFC 8224 §4.
 *
 * Identity = "Identity" HCOLON signed-identity-digest SEMI ident-info *( SEMI ident-info-params )
 * signed-identity-digest = 1*( base64-char / "." ); ident-info = "info" EQUAL LAQUOT absoluteURI RAQUOT
 * ident-info-params = "alg" EQUAL token / "ppt" EQUAL token / generic-param
 */
import { classesOf, LABEL } from '../../syntax/characters.ts';
import { hasDuplicates, Parameters, parseParameter } from '../../syntax/parameters.ts';
import { Scanner } from '../../syntax/scanner.ts';
import { sameToken } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { UsageError } from '../usage-error.ts';
import { scanUri, type Uri } from '../uri/uri.ts';
import { textOf } from './gen-value.ts';
import { formatParameters, isTokenOrAbsent, otherParameters } from './own-parameters.ts';
import { formatTokenValue } from './token-value.ts';

/** A signed statement of who calls: a PASSporT (RFC 8225). Nothing here is verified. */
export interface Identity {
  /** `signed-identity-digest`: the token in full form, or in compact form (RFC 8225 §7), as written. */
  readonly digest: string;
  /** Where the certificate is found. */
  readonly info: Uri;
  /** The signature's algorithm; absent means ES256 (RFC 8224 §4). */
  readonly algorithm: string | undefined;
  /** `ppt`: the PASSporT extension, as `shaken`. */
  readonly ppt: string | undefined;
  readonly parameters: Parameters;
}

const LESS = 0x3c;
const GREATER = 0x3e;
const EQUAL = 0x3d;
const SEMICOLON = 0x3b;

/** Passes base64 of either alphabet, padding and dots. */
function parseDigest(scanner: Scanner): string | undefined {
  const start = scanner.position;
  const isDigest = (code: number): boolean => (classesOf(code) & LABEL) !== 0 || digestMarks.includes(code);
  while (isDigest(scanner.peek())) scanner.position++;
  return scanner.position > start ? scanner.since(start) : undefined;
}

/** `.`, `/`, `+`, `=` and `_`; the hyphen is among the labels. */
const digestMarks: readonly number[] = [0x2e, 0x2f, 0x2b, 0x3d, 0x5f];

/** `SEMI ident-info`; undefined, and the scanner where it was, when another parameter stands there. */
function parseInfo(scanner: Scanner): Uri | undefined {
  const start = scanner.position;
  if (
    scanner.separator(SEMICOLON) &&
    sameToken(scanner.token() ?? '', 'info') &&
    scanner.separator(EQUAL) &&
    scanner.take(LESS)
  ) {
    const uri = scanUri(scanner);
    if (uri !== undefined && scanner.take(GREATER)) return uri;
  }
  scanner.position = start;
  return undefined;
}

/** A token that comes in quotes from some; `''` when it is not even text. */
function readToken(parameters: Parameters, name: string): string | undefined {
  const written = parameters.get(name);
  return written === undefined ? undefined : (textOf(written) ?? '');
}

/** Who vouches for the caller; a request may carry several. */
export const identity: Header<Identity> = {
  name: 'Identity',
  compact: 'y',
  section: 'RFC 8224 §4',
  list: true,
  parse(scanner) {
    scanner.skipSpace();
    const digest = parseDigest(scanner);
    if (digest === undefined) return undefined;
    let info: Uri | undefined;
    const flat: string[] = [];
    for (;;) {
      // Its place is the first, but not everybody keeps to it.
      info ??= parseInfo(scanner);
      const end = scanner.position;
      const one = parseParameter(scanner);
      if (one !== undefined) flat.push(...one);
      else if (scanner.position === end) break;
      else return undefined;
    }
    if (info === undefined || hasDuplicates(['info', '', ...flat])) return undefined;
    const parameters = new Parameters(flat);
    const [algorithm, ppt] = [readToken(parameters, 'alg'), readToken(parameters, 'ppt')];
    if (!isTokenOrAbsent(algorithm) || !isTokenOrAbsent(ppt)) return undefined;
    return { digest, info, algorithm, ppt, parameters: otherParameters(parameters, 'alg', 'ppt') };
  },
  format({ digest, info, algorithm, ppt, parameters }) {
    const scanner = new Scanner(digest);
    if (parseDigest(scanner) === undefined || !scanner.atEnd())
      throw new UsageError('ERR_SIP_INVALID_FIELD', `not a signed-identity-digest: ${JSON.stringify(digest)}`);
    const own = [
      ['info', `<${info.text}>`],
      ['alg', algorithm === undefined ? undefined : formatTokenValue(algorithm)],
      ['ppt', ppt === undefined ? undefined : formatTokenValue(ppt)]
    ] as const;
    return `${digest}${formatParameters(own, parameters)}`;
  }
};
