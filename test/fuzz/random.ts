/** Pseudo-random numbers from a seed: the same ones in every run. */
export class Random {
  #state: number;

  constructor(seed: number) {
    // Seeds that differ by one must not begin alike, and nothing comes of zero.
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 1;
  }

  /** An integer from 0 up to `limit`, which is not reached. */
  below(limit: number): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return (x >>> 0) % limit;
  }

  /** One of several. */
  pick<T>(from: ArrayLike<T>): T {
    return from[this.below(from.length)] as T;
  }
}
