/**
 * The tel URI: RFC 3966.
 *
 * telephone-uri = "tel:" ( "+" global-number-digits *par / local-number-digits *par context *par )
 */
import { classesOf, DIGIT, HEX, LABEL, LETTER, PARAMETER, URI, USER } from '../../syntax/characters.ts';
import { parseHost } from '../../syntax/host.ts';
import { hasDuplicates, Parameters } from '../../syntax/parameters.ts';
import { Scanner } from '../../syntax/scanner.ts';
import { UsageError } from '../usage-error.ts';
import { escapeExcept, normalizeEscapes } from './escape.ts';

/** A telephone number. Parts are as written: visual separators and escapes are kept. */
export interface TelUri {
  readonly scheme: 'tel';
  /** The digits with their visual separators; a global number begins with `+`. */
  readonly number: string;
  /** `phone-context`: where a local number is valid. A peer may have forgotten it. */
  readonly phoneContext: string | undefined;
  /** `ext`: a station behind a private exchange. Never together with an ISDN subaddress (RFC 3966 §5.3). */
  readonly extension: string | undefined;
  /** `isub`. */
  readonly isdnSubaddress: string | undefined;
  /** All parameters, those above too, in the order they came. */
  readonly parameters: Parameters;
  /** The whole URI as written. */
  readonly text: string;
}

const PLUS = 0x2b;
const SEMICOLON = 0x3b;
const EQUAL = 0x3d;

/** `visual-separator`: for people, and of no meaning (RFC 3966 §5.1.1). */
const separators = /[-.()]/g;

/** A number without its visual separators, as it is compared and dialled (RFC 3966 §5.1.1): `+12015550123`. */
export const withoutSeparators = (number: string): string => number.replace(separators, '');

const among = (characters: string, code: number): boolean =>
  code >= 0 && characters.includes(String.fromCharCode(code));

/** `global-number-digits` or `local-number-digits`; undefined when there is no digit. */
function scanNumber(scanner: Scanner): string | undefined {
  const start = scanner.position;
  const isGlobal = scanner.take(PLUS);
  let digits = 0;
  for (; ; scanner.position++) {
    const code = scanner.peek();
    if ((classesOf(code) & (isGlobal ? DIGIT : HEX)) !== 0 || (!isGlobal && among('*#', code))) digits++;
    else if (!among('-.()', code)) return digits > 0 ? scanner.since(start) : undefined;
  }
}

/** `1*uric` of a subaddress without the semicolon, which begins the next parameter; `1*paramchar` of any other. */
function scanValue(scanner: Scanner, name: string): string | undefined {
  if (name !== 'isub') return scanner.runEscaped(PARAMETER);
  const start = scanner.position;
  for (;;) {
    scanner.skipEscaped(PARAMETER);
    if (!among('?@=,', scanner.peek())) return scanner.position > start ? scanner.since(start) : undefined;
    scanner.position++;
  }
}

/** `*par`; undefined when one is broken or comes twice (RFC 3966 §3). */
function scanParameters(scanner: Scanner): Parameters | undefined {
  if (scanner.peek() !== SEMICOLON) return Parameters.none;
  const flat: string[] = [];
  while (scanner.take(SEMICOLON)) {
    const name = scanner.run(LABEL);
    if (name === undefined) return undefined;
    const value = scanner.take(EQUAL) ? scanValue(scanner, name.toLowerCase()) : '';
    if (value === undefined) return undefined;
    flat.push(name, value);
  }
  return hasDuplicates(flat) ? undefined : new Parameters(flat);
}

/** True when the rule reads the whole text. */
function isWhole(text: string, rule: (scanner: Scanner) => unknown): boolean {
  const scanner = new Scanner(text);
  return rule(scanner) !== undefined && scanner.atEnd();
}

/** `descriptor = domainname / global-number-digits`. */
function isDescriptor(text: string): boolean {
  if (text.startsWith('+')) return isWhole(text, scanNumber);
  // No address: a domain's last label begins with a letter.
  const top = text.lastIndexOf('.', text.length - 2) + 1;
  return isWhole(text, parseHost) && (classesOf(text.charCodeAt(top)) & LETTER) !== 0;
}

/** Narrower than `parameter`: what RFC 3966 §3 and RFC 3966 §5 say of those that the RFC itself defines. */
function areSound(number: string, parameters: Parameters): boolean {
  const extension = parameters.get('ext');
  const subaddress = parameters.get('isub');
  if (extension !== undefined && subaddress !== undefined) return false;
  if (extension !== undefined && !(/^[-.()\d]+$/.test(extension) && /\d/.test(extension))) return false;
  if (subaddress === '') return false;
  const context = parameters.get('phone-context');
  // Behind a global number it says nothing, so nothing is asked of it.
  return number.startsWith('+') || context === undefined || isDescriptor(context);
}

