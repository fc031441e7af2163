import type { Clock } from '../stack/clock.ts';

/** The host's monotonic clock and its timers. A pending timer keeps the process alive. */
export const nodeClock: Clock = {
  now: () => performance.now(),

  // An immediate comes after the poll for I/O. A timeout of 0 (which Node makes 1 ms) can come before it, when
  // the timers that run ahead of it take longer than that. Node cuts fractions off: round up, not to be early.
  setTimeout: (fire, delay) => (delay > 0 ? setTimeout(fire, Math.ceil(delay)) : setImmediate(fire)),

  // Each of the two ignores the other's handles.
  clearTimeout(handle) {
    clearTimeout(handle as NodeJS.Timeout);
    clearImmediate(handle as NodeJS.Immediate);
  }
};
