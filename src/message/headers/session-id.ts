/**
 * Session-ID: RFC 7989 §5.
 *
 * session-id = "Session-ID" HCOLON session-id-value; session-id-value = local-uuid *( SEMI sess-id-param )
 * sess-id-param = "remote" EQUAL remote-uuid / generic-param; both UUIDs are 32 lower-case hexadecimal digits
 */
import { HEX, isAll } from '../../syntax/characters.ts';
import type { Parameters } from '../../syntax/parameters.ts';
import { lowerCase } from '../../syntax/token.ts';
import type { Header } from '../header.ts';
import { UsageError } from '../usage-error.ts';
import { formatParameters, otherParameters, parseTokenAndParameters } from './own-parameters.ts';

/** What a session is called from end to end, whatever stands between. UUIDs in lower case, without hyphens. */
export interface SessionId {
  /** The sender's. */
  readonly localUuid: string;
  /** The recipient's: zeros while it is not known, undefined from a peer of the time before RFC 7989. */
  readonly remoteUuid: string | undefined;
  readonly parameters: Parameters;
}

/** The UUID of a side that is not known (RFC 7989 §5). */
export const nullUuid = '0'.repeat(32);

const isUuid = (text: string): boolean => text.length === nullUuid.length && isAll(text, HEX);

function formatUuid(text: string): string {
  if (!isUuid(text)) throw new UsageError('ERR_SIP_INVALID_FIELD', `not a session's UUID: ${JSON.stringify(text)}`);
  return lowerCase(text);
}

/** The session identifier: the UUIDs of both ends. */
export const sessionId: Header<SessionId> = {
  name: 'Session-ID',
  section: 'RFC 7989 §5',
  list: false,
  parse(scanner) {
    const read = parseTokenAndParameters(scanner);
    if (read === undefined || !isUuid(read.token)) return undefined;
    const remote = read.parameters.get('remote');
    if (remote !== undefined && !isUuid(remote)) return undefined;
    return {
      localUuid: lowerCase(read.token),
      remoteUuid: remote === undefined ? undefined : lowerCase(remote),
      parameters: otherParameters(read.parameters, 'remote')
    };
  },
  format({ localUuid, remoteUuid, parameters }) {
    const own = [['remote', remoteUuid === undefined ? undefined : formatUuid(remoteUuid)]] as const;
    return `${formatUuid(localUuid)}${formatParameters(own, parameters)}`;
  }
};
