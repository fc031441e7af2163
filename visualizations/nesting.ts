/**
 * Which state is inside which.
 */
import type { DiagramState } from './model.ts';

/** Whether a state is the other one or somewhere inside it. */
export function isInside(inner: string, outer: string, states: ReadonlyMap<string, DiagramState>): boolean {
  const parent = states.get(inner)?.parent;
  return inner === outer || (parent !== undefined && isInside(parent, outer, states));
}
