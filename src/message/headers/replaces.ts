/**
 * Replaces: RFC 3891 §6.1.
 *
 * Replaces = "Replaces" HCOLON callid *( SEMI replaces-param )
 * replaces-param = to-tag / from-tag / early-flag / generic-param; early-flag = "early-only"
 */
import type { Parameters } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { formatCallIdAndTags, parseCallIdAndTags } from './callid-and-tags.ts';
import { isFlagOrAbsent, otherParameters } from './own-parameters.ts';

/** The dialog that an INVITE is to replace; tags as its recipient sees them: `toTag` is the recipient's own (RFC 3891 §3). */
export interface Replaces {
  readonly callId: string;
  readonly toTag: string;
  readonly fromTag: string;
  /** Only while that dialog is early. */
  readonly earlyOnly: boolean;
  readonly parameters: Parameters;
}

/** Which dialog the new one takes the place of. */
export const replaces: Header<Replaces> = {
  name: 'Replaces',
  section: 'RFC 3891 §6.1',
  list: false,
  parse(scanner) {
    const read = parseCallIdAndTags(scanner, 'to-tag', 'from-tag');
    if (read === undefined) return undefined;
    const {
      callId,
      tags: [toTag, fromTag],
      parameters
    } = read;
    const earlyOnly = parameters.get('early-only');
    if (!isFlagOrAbsent(earlyOnly)) return undefined;
    return {
      callId,
      toTag,
      fromTag,
      earlyOnly: earlyOnly === '',
      parameters: otherParameters(parameters, 'early-only')
    };
  },
  format({ callId, toTag, fromTag, earlyOnly, parameters }) {
    const tags = [
      ['to-tag', toTag],
      ['from-tag', fromTag]
    ] as const;
    return formatCallIdAndTags(callId, tags, parameters, [['early-only', earlyOnly ? '' : undefined]]);
  }
};
