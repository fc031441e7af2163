/** The answer to a request that gets no transaction (RFC 3261 §8.2.7, §21.5.4). */
import { makeField } from '../message/field.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { buildResponse } from '../message/response.ts';
import { type Entropy, statelessTag } from './branch.ts';

/** The shortest and the longest time after which a caller may try again, seconds. */
const soonest = 32;
const latest = 64;

/** A time to try again made from a tag: those who are refused together do not come back together. */
function retryAfter(tag: string): number {
  let spread = 0;
  for (let i = 0; i < tag.length; i++) spread = (spread * 31 + tag.charCodeAt(i)) % (latest - soonest + 1);
  return soonest + spread;
}

/**
 * The stateless refusal of a request: the same for each retransmission, tag and Retry-After too, which a 503 has, from 32
 * to 64 seconds.
 */
export function buildStatelessRefusal(request: SipRequest, status: 481 | 503, entropy: Entropy): SipResponse {
  const toTag = statelessTag(request, entropy);
  const fields = status === 503 ? [makeField('Retry-After', String(retryAfter(toTag)))] : [];
  return buildResponse(request, status, { toTag, fields });
}
