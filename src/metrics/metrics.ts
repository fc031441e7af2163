/** What a stack does, for Prometheus. Needs the optional package prom-client. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { UsageError } from '../message/usage-error.ts';
import type { Stack } from '../stack/stack.ts';
import type { Counts } from './counts.ts';
import { type EventLoopDelay, measureEventLoopDelay } from './event-loop-delay.ts';
import { TraceCounts } from './trace-counts.ts';

/** What is measured. */
export interface MetricsOptions {
  /**
   * `counters`, unless given: what the stack counts anyway, read when Prometheus asks; it costs nothing else. `trace` adds
   * what a subscriber of `stack.trace$` sees, and every transaction pays for that about as much again as it costs.
   */
  readonly detail?: MetricsDetail;
}

export type MetricsDetail = 'counters' | 'trace';

/** Where a call's set-up time falls, s: the network's, a machine's, a person's. */
const setUpBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128];

/** A gauge that is read when somebody asks. */
function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name: `sipcharts_${name}`,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    }
  });
}

/** Counts under a name: a counter's ends in `_total`. */
function counts<L extends string>(
  registry: Registry,
  Kind: typeof Counter | typeof Gauge,
  name: string,
  help: string,
  labelNames: readonly L[],
  read: () => ReturnType<Counts<L>['rows']>
): void {
  new Kind<L>({
    name: `sipcharts_${name}`,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset();
      for (const { labels, count } of read()) this.inc(labels, count);
    }
  });
}

function countersOf(registry: Registry, stack: Stack, delay: EventLoopDelay): void {
  gauge(registry, 'transactions', 'Transactions that live now.', () => stack.transactions);
  gauge(registry, 'dialogs', 'Dialogs that live now.', () => stack.dialogs);
  gauge(
    registry,
    'invites',
    'INVITEs that live now, on either side, before they are acknowledged.',
    () => stack.invites
  );
  counts(registry, Counter, 'counted_total', 'Whatever was dropped, refused, lost or survived.', ['name'], () =>
    Object.entries(stack.counters).map(([name, count]) => ({ labels: { name }, count }))
  );
  counts(
    registry,
    Gauge,
    'event_loop_delay_seconds',
    'How late timers were since it was last read.',
    ['percentile'],
    () => [...delay.read()].map(([percentile, count]) => ({ labels: { percentile: String(percentile) }, count }))
  );
}

function traceOf(registry: Registry, stack: Stack): void {
  const setUps = new Histogram({
    name: 'sipcharts_call_setup_seconds',
    help: 'From an INVITE to its first 2xx, by the direction of the INVITE.',
    labelNames: ['direction'],
    buckets: setUpBuckets,
    registers: [registry]
  });
  const seen = new TraceCounts(({ direction, ms }) => {
    setUps.observe({ direction }, ms / 1000);
  });
  const add = <L extends string>(
    kind: typeof Counter | typeof Gauge,
    name: string,
    help: string,
    of: Counts<L>
  ): void => {
    counts(registry, kind, name, help, of.labels, () => of.rows());
  };
  add(Gauge, 'charts', 'Statecharts that live now, by state; transactions by method too.', seen.living);
  add(Counter, 'charts_started_total', 'Statecharts that were started; transactions by method too.', seen.started);
  add(Counter, 'requests_total', 'Requests that came in or were sent, and those sent again.', seen.requests);
  add(Counter, 'responses_total', 'Responses that came in or were sent, and those sent again.', seen.responses);
  add(Counter, 'retransmissions_total', 'Requests and responses that had been there before.', seen.repeated);
  add(Counter, 'timers_fired_total', 'Timers that fired.', seen.timers);
  stack.trace$.subscribe((event) => {
    seen.see(event);
  });
}

/**
 * Metrics of a stack, in a registry of their own; they end with the stack. Labels have few values: methods that are not
 * known are `other`, and nothing is told of single calls.
 *
 * Always there: `sipcharts_transactions`, `_dialogs`, `_invites` (gauges), `_counted_total{name}` (each name of
 * `stack.counters`), `_event_loop_delay_seconds{percentile}`. With `detail: 'trace'`: `_charts{chart,method,state}` (gauge),
 * `_charts_started_total{chart,method}`, `_requests_total{method,direction}`, `_responses_total{class,method,direction}`,
 * `_retransmissions_total{kind,method,direction}`, `_timers_fired_total{timer}`, and the histogram
 * `_call_setup_seconds{direction}`.
 * @throws UsageError `ERR_SIP_INVALID_OPTION` for a detail that does not exist
 */
export function metrics(stack: Stack, { detail = 'counters' }: MetricsOptions = {}): Registry {
  if (!['counters', 'trace'].includes(detail))
    throw new UsageError('ERR_SIP_INVALID_OPTION', `no such detail: ${detail}`);
  const registry = new Registry();
  const delay = measureEventLoopDelay();
  stack.actor.subscribe({
    complete: () => {
      delay.stop();
    }
  });
  countersOf(registry, stack, delay);
  if (detail === 'trace') traceOf(registry, stack);
  return registry;
}
