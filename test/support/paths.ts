/** The simple paths of a chart: every way to a state that visits no state twice, as XState's own graph walk finds them. */
import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate';
import { getSimplePaths } from 'xstate/graph';
import { leafOf, timersIn } from './states.ts';

/** One path. */
export interface Path {
  /** What the chart is told, in order. A timer is told by the event with which it fires. */
  readonly events: readonly EventObject[];
  /** Where that leads. */
  readonly end: AnyMachineSnapshot;
}

/**
 * Walks a chart that was started with an input and may be told the events. The empty path, to where it starts, is the first.
 * Contexts grow, so a state is a state value; `more` tells apart what of a context makes another state of it.
 */
export function simplePaths(
  machine: AnyStateMachine,
  input: unknown,
  events: readonly EventObject[],
  more: (snapshot: AnyMachineSnapshot) => unknown = () => undefined
): readonly Path[] {
  const paths = getSimplePaths(machine, {
    input,
    events: (snapshot: AnyMachineSnapshot) => [
      ...events,
      ...[...timersIn(leafOf(snapshot)).values()].map((type) => ({ type }))
    ],
    serializeState: (snapshot: AnyMachineSnapshot) => JSON.stringify([snapshot.value, more(snapshot)])
  });
  // The first step is XState's own, the start.
  return paths.map(({ steps, state }) => ({
    events: steps.slice(1).map(({ event }) => event as EventObject),
    end: state
  }));
}

/** The timer that an event of XState's tells of, or undefined: `timerA`. */
export function timerOf({ type }: EventObject): string | undefined {
  return /^xstate\.after\.([^.]+)\./.exec(type)?.[1];
}
