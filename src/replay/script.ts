/** What a replayed stack lives by: time, timers, randomness and transports that do what the recording says, and nothing else. */
import type { Observer } from 'rxjs';
import { fromCallback } from 'xstate';
import type { ToTransport } from '../../machines/events.ts';
import type { Clock } from '../stack/clock.ts';
import { type Timer, TimerQueue } from '../stack/timer-queue.ts';
import type { DrawnEvent, StackDescription } from '../trace/event.ts';
import type { Entropy } from '../transaction/branch.ts';
import type { Flow } from '../transaction/flow.ts';
import type { Inbound, Transport, TransportInput } from '../transport/transport.ts';

/** A clock that stands still until it is set. Nothing fires by it. */
export class RecordedClock implements Clock {
  #now: number;

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  set(now: number): void {
    this.#now = now;
  }

  setTimeout(): unknown {
    return undefined;
  }

  clearTimeout(): void {
    // Nothing was armed.
  }
}

/** Timers that fire when the recording says so: when each one did, as the machine was busy, is a part of what happened. */
export class RecordedTimers extends TimerQueue {
  readonly #clock: Clock;
  readonly #armed = new Map<Timer, number>();
  /** The one that was armed last. */
  last: Timer | undefined;

  constructor(clock: Clock, onError: (error: unknown) => void) {
    super({ clock, onError });
    this.#clock = clock;
  }

  override get size(): number {
    return this.#armed.size;
  }

  override armTimer(delay: number, timer: Timer): void {
    this.#armed.set(timer, this.#clock.now() + (delay > 0 ? delay : 0));
    this.last = timer;
  }

  override cancel(timer: Timer): boolean {
    return this.#armed.delete(timer);
  }

  override dueOf(timer: Timer): number | undefined {
    return this.#armed.get(timer);
  }

  /** Fires a timer; false when it is not armed. */
  fire(timer: Timer | undefined): boolean {
    const due = timer === undefined ? undefined : this.#armed.get(timer);
    if (timer === undefined || due === undefined) return false;
    this.#armed.delete(timer);
    timer.fire(due);
    return true;
  }
}

/** Gives what was drawn again, in order. What was not drawn then is made up, the same in every replay. */
export class RecordedEntropy implements Entropy {
  #drawn: readonly DrawnEvent[] = [];
  #at = 0;
  #madeUp = 0;

  /** From now on these are drawn. */
  load(drawn: readonly DrawnEvent[]): void {
    this.#drawn = drawn;
    this.#at = 0;
  }

  #next(what: DrawnEvent['what']): string | number | undefined {
    const drawn = this.#drawn[this.#at];
    if (drawn?.what !== what) return undefined;
    this.#at++;
    return drawn.value;
  }

  token(): string {
    return String(this.#next('token') ?? `made-up-in-replay-${String(++this.#madeUp)}`);
  }

  keyedHash(text: string): string {
    return String(this.#next('hash') ?? `hash-in-replay-${String(text.length)}`);
  }

  below(limit: number): number {
    const number = Number(this.#next('number') ?? 0);
    return number < limit ? number : 0;
  }
}

/** A transport that delivers what it is told to, and sends nothing: what it is given is in the trace. */
export class RecordedTransport implements Transport {
  readonly protocol: string;
  readonly local: Transport['local'];
  readonly logic: Transport['logic'];
  readonly closed = Promise.resolve();
  #inbound: Observer<Inbound> | undefined;

  constructor({ protocol, local }: StackDescription['transports'][number]) {
    this.protocol = protocol;
    this.local = local;
    this.logic = fromCallback<ToTransport, TransportInput>(({ input }) => {
      this.#inbound = input.inbound;
    });
  }

  /** Whether a message of this flow came by this transport. */
  has({ transport, local }: Flow): boolean {
    return transport === this.protocol && local.host === this.local.host && local.port === this.local.port;
  }

  deliver(inbound: Inbound): void {
    this.#inbound?.next(inbound);
  }

  async close(): Promise<void> {
    return this.closed;
  }
}
