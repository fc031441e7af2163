/** Names that are recognised where they stand among the bytes of a message, in any case of their letters. */
import { octetsOf } from './latin1.ts';

/** The bit that makes a letter lower case. */
const LOWER_CASE = 0x20;

/** One way to write a name, in lower case, and what it names. */
interface Entry<T> {
  readonly written: Uint8Array;
  readonly value: T;
}

/** True when `written`, in lower case, stands at `start` in whatever case, as a token. No other character of a token turns into a letter or a hyphen by that bit. */
export function standsAt(bytes: Uint8Array, start: number, written: Uint8Array): boolean {
  for (let i = 0; i < written.length; i++) if (((bytes[start + i] as number) | LOWER_CASE) !== written[i]) return false;
  return true;
}

/**
 * What names of letters and hyphens stand for. Length, first and last letter nearly single out a name, and cost less than
 * a hash of the whole. What is found is then compared, and no row is long: no choice of names slows a lookup down.
 */
export class NameTable<T> {
  private readonly rows: Entry<T>[][] = Array.from({ length: 256 }, () => []);

  private row(first: number, last: number, length: number): Entry<T>[] {
    // The low five bits of a letter are the same in both cases.
    return this.rows[((first & 31) * 7 + (last & 31) * 3 + length * 11) & 255] as Entry<T>[];
  }

  /** Adds a name, or another way to write it. */
  add(name: string, value: T): void {
    const written = octetsOf(name.toLowerCase());
    this.row(written[0] as number, written.at(-1) as number, written.length).push({ written, value });
  }

  /** What the token that stands at `start` up to `end` names. */
  at(bytes: Uint8Array, start: number, end: number): T | undefined {
    const row = this.row(bytes[start] as number, bytes[end - 1] as number, end - start);
    for (let i = 0; i < row.length; i++) {
      const { written, value } = row[i] as Entry<T>;
      if (written.length === end - start && standsAt(bytes, start, written)) return value;
    }
    return undefined;
  }
}
