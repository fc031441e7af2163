/**
 * Target-Dialog: RFC 4538 §8.
 *
 * Target-Dialog = "Target-Dialog" HCOLON callid *( SEMI td-param ); td-param = remote-param / local-param / generic-param
 */
import type { Parameters } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { formatCallIdAndTags, parseCallIdAndTags } from './callid-and-tags.ts';

/** A dialog that the sender shares with the recipient; tags as the sender sees them (RFC 4538 §4). */
export interface TargetDialog {
  readonly callId: string;
  /** The sender's tag. */
  readonly localTag: string;
  /** The recipient's tag. */
  readonly remoteTag: string;
  readonly parameters: Parameters;
}

/** The dialog by which a request outside it asks to be trusted. */
export const targetDialog: Header<TargetDialog> = {
  name: 'Target-Dialog',
  section: 'RFC 4538 §8',
  list: false,
  parse(scanner) {
    const read = parseCallIdAndTags(scanner, 'local-tag', 'remote-tag');
    if (read === undefined) return undefined;
    const [localTag, remoteTag] = read.tags;
    return { callId: read.callId, localTag, remoteTag, parameters: read.parameters };
  },
  format({ callId, localTag, remoteTag, parameters }) {
    const tags = [
      ['local-tag', localTag],
      ['remote-tag', remoteTag]
    ] as const;
    return formatCallIdAndTags(callId, tags, parameters);
  }
};
