/** Node's randomness for branches, tags and Call-IDs. */
import { createHmac, randomBytes, randomInt } from 'node:crypto';
import type { Entropy } from '../transaction/branch.ts';

const tokenBytes = 12;
const poolBytes = 4092;

/** 96 bits a token, drawn in larger portions because a call of `randomBytes` costs more than its bytes; hex. */
export function nodeEntropy(): Entropy {
  const key = randomBytes(32);
  let pool = '';
  let at = 0;
  return {
    token() {
      if (at >= pool.length) {
        pool = randomBytes(poolBytes).toString('hex');
        at = 0;
      }
      at += tokenBytes * 2;
      return pool.slice(at - tokenBytes * 2, at);
    },
    keyedHash: (text) => createHmac('sha256', key).update(text, 'latin1').digest('hex').slice(0, 32),
    below: (limit) => randomInt(limit)
  };
}
