import type { Observable } from 'rxjs';
import { UsageError } from '../message/usage-error.ts';
import type { TraceEvent } from './event.ts';

/** How much may wait for a slow reader, and what goes when it is more. */
export interface BoundedOptions {
  /** How many events may wait, at least 1; 10,000 unless given. A message is kept with its bytes. */
  readonly limit?: number;
  /** Which are lost above it: the oldest that wait, unless given, or those that come. */
  readonly drop?: 'oldest' | 'newest';
}

/** Events that wait, never more than `limit`, in a ring; what does not fit is counted where it is missing. */
class Waiting {
  readonly #ring: (TraceEvent | undefined)[] = [];
  readonly #limit: number;
  readonly #dropsOldest: boolean;
  #first = 0;
  #size = 0;
  /** How many are missing before the first that waits, and behind the last. */
  #lostBefore = 0;
  #lostBehind = 0;
  #lostAt = 0;

  constructor(limit: number, dropsOldest: boolean) {
    this.#limit = limit;
    this.#dropsOldest = dropsOldest;
  }

  put(event: TraceEvent): void {
    if (this.#size === this.#limit) {
      if (!this.#dropsOldest) {
        this.#lostBehind++;
        this.#lostAt = event.at;
        return;
      }
      this.#lostBefore++;
      this.#lostAt = (this.#shift() as TraceEvent).at;
    }
    if (this.#lostBehind > 0 && this.#size === 0) {
      this.#lostBefore = this.#lostBehind;
      this.#lostBehind = 0;
    } else if (this.#lostBehind > 0) {
      // There is room again, and the place where some are missing is kept.
      this.#push({ type: 'lost', at: this.#lostAt, count: this.#lostBehind });
      this.#lostBehind = 0;
      if (this.#size === this.#limit) {
        this.#lostBehind = 1;
        this.#lostAt = event.at;
        return;
      }
    }
    this.#push(event);
  }

  #push(event: TraceEvent): void {
    this.#ring[(this.#first + this.#size++) % this.#limit] = event;
  }

  #shift(): TraceEvent | undefined {
    const event = this.#ring[this.#first];
    this.#ring[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#limit;
    this.#size--;
    return event;
  }

  /** The next one, or how many are missing; undefined when nothing waits. */
  take(): TraceEvent | undefined {
    if (this.#size === 0 && this.#lostBefore === 0) {
      this.#lostBefore = this.#lostBehind;
      this.#lostBehind = 0;
    }
    if (this.#lostBefore > 0) {
      const count = this.#lostBefore;
      this.#lostBefore = 0;
      return { type: 'lost', at: this.#lostAt, count };
    }
    return this.#size === 0 ? undefined : this.#shift();
  }
}

/**
 * A trace for a reader that may be slow: it never holds the stack up, and no more than `limit` events wait for it. Where
 * some had to go there is a `lost` event that says how many. What is lost may be part of what lives at the beginning: who
 * needs that whole, gives a limit above it, or begins anew.
 *
 * Each loop subscribes when it begins and leaves when it ends. It ends when the stack is closed and everything is read.
 * @throws UsageError `ERR_SIP_INVALID_OPTION` for a limit below 1, or one that is no whole number
 */
export function bounded(
  trace$: Observable<TraceEvent>,
  { limit = 10_000, drop = 'oldest' }: BoundedOptions = {}
): AsyncIterable<TraceEvent> {
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new UsageError('ERR_SIP_INVALID_OPTION', `not a number of events: ${String(limit)}`);
  return {
    async *[Symbol.asyncIterator]() {
      const waiting = new Waiting(limit, drop === 'oldest');
      const reader: { isOver: boolean; wake?: () => void } = { isOver: false };
      const end = (): void => {
        reader.isOver = true;
        reader.wake?.();
      };
      const subscription = trace$.subscribe({
        next(event) {
          waiting.put(event);
          reader.wake?.();
        },
        error: end,
        complete: end
      });
      try {
        for (;;) {
          const event = waiting.take();
          if (event !== undefined) yield event;
          else if (reader.isOver) return;
          else await new Promise<void>((resolve) => (reader.wake = resolve));
        }
      } finally {
        subscription.unsubscribe();
      }
    }
  };
}
