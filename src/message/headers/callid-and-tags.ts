/**
 * A dialog by its Call-ID and tags: the shape of Replaces (RFC 3891), Join (RFC 3911) and Target-Dialog (RFC 4538).
 *
 * callid *( SEMI tag-param ); each tag stands exactly once; a tag of `0` is that of a peer without one (RFC 3891 §3)
 */
import { isAll, TOKEN } from '../../syntax/characters.ts';
import { type Parameters, parseParameters } from '../../syntax/parameters.ts';
import { Scanner } from '../../syntax/scanner.ts';
import { UsageError } from '../usage-error.ts';
import { callId as callIdHeader } from './call-id.ts';
import { formatParameters, otherParameters } from './own-parameters.ts';
import { formatTokenValue } from './token-value.ts';

/** A Call-ID, the values of two tag parameters in the order asked for, and whatever else is there. */
export interface CallIdAndTags {
  readonly callId: string;
  readonly tags: readonly [string, string];
  readonly parameters: Parameters;
}

/** Reads a Call-ID with two tags of these names; undefined when one of the three is missing. */
export function parseCallIdAndTags(scanner: Scanner, first: string, second: string): CallIdAndTags | undefined {
  scanner.skipSpace();
  const callId = callIdHeader.parse(scanner);
  if (callId === undefined) return undefined;
  const parameters = parseParameters(scanner);
  if (parameters === undefined) return undefined;
  const tags = [parameters.get(first) ?? '', parameters.get(second) ?? ''] as const;
  if (!tags.every((tag) => isAll(tag, TOKEN))) return undefined;
  return { callId, tags, parameters: otherParameters(parameters, first, second) };
}

/**
 * Writes a Call-ID with its tags, further parameters of its own, and the others.
 * @throws UsageError `ERR_SIP_INVALID_FIELD` for a Call-ID or tag that is none
 */
export function formatCallIdAndTags(
  callId: string,
  tags: readonly (readonly [name: string, tag: string])[],
  parameters: Parameters,
  further: readonly (readonly [name: string, value: string | undefined])[] = []
): string {
  const scanner = new Scanner(callId);
  if (callIdHeader.parse(scanner) === undefined || !scanner.atEnd())
    throw new UsageError('ERR_SIP_INVALID_FIELD', `not a Call-ID: ${JSON.stringify(callId)}`);
  const own = tags.map(([name, tag]) => [name, formatTokenValue(tag)] as const);
  return `${callId}${formatParameters([...own, ...further], parameters)}`;
}
