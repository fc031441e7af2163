/**
 * `answer-mode-value *( SEMI answer-mode-param )`: the shape of Answer-Mode and Priv-Answer-Mode.
 *
 * answer-mode-value = "Manual" / "Auto" / token; answer-mode-param = "require" / generic-param  (RFC 5373 §2)
 */
import type { Parameters } from '../../syntax/parameters.ts';
import { sameToken } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { formatParameters, isFlagOrAbsent, otherParameters, parseTokenAndParameters } from './own-parameters.ts';
import { formatTokenValue } from './token-value.ts';

/** How a call is to be answered, or was. */
export interface AnswerMode {
  /** `Manual` or `Auto`, so written however the peer does, or an extension's word as it came. */
  readonly mode: string;
  /** Rather refuse the call than answer it in another way. */
  readonly require: boolean;
  readonly parameters: Parameters;
}

/** A header that is an answer mode. */
export function answerModeField(name: string): Header<AnswerMode> {
  return {
    name,
    section: 'RFC 5373 §2',
    list: false,
    parse(scanner) {
      const read = parseTokenAndParameters(scanner);
      if (read === undefined) return undefined;
      const require = read.parameters.get('require');
      if (!isFlagOrAbsent(require)) return undefined;
      const mode = ['Manual', 'Auto'].find((word) => sameToken(word, read.token)) ?? read.token;
      return { mode, require: require !== undefined, parameters: otherParameters(read.parameters, 'require') };
    },
    format: ({ mode, require, parameters }) =>
      `${formatTokenValue(mode)}${formatParameters([['require', require ? '' : undefined]], parameters)}`
  };
}
