/** A bounded piece of a trace: the events of one call, or those of none. */
import type { LostEvent, TraceEvent } from './event.ts';
import { Living } from './living.ts';
import { TracedMessage } from './message.ts';

/** An event and its place in the whole trace. */
export interface Placed {
  readonly place: number;
  readonly event: TraceEvent;
}

/** What an event takes beside the message in it: so many bytes, about. */
const eventSize = 256;

/** How many bytes an event is taken to keep in memory. */
export function sizeOf(event: TraceEvent): number {
  if (event.type !== 'message') return eventSize;
  return eventSize + (event instanceof TracedMessage ? event.size : event.text.length);
}

/** How much a log keeps. */
export interface EventLogLimits {
  /** How many of its first events, and how many bytes of them. */
  readonly first: number;
  readonly firstBytes: number;
  /** How many of its last events. */
  readonly last: number;
}

/** The first and the last events, in two parts; of those between there is how many they were, and what lived behind them. */
export class EventLog {
  readonly #limits: EventLogLimits;
  /** What lived before its first event. */
  readonly #before = new Living();
  /** What lives between the two parts, from when there is something lost between them. */
  #between: Living | undefined;
  readonly #head: Placed[] = [];
  /** A ring, which grows up to its limit. */
  readonly #tail: Placed[] = [];
  #firstOfTail = 0;
  #sizeOfTail = 0;
  #headBytes = 0;
  #isHeadFull = false;
  #lost = 0;
  #lostAt = 0;
  #lostPlace = 0;
  /** Bytes of all that is kept. */
  bytes = 0;

  constructor(limits: EventLogLimits) {
    this.#limits = limits;
  }

  /** How many events are kept. */
  get size(): number {
    return this.#head.length + this.#sizeOfTail;
  }

  /** How many are not. */
  get lost(): number {
    return this.#lost;
  }

  /** What was there already when the recorder came. */
  lived(event: TraceEvent): void {
    this.#before.see(event);
  }

  /** What lived at the first event that is kept. */
  get before(): Living {
    return this.#before;
  }

  put(placed: Placed): void {
    const size = sizeOf(placed.event);
    this.bytes += size;
    if (!this.#isHeadFull) {
      const { first, firstBytes } = this.#limits;
      this.#isHeadFull = this.#head.length >= first || this.#headBytes + size > firstBytes;
    }
    if (!this.#isHeadFull) {
      this.#headBytes += size;
      this.#head.push(placed);
      return;
    }
    if (this.#sizeOfTail === this.#limits.last) this.drop();
    const at = (this.#firstOfTail + this.#sizeOfTail) % this.#limits.last;
    this.#tail[at] = placed;
    this.#sizeOfTail++;
  }

  /** Gives the oldest of the last events up; false when there is none. */
  drop(): boolean {
    const placed = this.#tail[this.#firstOfTail];
    if (this.#sizeOfTail === 0 || placed === undefined) return false;
    this.#firstOfTail = (this.#firstOfTail + 1) % this.#limits.last;
    this.#sizeOfTail--;
    this.bytes -= sizeOf(placed.event);
    this.#lost++;
    this.#lostAt = placed.event.at;
    this.#lostPlace = placed.place;
    this.#passed().see(placed.event);
    return true;
  }

  /** Without a first part, what is lost is before everything. */
  #passed(): Living {
    if (this.#head.length === 0) return this.#before;
    if (this.#between === undefined) {
      this.#between = this.#before.copy();
      for (const { event } of this.#head) this.#between.see(event);
    }
    return this.#between;
  }

  /** What is kept, in order; where some are lost it is said how many, and what lives there. */
  *entries(): Generator<Placed> {
    yield* this.#head;
    if (this.#lost > 0) {
      const [place, at] = [this.#lostPlace, this.#lostAt];
      const lost: LostEvent = { type: 'lost', at, count: this.#lost };
      yield { place, event: lost };
      for (const event of this.#between?.tell(at) ?? []) yield { place, event };
    }
    for (let index = 0; index < this.#sizeOfTail; index++)
      yield this.#tail[(this.#firstOfTail + index) % this.#limits.last] as Placed;
  }
}
