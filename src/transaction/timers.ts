/** The timer values of RFC 3261 §17.1.1.1 and its Table 4. Milliseconds. */

/** The values that every other timer is made from. */
export interface Timers {
  /** Round-trip time estimate. */
  readonly T1: number;
  /** The longest interval between retransmissions of a non-INVITE request or a response to an INVITE. */
  readonly T2: number;
  /** How long a message may stay in the network. */
  readonly T4: number;
  /** Timer D: how long responses to an INVITE are absorbed; at least 32 s over an unreliable transport (§17.1.1.2). */
  readonly D: number;
}

/** The defaults of Table 4. */
export const defaultTimers: Timers = { T1: 500, T2: 4000, T4: 5000, D: 32_000 };

/** How long to wait for whatever must come within Timer B, F, H, L or M: 64·T1. */
export const sixtyFourT1 = (timers: Timers): number => 64 * timers.T1;

/** How long Timer E takes to reach T2: what a 100 to a non-INVITE has to wait for (RFC 4320 §4.1). 3.5 s by default. */
export function timerEReachesT2(timers: Timers): number {
  let elapsed = 0;
  for (let interval = timers.T1; interval > 0 && interval < timers.T2; interval *= 2) elapsed += interval;
  return elapsed;
}
