/** Randomness that somebody may look at: so that what was drawn can be drawn again. */
import type { Entropy } from '../transaction/branch.ts';

/** Told of each thing that is drawn. It must not throw. */
export type EntropyObserver = (what: 'token' | 'hash' | 'number', value: string | number) => void;

/** Nobody looks unless there is an observer; it may be set and unset at any time. */
export class ObservedEntropy implements Entropy {
  observer: EntropyObserver | undefined = undefined;
  readonly #entropy: Entropy;

  constructor(entropy: Entropy) {
    this.#entropy = entropy;
  }

  token(): string {
    const token = this.#entropy.token();
    this.observer?.('token', token);
    return token;
  }

  keyedHash(text: string): string {
    const hash = this.#entropy.keyedHash(text);
    this.observer?.('hash', hash);
    return hash;
  }

  below(limit: number): number {
    const number = this.#entropy.below(limit);
    this.observer?.('number', number);
    return number;
  }
}
