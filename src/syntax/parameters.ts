/**
 * `generic-param` lists (RFC 3261 §25.1): `;name[=value]`, in order, names compared without case.
 *
 * generic-param = token [ EQUAL gen-value ]; gen-value = token / host / quoted-string
 */
import { HEX, isAll, QUOTE, TOKEN } from './characters.ts';
import { isIpv6, parseHost } from './host.ts';
import { behind, behindSeparator, type Scanner } from './scanner.ts';
import { lowerCase, sameToken } from './token.ts';

const SEMICOLON = 0x3b;
const EQUAL = 0x3d;
const COLON = 0x3a;
const DOT = 0x2e;
const OPEN_BRACKET = 0x5b;

/** An immutable list of parameters. */
export class Parameters {
  /** No parameters. */
  static readonly none = new Parameters([]);
  /** Name, value, name, value …: flat, because every Via and From has a few. */
  private readonly flat: readonly string[];
  readonly #plain: boolean;

  constructor(flat: readonly string[], plain = false) {
    this.flat = flat;
    this.#plain = plain;
  }

  /** Whether every value is known to be a token, or absent: then a rule that wants one need not look again. */
  get plain(): boolean {
    return this.#plain;
  }

  /** Parameters from pairs; the value `''` means none. */
  static of(...pairs: readonly (readonly [name: string, value: string])[]): Parameters {
    return new Parameters(pairs.flat());
  }

  private indexOf(name: string): number {
    const { flat } = this;
    for (let i = 0; i < flat.length; i += 2) if (sameToken(flat[i] as string, name)) return i;
    return -1;
  }

  /** The value as written (a quoted string with its quotes), `''` when the parameter has none, undefined when it is absent. */
  get(name: string): string | undefined {
    const at = this.indexOf(name);
    return at < 0 ? undefined : this.flat[at + 1];
  }

  /** Whether the parameter is there, with or without a value. */
  has(name: string): boolean {
    return this.indexOf(name) >= 0;
  }

  /** A copy with the parameter set: in its old place, else last. */
  with(name: string, value: string): Parameters {
    const at = this.indexOf(name);
    if (at < 0) return new Parameters([...this.flat, name, value]);
    return new Parameters(this.flat.with(at + 1, value));
  }

  /** A copy without the parameter. */
  without(name: string): Parameters {
    const at = this.indexOf(name);
    return at < 0 ? this : new Parameters(this.flat.toSpliced(at, 2));
  }

  /** Whether a rule holds for all of them. */
  every(rule: (name: string, value: string) => boolean): boolean {
    const { flat } = this;
    for (let i = 0; i < flat.length; i += 2) if (!rule(flat[i] as string, flat[i + 1] as string)) return false;
    return true;
  }

  /** The name at an index. */
  nameAt(index: number): string {
    return this.flat[2 * index] as string;
  }

  /** The value at an index, `''` for none. */
  valueAt(index: number): string {
    return this.flat[2 * index + 1] as string;
  }

  /** How many parameters there are. */
  get size(): number {
    return this.flat.length / 2;
  }

  *[Symbol.iterator](): Generator<readonly [name: string, value: string]> {
    for (let i = 0; i < this.flat.length; i += 2) yield [this.flat[i] as string, this.flat[i + 1] as string];
  }

  /** `;name=value;name`. */
  toString(): string {
    let text = '';
    for (let i = 0; i < this.flat.length; i += 2) {
      const value = this.flat[i + 1] as string;
      text += value === '' ? `;${this.flat[i] as string}` : `;${this.flat[i] as string}=${value}`;
    }
    return text;
  }
}

/** True for no value, and for one of the parameters that is a token. */
export function isTokenIn(parameters: Parameters, value: string | undefined): boolean {
  return value === undefined || (parameters.plain && value !== '') || isAll(value, TOKEN);
}

/** How many parameters a value may have; with more it is refused. */
export const mostParameters = 256;

/** Up to here two by two is cheaper than a set of names; beyond, a set keeps a peer's thousand parameters linear. */
const FEW = 16;