/**
 * Reads a tel URI that began at `start` and whose colon was just passed, and leaves the scanner behind it; undefined when it
 * breaks RFC 3966. A local number without its `phone-context` is taken from a peer: `telUri` takes none.
 */
export function parseTelUri(scanner: Scanner, start: number): TelUri | undefined {
  const number = scanNumber(scanner);
  if (number === undefined) return undefined;
  const parameters = scanParameters(scanner);
  if (parameters === undefined || !areSound(number, parameters)) return undefined;
  // What goes on is some other URI.
  if ((classesOf(scanner.peek()) & URI) !== 0 || among('%#', scanner.peek())) return undefined;
  return {
    scheme: 'tel',
    number,
    phoneContext: parameters.get('phone-context'),
    extension: parameters.get('ext'),
    isdnSubaddress: parameters.get('isub'),
    parameters,
    text: scanner.since(start)
  };
}

const scheme = 'tel:';

/**
 * A tel URI from an application.
 * @throws UsageError `ERR_SIP_INVALID_URI`, also for a local number without `phone-context` (RFC 3966 §5.1.5)
 */
export function telUri(text: string): TelUri {
  const scanner = new Scanner(text, scheme.length);
  const uri = text.slice(0, scheme.length).toLowerCase() === scheme ? parseTelUri(scanner, 0) : undefined;
  if (uri === undefined || !scanner.atEnd() || (uri.phoneContext === undefined && !uri.number.startsWith('+')))
    throw new UsageError('ERR_SIP_INVALID_URI', `not a tel URI: ${JSON.stringify(text)}`);
  return uri;
}

/** Before all others, in this order (RFC 3966 §3; `postd` as RFC 3261 §19.1.6 wants it). */
const first: readonly string[] = ['isub', 'ext', 'postd', 'phone-context'];

/** What a tel URI is made from; a TelUri is one. */
export type TelUriParts = Pick<TelUri, 'number'> & { readonly parameters?: Parameters };

/**
 * A tel URI's text in the one form in which equal URIs are nearly always the same text: lower case, the subaddress or
 * extension first, then the context, then the other parameters by name (RFC 3966 §3, RFC 3966 §4). Separators stay.
 */
export function formatTelUri({ number, parameters = Parameters.none }: TelUriParts): string {
  const ranked = [...parameters].map(([name, value]) => {
    const lower = name.toLowerCase();
    const rank = first.indexOf(lower);
    return { key: rank < 0 ? `~${lower}` : String(rank), name: lower, value: value.toLowerCase() };
  });
  ranked.sort((a, b) => (a.key < b.key ? -1 : 1));
  const ordered = new Parameters(ranked.flatMap(({ name, value }) => [name, value]));
  return `${scheme}${number.toLowerCase()}${ordered.toString()}`;
}

/**
 * The `telephone-subscriber` of a tel URI as the user part of a SIP URI (RFC 3261 §19.1.6): all of it, folded and ordered,
 * with what no `user` may hold escaped. The URI around it should say `user=phone`.
 */
export function telephoneSubscriber(uri: TelUriParts): string {
  return formatTelUri(uri)
    .slice(scheme.length)
    .replace(/[^%]/g, (character) => escapeExcept(USER, character));
}

/**
 * The mandatory parameters (RFC 3966 §5.4), which begin with `m-`, in lower case. "An implementation MUST NOT use the URI if it
 * contains unknown mandatory parameters."
 */
export function mandatoryParameters({ parameters }: TelUri): readonly string[] {
  return [...parameters].map(([name]) => name.toLowerCase()).filter((name) => name.startsWith('m-'));
}

/** A parameter's value as it is compared. */
function comparable(name: string, value: string): string {
  const isNumber = name === 'ext' || (name === 'phone-context' && value.startsWith('+'));
  return isNumber ? withoutSeparators(value) : normalizeEscapes(value).toLowerCase();
}

/** Whether two tel URIs are equivalent (RFC 3966 §4). */
export function equalTelUris(a: TelUri, b: TelUri): boolean {
  if (withoutSeparators(a.number).toLowerCase() !== withoutSeparators(b.number).toLowerCase()) return false;
  if (a.parameters.size !== b.parameters.size) return false;
  const others = new Map<string, string>();
  for (const [written, value] of b.parameters) {
    const name = written.toLowerCase();
    others.set(name, comparable(name, value));
  }
  for (const [written, value] of a.parameters) {
    const name = written.toLowerCase();
    if (others.get(name) !== comparable(name, value)) return false;
  }
  return true;
}
