import type { Clock } from './clock.ts';

/** More milliseconds than this behind its deadline, a timer lets the sockets be read before it fires. */
const LATE = 50;

/** The longest delay in milliseconds that hosts keep; they fire a longer one at once. */
const LONGEST_HOST_DELAY = 2 ** 31 - 1;

/** Something that fires once at its deadline. Armed again, even while it fires, it serves again. */
export abstract class Timer {
  /** Its place in the heap that holds it, -1 in none. Only `TimerHeap` writes it. */
  slot = -1;

  /** Called by the queue, when the timer is no longer armed, with the deadline in the clock's milliseconds. */
  abstract fire(due: number): void;
}

/** A timer that calls a function. */
export class CallbackTimer extends Timer {
  readonly #fire: () => void;

  constructor(fire: () => void) {
    super();
    this.#fire = fire;
  }

  override fire(): void {
    this.#fire();
  }
}

/**
 * Timers ordered by deadline, those of one deadline in the order in which they were added. A 4-ary heap that
 * knows each timer's place: adding and removing take O(log n), and a removed timer is held no longer.
 */
export class TimerHeap {
  // Three arrays, not one of records: a comparison then reads two unboxed numbers and follows no pointer.
  readonly #timers: Timer[] = [];
  readonly #dues: number[] = [];
  readonly #orders: number[] = [];
  #added = 0;

  /** How many timers it holds. */
  get size(): number {
    return this.#timers.length;
  }

  /** How many timers were ever added: the order that the next one gets. */
  get added(): number {
    return this.#added;
  }

  /** The earliest deadline; Infinity when there is none. */
  get firstDue(): number {
    return this.#dues[0] ?? Infinity;
  }

  /** The order of the timer with the earliest deadline. The heap must not be empty. */
  get firstOrder(): number {
    return this.#orders[0] as number;
  }

  /** Adds a timer that no heap holds. `due` must not be NaN; Infinity is after everything. */
  add(timer: Timer, due: number): void {
    this.#rise(this.#timers.length, timer, due, this.#added++);
  }

