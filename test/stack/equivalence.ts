/** That the compiled chart of a subject is the chart: by pairs of state and event, by paths, by random walks. */
import fc from 'fast-check';
import type { AnyActorLogic, AnyMachineSnapshot, EventObject } from 'xstate';
import { getSimplePaths } from 'xstate/graph';
import { compileChart } from '../../src/stack/compile-chart.ts';
import { Stage } from '../support/stage.ts';
import { Both, type Subject } from './both.ts';

export interface Walks {
  readonly walks: number;
  readonly seed?: number;
}

export class Equivalence {
  readonly #subject: Subject;
  readonly #compiled: AnyActorLogic;

  constructor(subject: Subject, compiled: AnyActorLogic = compileChart(subject.machine)) {
    this.#subject = subject;
    this.#compiled = compiled;
  }

  both(inspected = true): Both {
    return new Both(this.#subject, this.#compiled, inspected);
  }

  /** A shortest path to each state that can be reached. */
  #paths(): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, readonly string[]>();
    const open: (readonly string[])[] = [[]];
    for (let path = open.shift(); path !== undefined; path = open.shift()) {
      const here = this.both(false).replay(path);
      if (found.has(here.state)) continue;
      found.set(here.state, path);
      for (const step of here.steps) open.push([...path, step]);
    }
    return found;
  }

  /** Each step in each state, and what comes after. */
  checkPairs(): void {
    const { steps } = this.both();
    for (const path of this.#paths().values())
      for (const step of steps)
        this.both()
          .replay([...path, step])
          .lookClosely()
          .replay(['next due', 'much later']);
  }

  /** Stopped in each state. */
  checkStops(): void {
    for (const path of this.#paths().values())
      this.both()
        .replay([...path, 'stopped by its parent', 'much later'])
        .lookClosely();
  }

  /** The paths that visit no state twice, as `xstate/graph` finds them: `most`, evenly chosen. Returns how many. */
  checkSimplePaths(most = Infinity): number {
    const stage = new Stage();
    const { machine, input, events } = this.#subject;
    const names = new Map<EventObject, string>();
    for (const [name, event] of Object.entries(events(stage))) names.set(event, name);
    const paths = getSimplePaths(machine, {
      input: input(stage),
      events: (snapshot: AnyMachineSnapshot) =>
        snapshot.status === 'active' ? [...names.keys(), ...timersOf(snapshot)] : [],
      serializeState: ({ value }: AnyMachineSnapshot) => JSON.stringify(value),
      serializeEvent: (event: EventObject) => names.get(event) ?? event.type
    } as never) as readonly { readonly steps: readonly { readonly event: EventObject }[] }[];
    const every = Math.max(1, paths.length / most);
    let taken = 0;
    for (let at = 0; at < paths.length; at += every) {
      const { steps = [] } = paths[Math.floor(at)] ?? {};
      const [, ...path] = steps.map(({ event }) => names.get(event) ?? event.type);
      this.both().replay(path).lookClosely();
      taken++;
    }
    return taken;
  }

  /** Random walks; the shortest one that shows a difference is reported, with its seed. */
  checkWalks({ walks, seed }: Walks): void {
    const { steps } = this.both();
    const step = fc.constantFrom(...steps);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 16 }), fc.boolean(), (path, inspected) => {
        this.both(inspected).replay(path).lookClosely();
      }),
      { numRuns: walks, ...(seed !== undefined && { seed }) }
    );
  }
}

/** The events of the timers that run in a state. */
function timersOf({ _nodes: nodes }: AnyMachineSnapshot): readonly EventObject[] {
  const types = nodes.flatMap(({ after }) => after.map(({ eventType }) => eventType as string));
  return [...new Set(types)].map((type) => ({ type }));
}
