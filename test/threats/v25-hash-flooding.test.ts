import { describe, expect, test } from 'vitest';
import { TransactionIndex } from '../../machines/index.ts';
import { Child } from '../../machines/transaction-index.ts';
import { dialogKey } from '../../src/dialog/id.ts';
import { serverKey } from '../../src/transaction/key.ts';
import { SourceBuckets } from '../../src/stack/source-rate.ts';
import { Stage } from '../support/stage.ts';
import { bytesOf } from '../message/samples.ts';
import { invite } from '../support/messages.ts';

/** 2^12 texts with one and the same hash in every stack that hashes by h = h * 31 + c: `Aa` and `BB` are worth the same. */
const colliding = Array.from({ length: 4096 }, (_, n) =>
  n.toString(2).padStart(12, '0').replaceAll('0', 'Aa').replaceAll('1', 'BB')
);
const hash31 = (text: string): number => bytesOf(text).reduce((hash, byte) => (Math.imul(hash, 31) + byte) | 0, 0);

// The maps are V8's, whose hash has a seed of its own in each process: `npm run bench:transactions` shows that texts such
// as these are found as fast as any. Here: that they are told apart, and that a key holds the peer's text itself, no hash.
describe('threat V25: hash flooding', () => {
  test('the texts collide', () => {
    expect(new Set(colliding.map(hash31)).size).toBe(1);
    expect(new Set(colliding).size).toBe(4096);
  });

  test.each([
    ['branches', (text: string) => serverKey(invite({ branch: `z9hG4bK${text}` }))],
    ['Call-IDs of RFC 2543', (text: string) => serverKey(invite({ via: 'SIP/2.0/UDP 192.0.2.2', callId: text }))],
    ['Call-IDs of dialogs', (text: string) => dialogKey({ callId: text, localTag: 'a', remoteTag: 'b' })]
  ])('%s: the key holds the text, and finds its own', (_, keyOf) => {
    const index = new TransactionIndex();
    const actor = new Stage().recorder('child');
    for (const text of colliding) {
      const key = keyOf(text);
      expect(key.toLowerCase()).toContain(text.toLowerCase());
      index.add(key, new Child(actor, 'server', undefined, text));
    }
    // A branch has no case (it is a token): these texts differ in more than that.
    expect(index.transactions).toBe(4096);
    for (const text of colliding) expect(index.remove(keyOf(text))?.mergeKey).toBe(text);
    expect(index.transactions).toBe(0);
  });

  test('sources: each has its own bucket', () => {
    const buckets = new SourceBuckets({ perSecond: 1, burst: 1, sources: 5000, exempt: [] });
    expect(colliding.every((source) => buckets.take(source, 0))).toBe(true);
    expect(colliding.some((source) => buckets.take(source, 0))).toBe(false);
  });
});
