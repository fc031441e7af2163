/** Where a chart is, and what it may be told there. */
import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';

/** The innermost state, as `Calling.retransmitting`. No chart of ours has parallel states. */
export function stateOf(snapshot: AnyMachineSnapshot): string {
  return leafOf(snapshot).path.join('.');
}

/** The innermost state node. */
export function leafOf(snapshot: AnyMachineSnapshot): AnyStateNode {
  const leaf = snapshot._nodes.find(({ type }) => type === 'atomic' || type === 'final');
  if (leaf === undefined) throw new Error('a chart is nowhere');
  return leaf;
}

/** A state and those around it, innermost first. */
export function withAncestors(node: AnyStateNode): readonly AnyStateNode[] {
  return node.parent === undefined ? [node] : [node, ...withAncestors(node.parent)];
}

/** Every state of a chart, the chart itself first. */
export function statesOf(machine: AnyStateMachine): readonly AnyStateNode[] {
  const below = (node: AnyStateNode): AnyStateNode[] => [node, ...Object.values(node.states).flatMap(below)];
  return below(machine.root);
}

/** The timers that run in a state: their names and the events by which they fire. */
export function timersIn(leaf: AnyStateNode): ReadonlyMap<string, string> {
  const timers = withAncestors(leaf).flatMap(({ after }) => after);
  return new Map(timers.map(({ delay, eventType }) => [`after ${String(delay)}`, eventType]));
}
