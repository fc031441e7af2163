/** What a test says of particular datagrams: which of them, and what becomes of those. */
import type { Datagram } from './datagram.ts';

/** Which datagrams; all of them unless it says more. */
export interface Which {
  /** From this place. */
  readonly from?: string;
  /** For this place. */
  readonly to?: string;
  /** With this message, in words: `INVITE`, `200 INVITE`; or of which this says yes. */
  readonly what?: string | ((datagram: Datagram) => boolean);
  /** No more than this many, the first ones. */
  readonly times?: number;
}

/** What becomes of them: lost, failed with an error, or carried, each copy so many milliseconds later than usual. */
export type Effect = 'lose' | { readonly error: Error } | { readonly extra: readonly number[] };

interface Rule {
  readonly which: Which;
  readonly effect: Effect;
  left: number;
}

/** Whether a datagram is one of those, however many there were. */
export function isOneOf({ from, to, what }: Which, datagram: Datagram): boolean {
  if (from !== undefined && from !== datagram.from) return false;
  if (to !== undefined && to !== datagram.to) return false;
  if (what === undefined) return true;
  return typeof what === 'string' ? what === datagram.words : what(datagram);
}

/** The rules in force, in the order they came. */
export class Rules {
  readonly #rules = new Set<Rule>();

  /** Puts one in force, behind the others; the result lifts it. */
  add(which: Which, effect: Effect): () => void {
    const rule = { which, effect, left: which.times ?? Infinity };
    this.#rules.add(rule);
    return () => {
      this.#rules.delete(rule);
    };
  }

  /** What the first rule that fits says. */
  effectOn(datagram: Datagram): Effect | undefined {
    for (const rule of this.#rules) {
      if (rule.left === 0 || !isOneOf(rule.which, datagram)) continue;
      rule.left--;
      return rule.effect;
    }
    return undefined;
  }
}
