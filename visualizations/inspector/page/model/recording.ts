/** The trace that the page has of one call, never more than a limit of it; and what it was like at any event. */
import type { TraceEvent } from '../../../../src/trace/event.ts';
import { after, beginning, type Moment } from './moment.ts';

/** How many events are kept. The server keeps fewer of a call; what follows live may be more. */
const keptEvents = 10_000;

export class Recording {
  readonly #limit: number;
  #events: TraceEvent[] = [];
  /** Before the first event that is kept, and after the last one. */
  #base = beginning;
  #now = beginning;
  #forgotten = 0;

  constructor(limit = keptEvents) {
    this.#limit = limit;
  }

  get events(): readonly TraceEvent[] {
    return this.#events;
  }

  /** After the last event. */
  get now(): Moment {
    return this.#now;
  }

  /** How many events were let go since the beginning. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /** Adds what came, in its order. `begin` starts anew. Where it is too much, the oldest tenth goes; tells how many went. */
  add(events: readonly TraceEvent[]): number {
    const begin = events.findLastIndex(({ type }) => type === 'begin');
    if (begin >= 0) {
      this.#events = [];
      this.#base = this.#now = beginning;
      this.#forgotten = 0;
    }
    const added = begin >= 0 ? events.slice(begin) : events;
    this.#now = after(this.#now, added, this.#events.length);
    this.#events.push(...added);
    if (this.#events.length <= this.#limit) return 0;
    const count = Math.max(this.#events.length - this.#limit, Math.ceil(this.#limit / 10));
    this.#base = after(this.#base, this.#events.splice(0, count), -count);
    this.#now = after(this.#base, this.#events);
    this.#forgotten += count;
    return count;
  }

  /** After the first `count` of the events that are kept. */
  momentAt(count: number): Moment {
    if (count >= this.#events.length) return this.#now;
    return after(this.#base, this.#events.slice(0, Math.max(0, count)));
  }
}
