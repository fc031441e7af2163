/** Randomness for a stack under test: the same in every run, and it tells whose it is. */
import type { Entropy } from '../transaction/branch.ts';
import type { Random } from './random.ts';

/** Two hashes of 32 bits each (FNV-1a, Fowler, Noll and Vo, public domain): enough to tell texts of a test apart. */
function hashOf(text: string): string {
  let one = 0x811c9dc5;
  let other = 0x9dc5811c;
  for (let at = 0; at < text.length; at++) {
    one = Math.imul(one ^ text.charCodeAt(at), 0x01000193);
    other = Math.imul(other ^ text.charCodeAt(text.length - 1 - at), 0x01000193);
  }
  return [one, other].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

/**
 * Tokens `alice-1-…`, `alice-2-…`: readable, no secret to anybody, and so far apart that a flipped bit does not make one
 * into another. `count` gives the next number.
 */
export function namedEntropy(name: string, random: Random, count: () => number): Entropy {
  return {
    token: () => {
      const token = `${name}-${String(count())}`;
      return `${token}-${hashOf(token)}`;
    },
    keyedHash: (text) => `${name}-${hashOf(text)}`,
    below: (limit) => random.below(limit)
  };
}
