/**
 * Join: RFC 3911 §7.1.
 *
 * Join = "Join" HCOLON callid *( SEMI join-param ); join-param = to-tag / from-tag / generic-param
 */
import type { Parameters } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { formatCallIdAndTags, parseCallIdAndTags } from './callid-and-tags.ts';

/** The dialog that an INVITE is to join; tags as its recipient sees them: `toTag` is the recipient's own (RFC 3911 §4). */
export interface Join {
  readonly callId: string;
  readonly toTag: string;
  readonly fromTag: string;
  readonly parameters: Parameters;
}

/** Which dialog the new one is to be mixed with. */
export const join: Header<Join> = {
  name: 'Join',
  section: 'RFC 3911 §7.1',
  list: false,
  parse(scanner) {
    const read = parseCallIdAndTags(scanner, 'to-tag', 'from-tag');
    if (read === undefined) return undefined;
    const [toTag, fromTag] = read.tags;
    return { callId: read.callId, toTag, fromTag, parameters: read.parameters };
  },
  format({ callId, toTag, fromTag, parameters }) {
    const tags = [
      ['to-tag', toTag],
      ['from-tag', fromTag]
    ] as const;
    return formatCallIdAndTags(callId, tags, parameters);
  }
};
