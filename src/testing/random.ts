/**
 * Pseudo-random numbers from a seed: the same ones in every run and on every host. Not for secrets.
 *
 * The generator is sfc32 of PractRand (Chris Doty-Humphrey, public domain): 128 bits of state, 32 out.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #count = 1;

  /** From a whole number; of a larger one the low 32 bits count. */
  constructor(seed: number) {
    this.#a = this.#b = this.#c = seed | 0;
    // Seeds that differ by one must not begin alike.
    for (let round = 0; round < 12; round++) this.#next();
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number from 0 up to, but not including, 1. */
  fraction(): number {
    return this.#next() / 2 ** 32;
  }

  /** A whole number from 0 up to, but not including, `limit`. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  /** One of several. */
  pick<T>(from: ArrayLike<T>): T {
    return from[this.below(from.length)] as T;
  }
}
