import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultSourceRate, SourceBuckets } from '../../src/stack/source-rate.ts';

/** How many of `count` requests at once are taken. */
function taken(buckets: SourceBuckets, host: string, now: number, count: number): number {
  return Array.from({ length: count }, () => buckets.take(host, now)).filter(Boolean).length;
}

describe('the rate of one source', () => {
  test('400 at once, then 200 a second', () => {
    const buckets = new SourceBuckets(defaultSourceRate);
    expect(taken(buckets, '192.0.2.2', 0, 1000)).toBe(400);
    expect([4, 5, 9, 10, 1010].map((now) => taken(buckets, '192.0.2.2', now, 1000))).toEqual([0, 1, 0, 1, 200]);
    expect(taken(buckets, '192.0.2.2', 3010, 1000)).toBe(400);
  });

  test('another source has its own', () => {
    const buckets = new SourceBuckets({ ...defaultSourceRate, burst: 1 });
    expect(['192.0.2.2', '192.0.2.3', '192.0.2.2'].map((host) => buckets.take(host, 0))).toEqual([true, true, false]);
  });

  test.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', false],
    ['2001:db8::1', '2001:db8::2', false],
    ['2001:db8::1', '2001:db8::1:0:0:0:1', true],
    ['2001:db8:1:2:3::', '2001:db8:1:3::', true],
    ['fe80::1', 'fe81::1', true],
    ['1:2:3:4:5:6:7:8', '1:2:3:4::', false]
  ])('%s, then %s: another source is %s', (one, other, another) => {
    const buckets = new SourceBuckets({ ...defaultSourceRate, burst: 1 });
    expect([buckets.take(one, 0), buckets.take(other, 0)]).toEqual([true, another]);
  });

  test.each(['127.0.0.1', '127.9.9.9', '::1', '198.51.100.7'])('%s is not limited, and has no bucket', (host) => {
    const buckets = new SourceBuckets({ ...defaultSourceRate, burst: 1, exempt: ['198.51.100.7'] });
    expect([taken(buckets, host, 0, 1000), buckets.size]).toEqual([1000, 0]);
  });
});

describe('the number of sources', () => {
  const rate = { perSecond: 1, burst: 2, sources: 10, exempt: [] };
  const fill = (buckets: SourceBuckets, now: number): void => {
    for (let n = 0; n < 10; n++) buckets.take(`10.0.0.${n}`, now);
  };

  test('is bounded: those beyond share one bucket', () => {
    const buckets = new SourceBuckets(rate);
    fill(buckets, 0);
    const beyond = Array.from({ length: 100 }, (_, n) => buckets.take(`10.0.1.${n}`, 0));
    expect([beyond.filter(Boolean).length, buckets.size]).toEqual([2, 11]);
    expect(buckets.take('10.0.0.0', 0)).toBe(true);
  });

  test('a bucket that is full again makes room', () => {
    const buckets = new SourceBuckets(rate);
    fill(buckets, 0);
    expect(taken(buckets, '10.0.1.1', 1000, 3)).toBe(2);
    expect(buckets.size).toBeLessThanOrEqual(10);
  });

  test('a flood of sources that come once leaves each its own bucket', () => {
    const buckets = new SourceBuckets({ ...rate, perSecond: 200 });
    for (let n = 0; n < 10_000; n++) expect(buckets.take(`source ${n}`, n)).toBe(true);
    expect(buckets.size).toBeLessThanOrEqual(11);
  });
});

test('whatever comes from wherever: no source gets more than its rate, none that keeps to it gets less', () => {
  const rate = { perSecond: 10, burst: 5, sources: 4, exempt: [] };
  const arrivals = fc.array(fc.tuple(fc.nat(2), fc.nat(400)), { maxLength: 200 });
  fc.assert(
    fc.property(arrivals, (steps) => {
      const buckets = new SourceBuckets(rate);
      const tokens = new Map<string, { left: number; at: number }>();
      let now = 0;
      for (const [source, wait] of steps) {
        now += wait;
        const host = `10.0.0.${source}`;
        const own = tokens.get(host) ?? { left: 5, at: now };
        const left = Math.min(5, own.left + (now - own.at) / 100);
        const takes = left > 1 - 1e-9;
        expect(buckets.take(host, now)).toBe(takes);
        tokens.set(host, { left: takes ? left - 1 : left, at: now });
      }
    })
  );
});
