/**
 * What a chart is compiled to: for each state that a chart can be in, what each event does there.
 *
 * Leaving, crossing and entering are one list of actions, put together once for each arrow and each state it may be taken
 * from. Nothing of the tree of states is left to be walked when an event comes.
 */
import type { AnyStateMachine, AnyTransitionDefinition, StateValue } from 'xstate';
import type { Step } from './step.ts';

/** Changes a step's context, or leaves an effect to it. */
export type Action = (step: Step) => void;

/** Whether an arrow may be taken. It may read the context and the event of the step, nothing else. */
export type Guard = (step: Step) => boolean;

/** What XState's snapshots in one state have in common: all but status, context, output and error. */
export interface SnapshotTemplate {
  readonly machine: AnyStateMachine;
  readonly _nodes: readonly object[];
  readonly value: StateValue;
  readonly tags: ReadonlySet<string>;
  readonly children: object;
  readonly historyValue: object;
  readonly matches: unknown;
  readonly hasTag: unknown;
  readonly can: unknown;
  readonly getMeta: unknown;
  readonly toJSON: unknown;
}

/** A state without states inside: where the chart is between two events. */
export interface Leaf {
  readonly template: SnapshotTemplate;
  /** The chart ends here. */
  readonly final: boolean;
  /** By event, the arrows of this state and of those around it, innermost first: the first whose guard holds is taken. */
  readonly on: Map<string, Row[]>;
  /** The arrows that need no event, innermost first. */
  readonly always: Row[];
}

/** One arrow, as it is taken from one leaf. */
export interface Row {
  /** The arrow as the chart has it: what observers are told. */
  readonly transitions: readonly [AnyTransitionDefinition];
  readonly guard: Guard | undefined;
  /** What is left, what is crossed, what is entered, in this order. */
  readonly actions: readonly Action[];
  readonly next: Leaf;
}

/** How a chart begins. */
export interface Beginning {
  readonly actions: readonly Action[];
  readonly next: Leaf;
}
