/**
 * Warning: RFC 3261 §20.43.
 *
 * Warning = "Warning" HCOLON warning-value *( COMMA warning-value ); warning-value = warn-code SP warn-agent SP warn-text
 * warn-code = 3DIGIT; warn-agent = hostport / pseudonym; warn-text = quoted-string; pseudonym = token
 */
import { BLANK, classesOf } from '../../syntax/characters.ts';
import { parseHostPort } from '../../syntax/host.ts';
import { Scanner } from '../../syntax/scanner.ts';
import type { Header } from '../header.ts';
import { UsageError } from '../usage-error.ts';
import { formatQuoted, textOf } from './gen-value.ts';

/** More about a response than its status says. */
export interface Warning {
  /** 3xx; the codes are IANA's. 399 is for people only: "MUST NOT take any automated action". */
  readonly code: number;
  /** Who warns: a host with an optional port, or a pseudonym, as written. */
  readonly agent: string;
  /** For people: unquoted, UTF-8 decoded. */
  readonly text: string;
}

/** Passes white space; the grammar has one SP, a folded line may have more. */
function space(scanner: Scanner): boolean {
  const blank = (classesOf(scanner.peek()) & BLANK) !== 0;
  scanner.skipSpace();
  return blank;
}

/** A pseudonym, or a hostport; a hostname alone is both. */
function parseAgent(scanner: Scanner): string | undefined {
  const start = scanner.position;
  const pseudonym = scanner.token();
  if (pseudonym !== undefined && (scanner.atEnd() || (classesOf(scanner.peek()) & BLANK) !== 0)) return pseudonym;
  scanner.position = start;
  return parseHostPort(scanner, false) === undefined ? undefined : scanner.since(start);
}

/** What went wrong at whom, mostly with a session description. */
export const warning: Header<Warning> = {
  name: 'Warning',
  section: 'RFC 3261 §20.43',
  list: true,
  parse(scanner) {
    scanner.skipSpace();
    const start = scanner.position;
    const code = scanner.number(3);
    if (code === undefined || scanner.position - start < 3 || !space(scanner)) return undefined;
    const agent = parseAgent(scanner);
    if (agent === undefined || !space(scanner)) return undefined;
    const quoted = scanner.quotedString();
    const text = quoted === undefined ? undefined : textOf(quoted);
    return text === undefined ? undefined : { code, agent, text };
  },
  /** @throws UsageError `ERR_SIP_INVALID_FIELD` unless the code has three digits and the agent is a hostport or token */
  format({ code, agent, text }) {
    if (!Number.isInteger(code) || code < 100 || code > 999)
      throw new UsageError('ERR_SIP_INVALID_FIELD', `not a warn-code: ${String(code)}`);
    if (parseAgent(new Scanner(agent)) !== agent)
      throw new UsageError('ERR_SIP_INVALID_FIELD', `not a warn-agent: ${JSON.stringify(agent)}`);
    return `${String(code)} ${agent} ${formatQuoted(text)}`;
  }
};
