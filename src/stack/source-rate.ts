/** How many new requests one source may send: a token bucket for each that is about. */
import { UsageError } from '../message/usage-error.ts';
import { isLoopback } from '../transaction/flow.ts';

/** The rate of new requests that one source may keep up. */
export interface SourceRate {
  readonly perSecond: number;
  /** How many may come at once. */
  readonly burst: number;
  /** How many sources are told apart, an IPv6 source being its first 64 bits; those beyond share one bucket. */
  readonly sources: number;
  /** Addresses that may send as much as they like: trunks, our own proxies. Loopback always may. */
  readonly exempt: readonly string[];
}

/** 200 a second, 400 at once, 65,536 sources, nobody exempt. */
export const defaultSourceRate: SourceRate = { perSecond: 200, burst: 400, sources: 65_536, exempt: [] };

/**
 * What counts as one source: an IPv4 address, or the first 64 bits of an IPv6 address, within which a peer may have as many
 * addresses as it likes.
 */
function sourceOf(host: string): string {
  if (!host.includes(':')) return host;
  const gap = host.indexOf('::');
  const head = (gap < 0 ? host : host.slice(0, gap)).split(':');
  if (gap < 0 || head.length >= 4) return head.slice(0, 4).join(':');
  const tail = host.slice(gap + 2).split(':');
  const zeros = Math.max(0, 8 - head.length - tail.length);
  return [...head, ...Array.from({ length: zeros }, () => '0'), ...tail].slice(0, 4).join(':');
}

/** Whom the sources share a bucket with that there is no room for. No address is empty. */
const others = '';

/** How many buckets are looked at for one that is full again, when there is no room for another. */
const looked = 8;

/**
 * The buckets. Of each nothing is kept but the instant at which it will be full again: what has passed is as good as
 * forgotten, so a source that pauses costs nothing, and a refusal writes nothing.
 */
export class SourceBuckets {
  readonly #fullAt = new Map<string, number>();
  readonly #exempt: ReadonlySet<string>;
  readonly #sources: number;
  /** How long one token takes to come back, and how long a whole bucket, ms. */
  readonly #token: number;
  readonly #bucket: number;

  /** @throws UsageError `ERR_SIP_INVALID_OPTION` for a rate of nothing, or a burst in which not one request fits */
  constructor({ perSecond, burst, sources, exempt }: SourceRate) {
    if (!(perSecond > 0 && burst >= 1)) {
      throw new UsageError(
        'ERR_SIP_INVALID_OPTION',
        `not a rate: ${String(perSecond)} a second, ${String(burst)} at once`
      );
    }
    this.#exempt = new Set(exempt);
    this.#sources = sources;
    this.#token = 1000 / perSecond;
    this.#bucket = burst * this.#token;
  }

  /** How many buckets are kept. */
  get size(): number {
    return this.#fullAt.size;
  }

  /** Takes a token of a source, if it has one left. `now` is in milliseconds and never goes back. */
  take(host: string, now: number): boolean {
    if (isLoopback(host) || this.#exempt.has(host)) return true;
    const own = sourceOf(host);
    const source = this.#fullAt.has(own) || this.#hasRoom(now) ? own : others;
    const fullAt = Math.max(this.#fullAt.get(source) ?? now, now) + this.#token;
    if (fullAt - now > this.#bucket) return false;
    this.#fullAt.set(source, fullAt);
    return true;
  }

  /** Whether another source can be told apart; buckets that are full again make room. */
  #hasRoom(now: number): boolean {
    if (this.#fullAt.size < this.#sources) return true;
    let left = looked;
    for (const [source, fullAt] of this.#fullAt) {
      // Whatever is looked at goes to the end: the next time others are.
      this.#fullAt.delete(source);
      if (fullAt > now) this.#fullAt.set(source, fullAt);
      if (--left === 0) break;
    }
    return this.#fullAt.size < this.#sources;
  }
}
