/** What a chart says of its states and arrows beside what they do: read by the drawings, the coverage page and the static check. */
import type { ChartLogic } from './charts.ts';

/** A timer of a chart, as `uasInvite.answerLimit`. */
export type BoundingTimer = `${keyof ChartLogic}.${string}`;

/** What a delay stands for, in words and in numbers. */
export interface TimerValue {
  /** As the RFC writes it: `T1, doubling`. */
  readonly value: string;
  /** The same with the default timers and limits, over an unreliable transport, when the timer is first armed; ms. */
  readonly ms: number;
}

/** A timer of a chart, by the name of its delay. Table 4 of RFC 3261 in the places where it is used. */
export interface ChartTimer extends TimerValue {
  /** The clause; absent where the RFC leaves a wait open. */
  readonly rfc?: string;
  /** What it is for: of every timer that no RFC has given a letter. */
  readonly reason?: string;
}

/** The `meta` of every state and transition. */
export interface ChartMeta {
  /** The clause, as `3261§17.1.1.2`. */
  readonly rfc: string;
  /** Of a machine: its timers, by the names of its delays. */
  readonly timers?: Readonly<Record<string, ChartTimer>>;
  /** Of an arrow whose timer does not begin here as it does at first. */
  readonly timer?: TimerValue;
  /**
   * Of a state that no timer of its own leads out of: the event that ends it, and the timers of other charts (of its user,
   * of a transaction below it) whose arrows say that event at the latest.
   */
  readonly boundedBy?: Readonly<Record<string, readonly BoundingTimer[]>>;
}