/** Whether a name comes twice in a flat list: "any given parameter-name MUST NOT appear more than once" (§7.3.1, §19.1.1). */
export function hasDuplicates(flat: readonly string[]): boolean {
  if (flat.length === 2) return false;
  if (flat.length > FEW) {
    const names = new Set<string>();
    for (let i = 0; i < flat.length; i += 2)
      if (names.size === names.add(lowerCase(flat[i] as string)).size) return true;
    return false;
  }
  for (let i = 2; i < flat.length; i += 2) {
    for (let j = 0; j < i; j += 2) if (sameToken(flat[i] as string, flat[j] as string)) return true;
  }
  return false;
}

/** A value that is no token. */
function parseOtherValue(scanner: Scanner): string | undefined {
  const first = scanner.peek();
  if (first === QUOTE) return scanner.quotedString();
  if (first === OPEN_BRACKET) return parseHost(scanner);
  // Only `received` may hold an IPv6address without brackets (§25.1), but no other value can hold a colon.
  const start = scanner.position;
  do scanner.skip(HEX);
  while (scanner.take(COLON) || scanner.take(DOT));
  return isIpv6(scanner.since(start)) ? scanner.since(start) : undefined;
}

/** Where the token ends that begins at `start` and is a whole value; -1 when the value is none. */
function behindTokenValue(bytes: Uint8Array, start: number, end: number): number {
  const at = behind(bytes, start, end, TOKEN);
  return at > start && (at === end || bytes[at] !== COLON) ? at : -1;
}

/** `SEMI generic-param`: name and value, `''` for none; undefined when there is none at the cursor. */
export function parseParameter(scanner: Scanner): readonly [name: string, value: string] | undefined {
  if (!scanner.separator(SEMICOLON)) return undefined;
  const name = scanner.token();
  if (name === undefined) return undefined;
  if (!scanner.separator(EQUAL)) return [name, ''];
  const isToken = behindTokenValue(scanner.bytes, scanner.position, scanner.end) >= 0;
  const value = isToken ? scanner.token() : parseOtherValue(scanner);
  return value === undefined ? undefined : [name, value];
}

/** `*( SEMI generic-param )`: reads as many as there are; undefined when one is broken or a name comes twice (RFC 3261 §7.3.1). */
export function parseParameters(scanner: Scanner): Parameters | undefined {
  const { text, bytes, end } = scanner;
  let at = behindSeparator(bytes, scanner.position, end, SEMICOLON);
  if (at < 0) return Parameters.none;
  let flat: string[] = [];
  let plain = true;
  do {
    const nameEnd = behind(bytes, at, end, TOKEN);
    scanner.position = nameEnd;
    if (nameEnd === at || flat.length === 2 * mostParameters) return undefined;
    const name = text.slice(at, nameEnd);
    let value: string | undefined = '';
    const valueStart = behindSeparator(bytes, nameEnd, end, EQUAL);
    if (valueStart >= 0) {
      const valueEnd = behindTokenValue(bytes, valueStart, end);
      if (valueEnd >= 0) {
        scanner.position = valueEnd;
        value = text.slice(valueStart, valueEnd);
      } else {
        plain = false;
        scanner.position = valueStart;
        value = parseOtherValue(scanner);
        if (value === undefined) return undefined;
      }
    }
    flat = appended(flat, name, value);
    at = behindSeparator(bytes, scanner.position, end, SEMICOLON);
  } while (at >= 0);
  return hasDuplicates(flat) ? undefined : new Parameters(flat, plain);
}

/** One more parameter. A short list is an array of just its size: a Via lives as long as its transaction. */
export function appended(flat: string[], name: string, value: string): string[] {
  switch (flat.length) {
    case 0:
      return [name, value];
    case 2:
      return [flat[0] as string, flat[1] as string, name, value];
    case 4:
      return [flat[0] as string, flat[1] as string, flat[2] as string, flat[3] as string, name, value];
    default:
      flat.push(name, value);
      return flat;
  }
}
