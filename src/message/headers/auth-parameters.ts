/**
 * `auth-param` lists (RFC 3261 §25.1): the inside of a challenge, of credentials and of Authentication-Info.
 *
 * auth-param = auth-param-name EQUAL ( token / quoted-string ); auth-param-name = token
 */
import { QUOTE } from '../../syntax/characters.ts';
import { hasDuplicates, Parameters } from '../../syntax/parameters.ts';
import { Scanner } from '../../syntax/scanner.ts';
import { UsageError } from '../usage-error.ts';
import { formatQuoted, textOf } from './gen-value.ts';

/** How many there may be: no scheme has a quarter of that. */
const MOST = 64;
const COMMA = 0x2c;
const EQUAL = 0x3d;

/** Reads `auth-param *( COMMA auth-param )`, values as written; undefined when one is broken, comes twice or is the 65th. */
export function parseAuthParameters(scanner: Scanner): Parameters | undefined {
  const flat: string[] = [];
  do {
    const name = scanner.token();
    if (name === undefined || !scanner.separator(EQUAL)) return undefined;
    const value = scanner.peek() === QUOTE ? scanner.quotedString() : scanner.token();
    if (value === undefined || flat.length === 2 * MOST) return undefined;
    flat.push(name, value);
  } while (scanner.separator(COMMA));
  return hasDuplicates(flat) ? undefined : new Parameters(flat);
}

/**
 * `name=value, name="value"`, read once more, so that no value can say more than itself.
 * @throws UsageError `ERR_SIP_INVALID_FIELD` when it would not be read as what it is
 */
export function formatAuthParameters(parameters: Parameters): string {
  const text = Array.from(parameters, ([name, value]) => `${name}=${value}`).join(', ');
  const scanner = new Scanner(text);
  if (parseAuthParameters(scanner)?.size !== parameters.size || !scanner.atEnd())
    throw new UsageError('ERR_SIP_INVALID_FIELD', `not auth-params: ${JSON.stringify(text)}`);
  return text;
}

/** The parameters that a scheme knows, and the rest. */
export interface SplitAuthParameters {
  /** What the known ones say, by name in lower case: without quotes, UTF-8 decoded. */
  readonly known: ReadonlyMap<string, string>;
  readonly others: Parameters;
}

/** Tells the known parameters from the rest; undefined when a known one is not UTF-8. */
export function splitAuthParameters(parameters: Parameters, names: readonly string[]): SplitAuthParameters | undefined {
  const known = new Map<string, string>();
  const others: string[] = [];
  for (const [name, written] of parameters) {
    const lower = name.toLowerCase();
    if (names.includes(lower)) {
      const text = textOf(written);
      if (text === undefined) return undefined;
      known.set(lower, text);
    } else {
      others.push(name, written);
    }
  }
  return { known, others: new Parameters(others) };
}

/** Parameters of those known ones that are defined, in this order, then of the rest. Values as written. */
export function joinAuthParameters(
  known: Readonly<Record<string, string | undefined>>,
  others: Parameters
): Parameters {
  const flat: string[] = [];
  for (const [name, written] of Object.entries(known)) if (written !== undefined) flat.push(name, written);
  for (const [name, written] of others) flat.push(name, written);
  return new Parameters(flat);
}

/** A text as a quoted-string; undefined stays undefined. */
export function quoted(text: string | undefined): string | undefined {
  return text === undefined ? undefined : formatQuoted(text);
}
