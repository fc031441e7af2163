/**
 * What the inspector's page gets from its server. Both streams are server-sent events, one JSON object each; everything is
 * read-only and has its secrets blanked.
 *
 * - `GET /overview?kind=…&state=…&text=…&stuck=1&limit=…`: an {@link Overview} at once, and a new one at most four times a
 *   second while something changes.
 * - `GET /trace?call=<Call-ID>` or `?actor=<number>`: the trace of one call or actor as it is kept (it begins with `begin`),
 *   then what happens; each is a `TraceEvent`.
 * - `GET /charts/<name>.svg` and `.json`: the drawing of a chart by its id, and its diagram model.
 * - `GET /export?call=<Call-ID>&format=…`: what the recorder has of a call, as a file.
 *
 * When the stack has ended a stream's last event has the name `end`: there is nothing to reconnect for. 503 is for one page
 * too many, 403 for who may not ask, 400 for what makes no sense.
 */
import type { CounterName } from '../../machines/counters.ts';
import type { ChartState } from '../../src/trace/event.ts';

/** What a row is about. */
export type RowKind = 'call' | 'dialog' | 'transaction' | 'registration' | 'other';

/** A timer that is armed. */
export interface NextTimer {
  readonly name: string;
  /** Milliseconds of the stack's clock; null for one that never fires. */
  readonly due: number | null;
}

/** One thing that lives, or a call that is kept. */
export interface OverviewRow {
  readonly kind: RowKind;
  /** Its number in the trace; absent of a call, which is many actors. */
  readonly actor?: number;
  /** The chart's id; of a call `call`. */
  readonly name: string;
  readonly callId?: string;
  /** Method and Request-URI of what made it, or its key. */
  readonly title: string;
  /** Of a call: that of its INVITE or dialog. */
  readonly state?: ChartState;
  /** Milliseconds of the stack's clock: when it began, if that was seen. */
  readonly startedAt?: number;
  /** A call that is kept, but has ended. */
  readonly endedAt?: number;
  /** `UDP 192.0.2.1:5060`, where its first message came from or went to. */
  readonly peer?: string;
  /** The one that is due first. */
  readonly nextTimer?: NextTimer;
  /** It is longer in its state than its state's timers allow, or nothing is armed and nothing is owed. */
  readonly isStuck: boolean;
}

/** What the stack is doing, and some of what lives in it. */
export interface Overview {
  /** Milliseconds of the stack's clock. */
  readonly at: number;
  /** The calendar's milliseconds at the clock's 0, if known. */
  readonly epoch?: number;
  /** What lives, by kind; calls that are kept and have ended are not counted. */
  readonly living: Readonly<Record<RowKind, number>>;
  readonly counters: Readonly<Partial<Record<CounterName, number>>>;
  /** In the last second. */
  readonly rates: { readonly messagesIn: number; readonly messagesOut: number; readonly calls: number };
  /** Responses in the last second by class: `1xx` … `6xx`. */
  readonly responses: Readonly<Record<string, number>>;
  /** At most `limit`: those that match, the stuck ones and the youngest first. */
  readonly rows: readonly OverviewRow[];
  /** How many match. */
  readonly matching: number;
  /** Events that the page's server was too slow for. */
  readonly lost: number;
}

/** The formats of `GET /export`. */
export type ExportFormat = 'trace' | 'pcap' | 'mermaid' | 'svg';
