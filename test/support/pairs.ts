/** Every pair of a state and an event of a chart, and what comes of it. */
import type { AnyActor, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { describeEvent, type Stage } from './stage.ts';
import { leafOf, stateOf, statesOf, timersIn } from './states.ts';

/** A chart that was just started. */
export interface Run {
  readonly stage: Stage;
  readonly actor: AnyActor;
}

/** How a chart is started, and everything it may be told, by the name the table gives it. */
export interface Chart {
  readonly start: () => Run;
  readonly events: (stage: Stage) => Events;
}

/** Events by the name the table gives them. */
export type Events = Readonly<Record<string, { readonly type: string }>>;

/** What happens, by event, by state: `Completed: transport ACK, user transaction.300-699 486`; `-` for nothing at all. */
export type PairTable = Readonly<Record<string, Readonly<Record<string, string>>>>;

const snapshotOf = ({ actor }: Run): AnyMachineSnapshot => actor.getSnapshot() as AnyMachineSnapshot;

/** The events and timers of a state, by the names of the table: none where the chart has ended, nobody hears them. */
export function stepsIn({ events }: Chart, run: Run): readonly string[] {
  if (snapshotOf(run).status !== 'active') return [];
  return [...Object.keys(events(run.stage)), ...timersIn(leafOf(snapshotOf(run))).keys()];
}

function take(chart: Chart, run: Run, step: string): void {
  const timer = timersIn(leafOf(snapshotOf(run))).get(step);
  run.actor.send(chart.events(run.stage)[step] ?? { type: timer ?? step });
}

function replay(chart: Chart, path: readonly string[]): Run {
  const run = chart.start();
  for (const step of path) take(chart, run, step);
  return run;
}

/** A shortest path to each state that can be reached: breadth first. */
export function pathsToStates(chart: Chart): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>();
  const open: (readonly string[])[] = [[]];
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    const run = replay(chart, path);
    const state = stateOf(snapshotOf(run));
    if (paths.has(state)) continue;
    paths.set(state, path);
    for (const step of stepsIn(chart, run)) open.push([...path, step]);
  }
  return paths;
}

/** What comes of one step behind a path, as the table writes it. `took` is told the transitions. */
export function outcomeOf(
  chart: Chart,
  path: readonly string[],
  step: string,
  took: (transition: unknown) => void = () => undefined
): string {
  const run = replay(chart, path);
  const before = snapshotOf(run);
  const heard = run.stage.said.length;
  take(chart, run, step);
  const after = snapshotOf(run);
  for (const transition of run.stage.taken) took(transition);
  const said = run.stage.said.slice(heard).map(({ to, event }) => `${to} ${describeEvent(event)}`);
  const [from, to] = [stateOf(before), stateOf(after)];
  if (from === to && said.length === 0) return before.context === after.context ? '-' : 'notes it';
  return [from === to ? 'stays' : to, said.join(', ')].filter((part) => part !== '').join(': ');
}

/** The table of what a chart does, to be compared with the one that was written by hand. */
export function pairTable(chart: Chart, took?: (transition: unknown) => void): PairTable {
  const table: Record<string, Record<string, string>> = {};
  for (const [state, path] of pathsToStates(chart)) {
    const row: Record<string, string> = {};
    for (const step of stepsIn(chart, replay(chart, path))) row[step] = outcomeOf(chart, path, step, took);
    table[state] = row;
  }
  return table;
}

/** Samples of every event a chart may be told, by type and variant: `{ 'user.1xx': { '': …, '183': … } }`. */
export type Samples<TEvent extends { readonly type: string }> = {
  readonly [TType in TEvent['type']]: Readonly<Record<string, Extract<TEvent, { readonly type: TType }>>>;
};

/** The samples under the names the table gives them: `user.1xx`, `user.1xx 183`. */
export function eventsOf<TEvent extends { readonly type: string }>(samples: Samples<TEvent>): Events {
  const kinds = Object.entries<Readonly<Record<string, TEvent>>>(samples);
  return Object.fromEntries(
    kinds.flatMap(([type, variants]) =>
      Object.entries(variants).map(([variant, event]) => [variant === '' ? type : `${type} ${variant}`, event] as const)
    )
  );
}

/** The transitions of a chart that are not among those that were taken. */
export function neverTaken(machine: AnyStateMachine, taken: ReadonlySet<unknown>): readonly string[] {
  return statesOf(machine).flatMap((node) =>
    [...[...node.transitions.values()].flat(), ...(node.always ?? [])]
      .filter((transition) => !taken.has(transition))
      .map(({ eventType }) => `${node.id} on ${eventType}`)
  );
}

/** A table without the pairs of which nothing comes: what it leaves out does nothing, sends nothing, and never throws. */
export function withoutIdlePairs(table: PairTable): PairTable {
  const busy = (row: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(row).filter(([, outcome]) => outcome !== '-'));
  return Object.fromEntries(Object.entries(table).map(([state, row]) => [state, busy(row)]));
}
