/**
 * `language-tag` and `language-range` (RFC 3261 §25.1): the values of Content-Language and Accept-Language.
 *
 * language-tag = primary-tag *( "-" subtag ); primary-tag = 1*8ALPHA; subtag = 1*8ALPHA
 *
 * Subtags with digits, as in `es-419`, came later (RFC 4647 §2.1) and are taken too.
 */
import { DIGIT, LETTER } from '../../syntax/characters.ts';
import { Scanner } from '../../syntax/scanner.ts';
import { UsageError } from '../usage-error.ts';

const HYPHEN = 0x2d;
const STAR = 0x2a;
const LONGEST = 8;

function subtag(scanner: Scanner, classes: number): boolean {
  const start = scanner.position;
  scanner.skip(classes);
  const length = scanner.position - start;
  return length > 0 && length <= LONGEST;
}

/** Reads a language tag, as written: it has no case. */
export function parseLanguageTag(scanner: Scanner): string | undefined {
  const start = scanner.position;
  if (!subtag(scanner, LETTER)) return undefined;
  while (scanner.take(HYPHEN)) if (!subtag(scanner, LETTER | DIGIT)) return undefined;
  return scanner.since(start);
}

/** Reads a language tag, or `*` for any language. */
export function parseLanguageRange(scanner: Scanner): string | undefined {
  return scanner.take(STAR) ? '*' : parseLanguageTag(scanner);
}

/**
 * The language tag or range that a rule reads, unchanged.
 * @throws UsageError `ERR_SIP_INVALID_FIELD` when it is none
 */
export function formatLanguage(text: string, parse: (scanner: Scanner) => string | undefined): string {
  if (parse(new Scanner(text)) !== text)
    throw new UsageError('ERR_SIP_INVALID_FIELD', `not a language: ${JSON.stringify(text)}`);
  return text;
}
