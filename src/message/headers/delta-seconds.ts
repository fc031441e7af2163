/**
 * `delta-seconds` (RFC 3261 §25.1): the value of Expires and Min-Expires, and with more behind it of Retry-After.
 *
 * delta-seconds = 1*DIGIT; 0 to 2**32 - 1 (RFC 3261 §20.19)
 */
import { classesOf, DIGIT } from '../../syntax/characters.ts';
import type { Scanner } from '../../syntax/scanner.ts';
import { UsageError } from '../usage-error.ts';

/** The longest time that can be said, in seconds: some 136 years (RFC 3261 §20.19). */
export const mostDeltaSeconds = 2 ** 32 - 1;

const ZERO = 0x30;

/** Reads whole seconds. However many digits there are: more than `mostDeltaSeconds` is read as that. */
export function parseDeltaSeconds(scanner: Scanner): number | undefined {
  const start = scanner.position;
  let seconds = 0;
  for (; (classesOf(scanner.peek()) & DIGIT) !== 0; scanner.position++) {
    seconds = Math.min(seconds * 10 + scanner.peek() - ZERO, mostDeltaSeconds);
  }
  return scanner.position > start ? seconds : undefined;
}

/**
 * Seconds as digits.
 * @throws UsageError `ERR_SIP_INVALID_FIELD` unless it is a whole number from 0 to `mostDeltaSeconds`
 */
export function formatDeltaSeconds(seconds: number): string {
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > mostDeltaSeconds)
    throw new UsageError('ERR_SIP_INVALID_FIELD', `not delta-seconds: ${String(seconds)}`);
  return String(seconds);
}