  /** Removes a timer and tells whether it was here. */
  remove(timer: Timer): boolean {
    const { slot } = timer;
    if (this.#timers[slot] !== timer) return false;
    timer.slot = -1;
    const last = this.#timers.pop() as Timer;
    const due = this.#dues.pop() as number;
    const order = this.#orders.pop() as number;
    // The last one fills the gap. It comes from another branch, so it may belong above as well as below.
    if (last !== timer) this.#rise(this.#sink(slot, due, order), last, due, order);
    return true;
  }

  /** Removes and returns the timer with the earliest deadline. The heap must not be empty. */
  takeFirst(): Timer {
    const first = this.#timers[0] as Timer;
    this.remove(first);
    return first;
  }

  /** The deadline of a timer; undefined when it is not here. */
  dueOf(timer: Timer): number | undefined {
    return this.#timers[timer.slot] === timer ? this.#dues[timer.slot] : undefined;
  }

  #isBefore(slot: number, due: number, order: number): boolean {
    const other = this.#dues[slot] as number;
    return other < due || (other === due && (this.#orders[slot] as number) < order);
  }

  /** Puts a timer at `slot`, or above it, moving those down that come after it. */
  #rise(slot: number, timer: Timer, due: number, order: number): void {
    while (slot > 0) {
      const parent = (slot - 1) >> 2;
      if (this.#isBefore(parent, due, order)) break;
      this.#move(parent, slot);
      slot = parent;
    }
    this.#timers[slot] = timer;
    this.#dues[slot] = due;
    this.#orders[slot] = order;
    timer.slot = slot;
  }

  /** Moves those below `slot` up that come before (`due`, `order`); returns the slot that this leaves free. */
  #sink(slot: number, due: number, order: number): number {
    const size = this.#timers.length;
    for (;;) {
      const child = slot * 4 + 1;
      if (child >= size) return slot;
      let first = child;
      const end = Math.min(child + 4, size);
      for (let other = child + 1; other < end; other++) {
        if (this.#isBefore(other, this.#dues[first] as number, this.#orders[first] as number)) first = other;
      }
      if (!this.#isBefore(first, due, order)) return slot;
      this.#move(first, slot);
      slot = first;
    }
  }

  #move(from: number, to: number): void {
    const timer = this.#timers[from] as Timer;
    this.#timers[to] = timer;
    this.#dues[to] = this.#dues[from] as number;
    this.#orders[to] = this.#orders[from] as number;
    timer.slot = to;
  }
}

/** What a `TimerQueue` lives by. */
export interface TimerQueueOptions {
  readonly clock: Clock;
  /** Told what a timer threw; the timers after it still fire. What it throws itself goes to the host. */
  readonly onError: (error: unknown) => void;
}

/**
 * All timers of a stack behind one timer of the host: arming and cancelling take O(log n), for delays of any
 * length. Equal deadlines fire in arming order.
 *
 * One turn fires all timers that were due when it began: as many as there are, but never one armed on the way.
 * When it finds the first of them more than 50 ms late (the process had been stopped, or was busy), it fires
 * none and leaves them to the next turn, so that a response which already waits in the socket comes before the
 * timeout that it prevents. A timer is put off so once, never twice.
 */
export class TimerQueue {
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #heap = new TimerHeap();
  #hostTimer: unknown;
  /** When the host's timer fires: Infinity for none, -Infinity during a turn, whose end sets it. */
  #wakeAt = Infinity;
  /** Timers due up to here have been put off once. */
  #putOffTo = -Infinity;

  constructor(options: TimerQueueOptions) {
    this.#clock = options.clock;
    this.#onError = options.onError;
  }

  /** How many timers are armed. */
  get size(): number {
    return this.#heap.size;
  }

  /**
   * Calls `fire` after `delay` milliseconds: in the next turn if that is negative or NaN, never if it is Infinity.
   *
   * @returns the timer, for `cancel`
   */
  arm(delay: number, fire: () => void): Timer {
    const timer = new CallbackTimer(fire);
    this.armTimer(delay, timer);
    return timer;
  }

  /** As `arm`, for a timer that the caller made. It must not be armed. */
  armTimer(delay: number, timer: Timer): void {
    const now = this.#clock.now();
    const due = delay > 0 ? now + delay : now;
    this.#heap.add(timer, due);
    if (due < this.#wakeAt) this.#wakeUp(now);
  }

  /** Takes a timer out and tells whether it was armed. One that has fired or was cancelled already is ignored. */
  cancel(timer: Timer): boolean {
    const wasArmed = this.#heap.remove(timer);
    // While others are armed the host's timer stays: cancelled in arming order, as transactions do, each timer
    // in turn is the first, and waking once for nothing is cheaper than asking the host each time.
    if (this.#heap.size === 0) this.#forgetHostTimer();
    return wasArmed;
  }

  /** The deadline of a timer in the clock's milliseconds; undefined when it is not armed. */
  dueOf(timer: Timer): number | undefined {
    return this.#heap.dueOf(timer);
  }

  /** One turn. */
  readonly #turn = (): void => {
    const heap = this.#heap;
    const now = this.#clock.now();
    const armedLater = heap.added;
    this.#wakeAt = -Infinity;
    try {
      for (let due = heap.firstDue; due <= now && heap.firstOrder < armedLater; due = heap.firstDue) {
        if (now - due > LATE && due > this.#putOffTo) {
          this.#putOffTo = now;
          break;
        }
        try {
          heap.takeFirst().fire(due);
        } catch (error) {
          this.#onError(error);
        }
      }
    } finally {
      this.#wakeAt = Infinity;
      this.#wakeUp(this.#clock.now());
    }
  };

  /** Has the host call for the earliest deadline, or as near to it as the host can wait. */
  #wakeUp(now: number): void {
    this.#forgetHostTimer();
    const due = this.#heap.firstDue;
    if (due === Infinity) return;
    const delay = Math.min(Math.max(due - now, 0), LONGEST_HOST_DELAY);
    this.#wakeAt = now + delay;
    this.#hostTimer = this.#clock.setTimeout(this.#turn, delay);
  }

  #forgetHostTimer(): void {
    if (!Number.isFinite(this.#wakeAt)) return;
    this.#clock.clearTimeout(this.#hostTimer);
    this.#hostTimer = undefined;
    this.#wakeAt = Infinity;
  }
}
