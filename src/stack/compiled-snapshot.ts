import type { SnapshotStatus } from 'xstate';
import type { Leaf, SnapshotTemplate } from './compiled-table.ts';

/**
 * The snapshot of a compiled chart: property by property that of XState's interpreter, with XState's own methods.
 *
 * Methods are properties, not of the class, because XState spreads a snapshot when its actor throws. What depends on the
 * state alone is shared by all snapshots in it.
 */
export class CompiledSnapshot implements SnapshotTemplate {
  readonly status: SnapshotStatus;
  readonly output: unknown;
  readonly error: unknown;
  readonly machine: SnapshotTemplate['machine'];
  readonly context: object;
  readonly _nodes: SnapshotTemplate['_nodes'];
  readonly value: SnapshotTemplate['value'];
  readonly tags: SnapshotTemplate['tags'];
  readonly children: object;
  readonly historyValue: object;
  readonly matches: unknown;
  readonly hasTag: unknown;
  readonly can: unknown;
  readonly getMeta: unknown;
  readonly toJSON: unknown;
  readonly #leaf: Leaf;

  constructor(leaf: Leaf, context: object, status: SnapshotStatus, output: unknown, error: unknown) {
    const { template } = leaf;
    this.status = status;
    this.output = output;
    this.error = error;
    this.machine = template.machine;
    this.context = context;
    this._nodes = template._nodes;
    this.value = template.value;
    this.tags = template.tags;
    this.children = template.children;
    this.historyValue = template.historyValue;
    this.matches = template.matches;
    this.hasTag = template.hasTag;
    this.can = template.can;
    this.getMeta = template.getMeta;
    this.toJSON = template.toJSON;
    this.#leaf = leaf;
  }

  /** Where a chart is. */
  static leafOf(snapshot: CompiledSnapshot): Leaf {
    return snapshot.#leaf;
  }
}
