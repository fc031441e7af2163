import { describe, expect, test } from 'vitest';
import { nodeEntropy } from '../../src/transport/node-entropy.ts';

describe('node entropy', () => {
  const entropy = nodeEntropy();

  test('RFC 3261 §19.3: a token has 96 bits, and is like none before, over many portions', () => {
    const tokens = Array.from({ length: 2000 }, () => entropy.token());
    expect(new Set(tokens).size).toBe(2000);
    for (const token of tokens) expect(token).toMatch(/^[0-9a-f]{24}$/);
  });

  test('RFC 3261 §8.2.7: a keyed hash depends on the text and on a secret of this process', () => {
    expect(entropy.keyedHash('a')).toMatch(/^[0-9a-f]{32}$/);
    expect(entropy.keyedHash('a')).toBe(entropy.keyedHash('a'));
    expect(entropy.keyedHash('a')).not.toBe(entropy.keyedHash('b'));
    expect(entropy.keyedHash('a')).not.toBe(nodeEntropy().keyedHash('a'));
  });

  test('a number is whole, not negative and below its limit', () => {
    const numbers = new Set(Array.from({ length: 500 }, () => entropy.below(3)));
    expect([...numbers].toSorted()).toEqual([0, 1, 2]);
    expect(entropy.below(1)).toBe(0);
  });
});
