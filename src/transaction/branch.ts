/** Branches and tags (RFC 3261 §8.1.1.7, §19.3), from injected randomness. */
import type { SipRequest } from '../message/message.ts';
import { magicCookie, type Via, via } from '../message/headers/via.ts';
import { formatHostPort, hostOf } from '../syntax/host.ts';
import { Parameters } from '../syntax/parameters.ts';
import { sameToken } from '../syntax/token.ts';
import { type Flow, isReliable } from './flow.ts';

/** What branches, tags and Call-IDs are made from. Injected, so that the rules stay pure. */
export interface Entropy {
  /** A fresh token of at least 96 bits of cryptographic randomness. */
  token(): string;
  /** A token of at least 96 bits that depends on nothing but the text and a secret of this process. */
  keyedHash(text: string): string;
  /** A whole number from 0 up to, but not including, `limit`. */
  below(limit: number): number;
}

export { magicCookie };

/** Whether a branch was made by an RFC 3261 element. The cookie has no case (it is a token). */
export function hasMagicCookie(branch: string | undefined): branch is string {
  return branch !== undefined && sameToken(branch.slice(0, magicCookie.length), magicCookie);
}

/** A branch for a new transaction. */
export const newBranch = (entropy: Entropy): string => magicCookie + entropy.token();

/** The Via of a new request on a flow (§8.1.1.7); over UDP it asks for the response to come back the same way (RFC 3581 §3). */
export function newVia({ transport, local }: Flow, entropy: Entropy): Via {
  const branch = newBranch(entropy);
  const parameters = isReliable(transport)
    ? Parameters.of(['branch', branch])
    : Parameters.of(['branch', branch], ['rport', '']);
  return { transport, host: hostOf(local.host), port: local.port, parameters, branch };
}

/**
 * What a retransmission repeats and another request does not: the hash of it gives the same answer every time. With a
 * branch of RFC 3261 nothing but that and the sent-by (§16.11): the ACK to a 300–699 has another To tag than its INVITE,
 * and must get the same answer.
 */
function fingerprint(request: SipRequest): string {
  const { topmostVia, from, to, callId, cseq } = request;
  if (hasMagicCookie(topmostVia.branch)) return `${topmostVia.branch}\n${formatHostPort(topmostVia)}`.toLowerCase();
  const toTag = to.tag ?? '';
  return [via.format(topmostVia), from.tag ?? '', toTag, callId, String(cseq.sequence), request.requestUri.text].join(
    '\n'
  );
}

/** The To tag of a stateless response: a retransmission of the request gets the same one (§8.2.7). */
export const statelessTag = (request: SipRequest, entropy: Entropy): string =>
  entropy.keyedHash(`tag\n${fingerprint(request)}`);

/** The branch a stateless proxy puts on a request: the same for a retransmission (§16.11). */
export const statelessBranch = (request: SipRequest, entropy: Entropy): string =>
  magicCookie + entropy.keyedHash(`branch\n${fingerprint(request)}`);
