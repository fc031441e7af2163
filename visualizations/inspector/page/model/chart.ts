/** What a chart can do in a state: read from its diagram model. */
import type { ChartState } from '../../../../src/trace/event.ts';

/** What is read of a diagram model, as `/charts/<name>.json` has it. */
export interface ChartModel {
  readonly id: string;
  readonly states: readonly { readonly id: string; readonly path: readonly string[]; readonly rfc?: string }[];
  readonly transitions: readonly ChartTransition[];
}

/** One arrow of it. */
export interface ChartTransition {
  readonly id: string;
  readonly source: string;
  readonly target?: string;
  readonly kind: 'event' | 'after' | 'always';
  readonly event: string;
  readonly guard?: string;
  readonly otherwise?: boolean;
  readonly actions: readonly string[];
  readonly rfc?: string;
}

/** The paths of the states that a chart is in: `Confirmed`, `Confirmed.established`. */
export function pathsOf(state: ChartState): readonly string[] {
  if (typeof state === 'string') return state === '' ? [] : [state];
  return Object.entries(state).flatMap(([outer, inner]) => [
    outer,
    ...pathsOf(inner).map((path) => `${outer}.${path}`)
  ]);
}

/** The ids of the states that a chart is in, the chart itself left out. */
export function activeStates({ states }: ChartModel, state: ChartState): readonly string[] {
  const paths = new Set(pathsOf(state));
  return states.filter(({ path }) => paths.has(path.join('.'))).map(({ id }) => id);
}

/** What it waits for: the arrows of the states that it is in, the innermost first, and of the chart itself. */
export function enabledIn(model: ChartModel, state: ChartState): readonly ChartTransition[] {
  const sources = [...activeStates(model, state).toReversed(), ...model.states.slice(0, 1).map(({ id }) => id)];
  return sources.flatMap((source) => model.transitions.filter((one) => one.source === source && one.kind !== 'always'));
}

/** `timerL → Terminated`, `transport.INVITE [provisionalSent]`. */
export function describeTransition(
  { event, guard, otherwise, target, source }: ChartTransition,
  chart: string
): string {
  const condition = guard !== undefined ? ` [${guard}]` : otherwise === true ? ' [else]' : '';
  const to = target === undefined || target === source ? '' : ` → ${target.slice(chart.length + 1)}`;
  return `${event}${condition}${to}`;
}

/** The clauses of the states that a chart is in. */
export function clausesOf(model: ChartModel, state: ChartState): readonly string[] {
  const active = new Set(activeStates(model, state));
  const clauses = model.states.filter(({ id }, index) => index === 0 || active.has(id)).flatMap(({ rfc }) => rfc ?? []);
  return [...new Set(clauses)];
}

/** `3261§17.1.1.2` as people write it. */
export const formatClause = (clause: string): string => clause.replace(/^(\d+)\s*§/, 'RFC $1 §');
