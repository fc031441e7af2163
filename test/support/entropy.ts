/** Randomness that is the same in every run. */
import type { Entropy } from '../../src/transaction/branch.ts';

/** Tokens `t1`, `t2`, …; the hash of a text is its length; the largest number below a limit. */
export function countingEntropy(): Entropy {
  let count = 0;
  return {
    token: () => `t${String(++count)}`,
    keyedHash: (text) => `h${String(text.length)}`,
    below: (limit) => limit - 1
  };
}
