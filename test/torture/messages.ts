/**
 * The messages of the torture RFCs as bytes. Each stands in a file of its own, as its RFC prints it.
 *
 * But for three of RFC 5118, which has no archive: the Content-Lengths it prints are not those of the bodies below them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expand } from './markup.ts';

/** RFC 4475, and RFC 5118 for IPv6. */
export type Suite = 'rfc4475' | 'rfc5118';

const folder = (suite: Suite): URL => new URL(`./${suite}/`, import.meta.url);

/** The names of a suite's messages. */
export function namesOf(suite: Suite): readonly string[] {
  return readdirSync(folder(suite)).map((file) => file.replace(/\.txt$/, ''));
}

/** A message as it goes on the wire. */
export function torture(suite: Suite, name: string): Uint8Array {
  return expand(readFileSync(new URL(`${name}.txt`, folder(suite)), 'utf8'));
}

/** All messages of both suites. */
export function corpus(): readonly Uint8Array[] {
  return (['rfc4475', 'rfc5118'] as const).flatMap((suite) => namesOf(suite).map((name) => torture(suite, name)));
}
