/**
 * Numbers within bounds: the shape of RSeq and Max-Breadth, and a part of RAck, Reason, Diversion and Geolocation-Error.
 *
 * 1*DIGIT; at most 10 digits are read, and counted before anything is converted
 */
import { Scanner } from '../../syntax/scanner.ts';
import type { Header } from '../header.ts';
import { UsageError } from '../usage-error.ts';

/** The largest number of 32 bits. */
export const largest32 = 2 ** 32 - 1;

/** Reads `1*DIGIT` of at most 10 digits, from `least` to `largest`. */
export function parseWholeNumber(scanner: Scanner, largest = largest32, least = 0): number | undefined {
  const value = scanner.number(10);
  return value !== undefined && value >= least && value <= largest ? value : undefined;
}

/** A parameter's value as a number up to `largest`; undefined when it is none. */
export function wholeNumberOf(text: string, largest = largest32): number | undefined {
  const scanner = new Scanner(text);
  const value = parseWholeNumber(scanner, largest);
  return scanner.atEnd() ? value : undefined;
}

/**
 * A number as digits.
 * @throws UsageError `ERR_SIP_INVALID_FIELD` unless it is a whole number from `least` to `largest`
 */
export function formatWholeNumber(value: number, largest = largest32, least = 0): string {
  if (!Number.isInteger(value) || value < least || value > largest)
    throw new UsageError(
      'ERR_SIP_INVALID_FIELD',
      `not a whole number from ${String(least)} to ${String(largest)}: ${String(value)}`
    );
  return String(value);
}

/** A header that is one number, from `least` to 2**32 - 1. */
export function wholeNumber(names: Pick<Header<number>, 'name' | 'section'>, least = 0): Header<number> {
  return {
    ...names,
    list: false,
    parse: (scanner) => parseWholeNumber(scanner, largest32, least),
    format: (value) => formatWholeNumber(value, largest32, least)
  };
}
