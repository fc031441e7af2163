/** How each state of a chart ends at the latest, read from the charts themselves: by which timers, or by whom. */
import type { AnyStateMachine, StateNode } from 'xstate';
import type { ChartMeta } from '../../machines/meta.ts';

/** What ends a state. */
export interface WayOut {
  /** Timers of its own, or of a state around it, that lead out of it. One that only comes round again is none. */
  readonly timers: ReadonlySet<string>;
  /** The ids of the charts that owe it an event which leads out (`meta.boundedBy`). */
  readonly owedBy: ReadonlySet<string>;
}

/** By the chart's id and the state, as `dialog Confirmed.awaitingAck`; final states are left out. */
export type WaysOut = ReadonlyMap<string, WayOut>;

type Node = StateNode;

/** Reads charts into a table, by the names that their `boundedBy` gives each other. */
export function readWaysOut(charts: Readonly<Record<string, AnyStateMachine>>): WaysOut {
  const ways = new Map<string, WayOut>();
  const idOf = (bound: string): string => charts[bound.split('.', 1).join()]?.id ?? bound;
  for (const { id, root } of Object.values(charts))
    for (const leaf of leavesOf(root as Node)) {
      const around = [leaf, ...ancestorsOf(leaf)];
      const timers = new Set(around.flatMap((node) => exitsOf(node, leaf)));
      const bounds = around.map(({ meta }) => (meta as ChartMeta | undefined)?.boundedBy).find(Boolean) ?? {};
      const owedBy = new Set(Object.values(bounds).flat().map(idOf));
      ways.set(`${id} ${leaf.path.join('.')}`, { timers, owedBy });
    }
  return ways;
}

function leavesOf(node: Node): readonly Node[] {
  if (node.type === 'final') return [];
  const children = Object.values(node.states);
  return children.length === 0 ? [node] : children.flatMap((child) => leavesOf(child));
}

function ancestorsOf({ parent }: Node): readonly Node[] {
  return parent === undefined ? [] : [parent, ...ancestorsOf(parent)];
}

/** The timers of a state that lead out of a leaf in it. */
function exitsOf(node: Node, leaf: Node): readonly string[] {
  return node.after
    .filter(({ target }) => target?.some((state) => state !== node && state !== leaf))
    .map(({ delay }) => String(delay));
}
