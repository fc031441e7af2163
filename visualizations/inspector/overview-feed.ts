/** Sends overviews to pages: at once, and again while something changes, never more than four times a second. */
import type { Clock } from '../../src/stack/clock.ts';
import type { EventStream } from './event-stream.ts';
import type { OverviewFilter, OverviewModel } from './overview.ts';

/** Milliseconds between two overviews, at least. */
const interval = 250;

/** Where nothing happens, timers come nearer, rates go down and things get stuck all the same. */
const idleInterval = 1000;

/** Making them takes at most this part of the time. */
const share = 1 / 20;

interface Reader {
  readonly stream: EventStream;
  readonly filter: OverviewFilter;
  /** What it was sent last: the model's version, and when. */
  version: number;
  at: number;
}

export class OverviewFeed {
  readonly #model: OverviewModel;
  readonly #clock: Clock;
  readonly #prepare: () => void;
  readonly #readers = new Set<Reader>();
  #timeout: unknown;
  #isOver = false;

  /** @param prepare Called before overviews are made. */
  constructor(model: OverviewModel, clock: Clock, prepare: () => void) {
    this.#model = model;
    this.#clock = clock;
    this.#prepare = prepare;
  }

  add(stream: EventStream, filter: OverviewFilter): void {
    const reader: Reader = { stream, filter, version: -1, at: 0 };
    this.#prepare();
    this.#send(reader, this.#clock.now());
    if (this.#isOver) {
      stream.end();
      return;
    }
    this.#readers.add(reader);
    stream.onClose(() => {
      this.#readers.delete(reader);
      if (this.#readers.size === 0) this.#stop();
    });
    if (this.#readers.size > 0) this.#timeout ??= this.#clock.setTimeout(this.#tick, interval);
  }

  /** The stack has ended: each page gets a last overview. */
  end(): void {
    this.#isOver = true;
    this.#stop();
    for (const reader of this.#readers) {
      this.#send(reader, this.#clock.now());
      reader.stream.end();
    }
    this.#readers.clear();
  }

  #stop(): void {
    this.#clock.clearTimeout(this.#timeout);
    this.#timeout = undefined;
  }

  readonly #tick = (): void => {
    const now = this.#clock.now();
    const began = performance.now();
    this.#prepare();
    for (const reader of this.#readers) {
      const isDue = reader.version !== this.#model.version || now - reader.at >= idleInterval;
      // A page that has not read the last one gets the next, not both.
      if (isDue && !reader.stream.isBehind) this.#send(reader, now);
    }
    const next = Math.max(interval, (performance.now() - began) / share);
    this.#timeout = this.#clock.setTimeout(this.#tick, next);
  };

  #send(reader: Reader, now: number): void {
    reader.version = this.#model.version;
    reader.at = now;
    reader.stream.send(JSON.stringify(this.#model.overview(now, reader.filter)));
  }
}
