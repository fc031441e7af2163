import type { Clock } from '../stack/clock.ts';
import { CallbackTimer, TimerHeap } from '../stack/timer-queue.ts';
import { Turns } from './turns.ts';

/**
 * A clock that a test moves by hand, from 0. Unlike xstate's `SimulatedClock` it stops at every deadline on the
 * way, so a timer armed by a timer falls due at its own instant. Equal deadlines fire in arming order.
 *
 * A timer that always arms another with no delay keeps it at one instant for ever.
 */
export class VirtualClock implements Clock {
  readonly #heap = new TimerHeap();
  #now = 0;

  /** Milliseconds since the clock was made. */
  now(): number {
    return this.#now;
  }

  /** How many timeouts are armed. */
  get pending(): number {
    return this.#heap.size;
  }

  /** The instant of the next timeout; undefined when none will come. */
  get nextDue(): number | undefined {
    const due = this.#heap.firstDue;
    return due === Infinity ? undefined : due;
  }

  /** Calls `fire` when time has been moved by `delay` milliseconds: negative and NaN count as 0, Infinity is never. */
  setTimeout(fire: () => void, delay: number): unknown {
    const timer = new CallbackTimer(fire);
    this.#heap.add(timer, delay > 0 ? this.#now + delay : this.#now);
    return timer;
  }

  /** Forgets a timeout. One that has fired or was cleared already is ignored. */
  clearTimeout(handle: unknown): void {
    if (handle instanceof CallbackTimer) this.#heap.remove(handle);
  }

  /** Moves time forward by `ms` milliseconds; see `advanceTo`. */
  advance(ms: number): void {
    this.advanceTo(this.#now + ms);
  }

  /**
   * Moves time forward to the instant `at`, firing each timeout at its own. What a timeout throws is thrown here,
   * at its instant; the others stay armed.
   *
   * @throws {RangeError} when `at` is in the past or not finite
   */
  advanceTo(at: number): void {
    if (!(at >= this.#now && at < Infinity)) {
      throw new RangeError(`time cannot go from ${String(this.#now)} to ${String(at)}`);
    }
    for (let due = this.#heap.firstDue; due <= at; due = this.#heap.firstDue) {
      this.#now = due;
      this.#heap.takeFirst().fire(due);
    }
    // A timeout may itself have moved time, and further.
    this.#now = Math.max(this.#now, at);
  }
  /**
   * Moves time forward by `ms` milliseconds as `advance` does, and at every deadline on the way lets all that only waits
   * for promises run: what an application awaits happens at its own instant.
   */
  async pass(ms: number): Promise<void> {
    await this.#passTo(this.#now + ms);
  }

  /**
   * Lets time pass as `pass` does until no timeout is armed any more; resolves with how long that took.
   *
   * @throws {Error} when some are still armed after `within` milliseconds: ten minutes unless given
   */
  async rest(within = 600_000): Promise<number> {
    const start = this.#now;
    await this.#passTo(start + within, () => this.pending === 0);
    if (this.pending > 0) throw new Error(`${String(this.pending)} timeouts are armed after ${String(within)} ms`);
    return this.#now - start;
  }

  async #passTo(end: number, done: () => boolean = () => false): Promise<void> {
    const turns = new Turns();
    try {
      await turns.next();
      while (this.#heap.firstDue <= end) {
        this.advanceTo(this.#heap.firstDue);
        await turns.next();
      }
      if (done()) return;
      this.advanceTo(end);
      await turns.next();
    } finally {
      turns.close();
    }
  }
}
