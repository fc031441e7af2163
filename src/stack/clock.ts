/**
 * The time that a stack lives by. A running stack is given the host's clock
 * (`src/transport/node-clock.ts`), a test a `VirtualClock`; nothing else reads the time. It has the shape
 * of xstate's own clock, so it may be given to a bare actor too.
 */
export interface Clock {
  /** Milliseconds since an arbitrary instant, with fractions; never goes back, knows no calendar. */
  now(): number;

  /**
   * Calls `fire` once, in a later turn, when at least `delay` milliseconds have passed (a host may be up to
   * one millisecond early). A delay of 0 lets the sockets be read first. A host need not take more than
   * 2^31-1: `TimerQueue` never asks for more.
   *
   * @returns a handle for `clearTimeout`, otherwise opaque
   */
  setTimeout(fire: () => void, delay: number): unknown;

  /** Forgets a timeout. One that has fired or was cleared already is ignored. */
  clearTimeout(handle: unknown): void;
}
