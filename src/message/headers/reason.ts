/**
 * Reason: RFC 3326 §2.
 *
 * reason-value = protocol *( SEMI reason-params ); protocol = "SIP" / "Q.850" / token
 * reason-params = ( "cause" EQUAL 1*DIGIT ) / ( "text" EQUAL quoted-string ) / generic-param
 */
import type { Parameters } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { formatQuoted, textOf } from './gen-value.ts';
import { formatParameters, otherParameters, parseTokenAndParameters } from './own-parameters.ts';
import { formatTokenValue } from './token-value.ts';
import { formatWholeNumber, wholeNumberOf } from './whole-number.ts';

/** Why a request was sent, or a provisional or final response. */
export interface Reason {
  /** Whose codes `cause` is of: `SIP`, `Q.850`, `Preemption` … as written; it has no case. */
  readonly protocol: string;
  readonly cause: number | undefined;
  /** For people. */
  readonly text: string | undefined;
  readonly parameters: Parameters;
}

/** The reasons: one for each protocol, or more where the protocol says so (RFC 9366). */
export const reason: Header<Reason> = {
  name: 'Reason',
  section: 'RFC 3326 §2',
  list: true,
  parse(scanner) {
    const read = parseTokenAndParameters(scanner);
    if (read === undefined) return undefined;
    const { token: protocol, parameters } = read;
    const writtenCause = parameters.get('cause');
    const cause = writtenCause === undefined ? undefined : wholeNumberOf(writtenCause);
    const writtenText = parameters.get('text');
    const text = writtenText === undefined ? undefined : textOf(writtenText);
    if ((cause === undefined && writtenCause !== undefined) || (text === undefined && writtenText !== undefined))
      return undefined;
    return { protocol, cause, text, parameters: otherParameters(parameters, 'cause', 'text') };
  },
  format({ protocol, cause, text, parameters }) {
    const own = [
      ['cause', cause === undefined ? undefined : formatWholeNumber(cause)],
      ['text', text === undefined ? undefined : formatQuoted(text)]
    ] as const;
    return `${formatTokenValue(protocol)}${formatParameters(own, parameters)}`;
  }
};
