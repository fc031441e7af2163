/** What a chart says of its states and arrows beside what they do: read by the drawings, the coverage page and the static check. */
import type { ChartLogic } from './charts.ts';

/** A timer of a chart, as `uasInvite.answerLimit`. */
export type BoundingTimer = `${keyof ChartLogic}.${string}`;

/** The `meta` of every state and transition. */
export interface ChartMeta {
  /** The clause, as `3261§17.1.1.2`. */
  readonly rfc: string;
  /**
   * Of a state that no timer of its own leads out of: the event that ends it, and the timers of other charts (of its user,
   * of a transaction below it) whose arrows say that event at the latest.
   */
  readonly boundedBy?: Readonly<Record<string, readonly BoundingTimer[]>>;
}
