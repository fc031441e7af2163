/** Every state ends within a bound: by a timer around it, or by an event that another chart's timer owes it. */
import { describe, expect, test } from 'vitest';
import type { AnyMachineSnapshot, EventObject } from 'xstate';
import { charts } from '../../machines/index.ts';
import type { ChartMeta } from '../../machines/meta.ts';
import { simplePaths } from '../support/paths.ts';
import { Stage } from '../support/stage.ts';
import { leafOf, statesOf, timersIn, withAncestors } from '../support/states.ts';
import type { Subject } from '../stack/both.ts';
import { subjects } from '../stack/subjects.ts';

type ChartName = keyof typeof charts;

/** One step that was seen: where it began and ended, and the types of what was said. */
interface Seen {
  readonly from: string;
  readonly to: string;
  /** The timer that fired, or the type of what the chart was told. */
  readonly by: string;
  readonly said: ReadonlySet<string>;
}

const nameOf = ({ machine }: Subject): ChartName =>
  Object.entries(charts).find(([, chart]) => chart === machine)?.[0] as ChartName;

/** Where a chart is, among all charts: `dialog Confirmed.byeOwed`. */
const place = (chart: ChartName, path: readonly string[]): string => `${chart} ${path.join('.')}`;

const final = (where: string): boolean => where.endsWith(' Terminated');

/** What a chart is told, by its place among the subject's events, or a timer's event. */
type Told = number | EventObject;

/** A fresh actor behind a path. */
function replay(subject: Subject, path: readonly Told[]): { stage: Stage; tell: (told: Told) => AnyMachineSnapshot } {
  const stage = new Stage();
  const actor = stage.start(subject.machine, subject.input(stage));
  const events = Object.values(subject.events(stage));
  const tell = (told: Told): AnyMachineSnapshot => {
    actor.send(typeof told === 'number' ? (events[told] as EventObject) : told);
    return actor.getSnapshot() as AnyMachineSnapshot;
  };
  for (const told of path) tell(told);
  return { stage, tell };
}

/** What comes of one more step behind a path. */
function step(subject: Subject, path: readonly Told[], from: AnyMachineSnapshot, by: string, last: Told): Seen {
  const { stage, tell } = replay(subject, path);
  const heard = stage.said.length;
  const to = tell(last);
  const chart = nameOf(subject);
  return {
    from: place(chart, leafOf(from).path),
    to: place(chart, leafOf(to).path),
    by,
    said: new Set(stage.said.slice(heard).map(({ event }) => event.type))
  };
}

/** What the UAC side of an INVITE knows of dialogs: only an actor can be told of its end. */
function dialogs({ context }: AnyMachineSnapshot): readonly boolean[] {
  const { dialogs: made = [] } = context as { readonly dialogs?: readonly { readonly dialog?: unknown }[] };
  return made.slice(0, 1).map(({ dialog }) => dialog !== undefined);
}

/** Everything that a chart does, in every way a stack starts it: each path, and each event and timer behind it. */
function explore(subject: Subject): readonly Seen[] {
  const stage = new Stage();
  const events = Object.values(subject.events(stage));
  const seen: Seen[] = [];
  for (const { events: told, end } of simplePaths(subject.machine, subject.input(stage), events, dialogs)) {
    if (end.status !== 'active') continue;
    // Its events name actors of this stage; those of the stage of the replay have the same places.
    const path = told.map((event): Told => (events.includes(event) ? events.indexOf(event) : event));
    for (const [at, { type }] of events.entries()) seen.push(step(subject, path, end, type, at));
    for (const [timer, type] of timersIn(leafOf(end)))
      seen.push(step(subject, path, end, timer.slice('after '.length), { type }));
  }
  return seen;
}

const seen = subjects.flatMap(explore);
const places = [...new Set(seen.map(({ from }) => from))].sort();

/** The places that a timer leads to from a place, if it leads out of it every time. */
function exits(from: string, by: string): readonly string[] {
  const steps = seen.filter((one) => one.from === from && one.by === by);
  return steps.every(({ to }) => to !== from) ? [...new Set(steps.map(({ to }) => to))] : [];
}

const leaves = Object.entries(charts).flatMap(([name, machine]) =>
  statesOf(machine).map((node) => [place(name as ChartName, node.path), node] as const)
);
const nodeAt = new Map(leaves);

/** The `boundedBy` of a place: its own, or that of the state around it. */
function boundsOf(where: string): Readonly<Record<string, readonly string[]>> {
  const node = nodeAt.get(where);
  const metas = node === undefined ? [] : withAncestors(node).map(({ meta }) => meta as ChartMeta | undefined);
  return metas.find((meta) => meta?.boundedBy !== undefined)?.boundedBy ?? {};
}

/** The timers of a place that lead out of it whenever they fire. */
function ownExits(where: string): readonly string[] {
  const node = nodeAt.get(where);
  const timers = node === undefined ? [] : [...timersIn(node).keys()].map((name) => name.slice('after '.length));
  return timers.flatMap((timer) => exits(where, timer));
}

/** The places where a timer of another chart runs, by its name `uasInvite.answerLimit`. */
function runningAt(bound: string): readonly string[] {
  const [chart, timer] = bound.split('.');
  return places.filter((where) => {
    const node = nodeAt.get(where);
    return where.startsWith(`${chart ?? ''} `) && node !== undefined && timersIn(node).has(`after ${timer ?? ''}`);
  });
}

/** Where a place ends at the latest, and which places must have ended for that. */
function next(where: string): readonly string[] {
  const own = ownExits(where);
  if (own.length > 0) return own;
  return Object.entries(boundsOf(where)).flatMap(([event, bounds]) => [
    ...exits(where, event),
    ...bounds.flatMap(runningAt)
  ]);
}

describe.each(places.map((where) => ({ where })))('$where', ({ where }) => {
  test('a timer leads out, or a timer of another chart says an event that does', () => {
    expect(next(where)).not.toEqual([]);
    if (ownExits(where).length > 0) return;
    for (const [event, bounds] of Object.entries(boundsOf(where))) {
      expect(exits(where, event), `${event} in ${where}`).not.toEqual([]);
      expect(bounds, event).not.toEqual([]);
      for (const bound of bounds) {
        const [chart, timer] = bound.split('.');
        const fired = seen.filter(({ from, by }) => from.startsWith(`${chart ?? ''} `) && by === timer);
        expect(fired.filter(({ said }) => said.has(event)).length, `${bound} says ${event}`).toBeGreaterThan(0);
      }
    }
  });

  test('to the end, without a circle', () => {
    const follow = (at: string, path: readonly string[]): void => {
      if (final(at)) return;
      expect(path, `${path.join(' → ')} → ${at}`).not.toContain(at);
      const further = next(at);
      expect(further.length, at).toBeGreaterThan(0);
      for (const place of further) follow(place, [...path, at]);
    };
    follow(where, []);
  });
});

test('every state in which a chart can rest was reached', () => {
  const rest = leaves
    .filter(([where, { type }]) => type === 'atomic' && !final(where))
    .filter(([, { always }]) => always === undefined || always.at(-1)?.guard !== undefined);
  expect(rest.map(([where]) => where).filter((where) => !places.includes(where))).toEqual([]);
});
