/**
 * History-Info: RFC 7044 §5.
 *
 * hi-entry = hi-targeted-to-uri *( SEMI hi-param ); hi-targeted-to-uri = name-addr
 * hi-param = "index" EQUAL index-val / ( "rc" / "mp" / "np" ) EQUAL index-val / generic-param
 * index-val = number *( "." number )
 */
import { classesOf, DIGIT } from '../../syntax/characters.ts';
import type { Header } from '../header.ts';
import { UsageError } from '../usage-error.ts';
import { type NameAddr, parseNameAddr } from './name-addr.ts';
import { formatNameAddrWith } from './name-addr-field.ts';
import { otherParameters } from './own-parameters.ts';

/** One target a request had on its way; the address and all parameters but those below. */
export interface HistoryInfo extends NameAddr {
  /** Where it stands in the tree of targets, as `1.2.1`; undefined for a peer that leaves it out. */
  readonly index: string | undefined;
  /** `rc`: the index of the entry from which the target changed within the same user. */
  readonly recursed: string | undefined;
  /** `mp`: the index of the entry from which it was mapped to another user. */
  readonly mapped: string | undefined;
  /** `np`: the index of the entry whose target it keeps. */
  readonly notChanged: string | undefined;
}

const DOT = 0x2e;

/** True for numbers with one dot between them. */
function isIndex(text: string): boolean {
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((classesOf(code) & DIGIT) !== 0) digits++;
    else if (code === DOT && digits > 0) digits = 0;
    else return false;
  }
  return digits > 0;
}

function checkedIndex(text: string | undefined): string | undefined {
  if (text !== undefined && !isIndex(text))
    throw new UsageError('ERR_SIP_INVALID_FIELD', `not an index: ${JSON.stringify(text)}`);
  return text;
}

const names = ['index', 'rc', 'mp', 'np'] as const;

/** The targets of a request, in the order in which it got them. An addr-spec is read as well, a name-addr is written. */
export const historyInfo: Header<HistoryInfo> = {
  name: 'History-Info',
  section: 'RFC 7044 §5',
  list: true,
  parse(scanner) {
    const address = parseNameAddr(scanner);
    if (address === undefined) return undefined;
    const { displayName, uri, parameters } = address;
    const [index, recursed, mapped, notChanged] = names.map((name) => parameters.get(name));
    if (![index, recursed, mapped, notChanged].every((text) => text === undefined || isIndex(text))) return undefined;
    return { displayName, uri, index, recursed, mapped, notChanged, parameters: otherParameters(parameters, ...names) };
  },
  format: (value) =>
    formatNameAddrWith(value, [
      ['index', checkedIndex(value.index)],
      ['rc', checkedIndex(value.recursed)],
      ['mp', checkedIndex(value.mapped)],
      ['np', checkedIndex(value.notChanged)]
    ])
};
