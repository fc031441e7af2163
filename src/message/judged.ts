/** The fields that the parser itself judges, as every element needs them (RFC 3261 §8.1.1, §18.3): told apart by number. */
import { octetsOf } from '../syntax/latin1.ts';
import { NameTable } from '../syntax/name-table.ts';
import type { Header } from './header.ts';
import { callId } from './headers/call-id.ts';
import { contentLength } from './headers/content-length.ts';
import { cseq } from './headers/cseq.ts';
import { from } from './headers/from.ts';
import { maxForwards } from './headers/max-forwards.ts';
import { to } from './headers/to.ts';
import { via } from './headers/via.ts';

export const VIA = 0;
export const FROM = 1;
export const TO = 2;
export const CALL_ID = 3;
export const CSEQ = 4;
export const CONTENT_LENGTH = 5;
/** Judged by the proxy that reads it: here only that it comes once. */
export const MAX_FORWARDS = 6;

/** Each under its number, in the order in which a message is blamed for them. */
export const judged: readonly Header<unknown>[] = [via, from, to, callId, cseq, contentLength, maxForwards];

const numbers = new NameTable<number>();
for (const [number, { name, compact = name }] of judged.entries()) {
  numbers.add(name, number);
  if (compact !== name) numbers.add(compact, number);
}

/** The lengths that these names have, as bits: most other names have another one. */
const lengths = judged.reduce((bits, { name, compact = name }) => bits | (1 << name.length) | (1 << compact.length), 0);
const longest = Math.max(...judged.map(({ name }) => name.length));

/** The number of the field whose name stands at `start` up to `end`; undefined for one that is not judged. */
export function judgedAt(bytes: Uint8Array, start: number, end: number): number | undefined {
  const length = end - start;
  return length > longest || ((lengths >> length) & 1) === 0 ? undefined : numbers.at(bytes, start, end);
}

/** Four bytes as one number: compared at once. */
function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

const word = (text: string): number => wordAt(octetsOf(text), 0);
const [VIA_, FROM_, TO_, CSEQ_] = [word('Via:'), word('From'), word('To:\0'), word('CSeq')];
const [CALL, ID_] = [word('Call'), word('-ID:')];
const [CONT, ENT_, LENG, GTH_] = [word('Cont'), word('ent-'), word('Leng'), word('gth:')];
const [MAX_, FORW, ARDS] = [word('Max-'), word('Forw'), word('ards')];
const THREE_BYTES = 0xffffff;
const COLON = 0x3a;

/** How long each name is, by its number. */
export const nameLengths: readonly number[] = judged.map(({ name }) => name.length);

/** As many bytes must be there for a name to be recognised at a glance. */
export const glance = 16;

/**
 * The number of the field that begins at `at`, when its name is written as nearly everybody writes it, and its colon stands
 * right behind. -1 for any other; `glance` bytes must be there.
 */
export function usualAt(bytes: Uint8Array, at: number): number {
  const first = wordAt(bytes, at);
  switch (first) {
    case VIA_:
      return VIA;
    case FROM_:
      return bytes[at + 4] === COLON ? FROM : -1;
    case CSEQ_:
      return bytes[at + 4] === COLON ? CSEQ : -1;
    case CALL:
      return wordAt(bytes, at + 4) === ID_ ? CALL_ID : -1;
    case CONT:
      return wordAt(bytes, at + 4) === ENT_ && wordAt(bytes, at + 8) === LENG && wordAt(bytes, at + 11) === GTH_
        ? CONTENT_LENGTH
        : -1;
    case MAX_:
      return wordAt(bytes, at + 4) === FORW && wordAt(bytes, at + 8) === ARDS && bytes[at + 12] === COLON
        ? MAX_FORWARDS
        : -1;
    default:
      return (first & THREE_BYTES) === TO_ ? TO : -1;
  }
}
