/** Running a compiled chart: one event's way through its table. */
import type { AnyActorRef, AnyActorScope, EventObject, SnapshotStatus } from 'xstate';
import { UsageError } from '../message/usage-error.ts';
import { CompiledSnapshot } from './compiled-snapshot.ts';
import type { Beginning, Leaf, Row } from './compiled-table.ts';
import type { ActorSystem, Effect } from './effect.ts';
import { tellAction, tellMicrostep, type Told } from './inspection.ts';

/** In place of XState's `spawn`. @throws UsageError always */
export const refuseSpawn = (): never => {
  throw new UsageError('ERR_SIP_UNSUPPORTED_CHART', 'a compiled chart may not spawn');
};

/** No transition: the event was not for this state. */
const none: readonly never[] = [];

/**
 * One event's way through a chart. The chart's expressions are called with it: it has what XState calls them with, and is
 * to be read during the call only.
 *
 * Effects wait until the step is over, as the interpreter's do.
 */
export class Step implements Told {
  context: object;
  readonly event: EventObject;
  readonly self: AnyActorRef;
  readonly system: ActorSystem;
  leaf: Leaf;
  status: SnapshotStatus = 'active';
  output: unknown = undefined;
  error: unknown = undefined;
  readonly #running: boolean;
  #effects: Effect[] | undefined;
  /** Undefined from a change until somebody asks. */
  #snapshot: CompiledSnapshot | undefined;
  #changes = 0;

  /** From a snapshot; or from a leaf and a context, before the actor runs. */
  constructor(from: CompiledSnapshot | Leaf, context: object, event: EventObject, scope: AnyActorScope) {
    this.#running = from instanceof CompiledSnapshot;
    if (from instanceof CompiledSnapshot) {
      this.leaf = CompiledSnapshot.leafOf(from);
      this.#snapshot = from;
    } else this.leaf = from;
    this.context = context;
    this.event = event;
    this.self = scope.self;
    this.system = scope.system as unknown as ActorSystem;
  }

  /** What `assign` would spawn with. */
  get spawn(): () => never {
    return refuseSpawn;
  }

  #change(): void {
    this.#snapshot = undefined;
    this.#changes++;
  }

  /** Changes the context: to a copy, so that whoever has the old one keeps it. */
  assign(context: object): void {
    this.context = context;
    this.#change();
  }

  /** Leaves an effect to the end of the step. */
  leave(effect: Effect): void {
    if (this.#running) {
      tellAction(this.self, this.system, effect);
      effect.begin();
    }
    if (this.#effects === undefined) this.#effects = [effect];
    else this.#effects.push(effect);
  }

  /** Ends the chart. */
  end(status: SnapshotStatus): void {
    this.status = status;
    this.#change();
  }

  /** The snapshot as it is now; the same as before if nothing has changed. */
  get snapshot(): CompiledSnapshot {
    this.#snapshot ??= new CompiledSnapshot(this.leaf, this.context, this.status, this.output, this.error);
    return this.#snapshot;
  }

  /** Takes an arrow, or enters the chart. */
  take({ actions, next }: Row | Beginning): void {
    for (const action of actions) action(this);
    if (next !== this.leaf) {
      this.leaf = next;
      this.#change();
    }
  }

  /** Takes the arrow that the event asks for, if there is one. */
  react(): void {
    const { type } = this.event;
    const rows = this.leaf.on.get(type);
    const row = rows && this.#guarded(rows);
    if (row !== undefined) {
      this.take(row);
      tellMicrostep(this, row.transitions);
    } else {
      if (type === '*') throw new Error("An event cannot have the wildcard type ('*')");
      // A child that failed, and nobody cares: the interpreter fails too.
      if (type.startsWith('xstate.error.actor')) this.#fail();
      tellMicrostep(this, none);
    }
  }

  #fail(): void {
    this.error = (this.event as { readonly error?: unknown }).error;
    this.end('error');
  }

  /** The parent, or whoever started the actor, has stopped it. */
  stop(output: unknown): void {
    this.output = output;
    this.end('stopped');
    tellMicrostep(this, none);
  }

  /** Takes arrows that need no event until none is left, or one has changed nothing. */
  settle(most: number): void {
    for (let taken = 0; this.status === 'active'; taken++) {
      if (taken >= most)
        throw new Error(`Infinite loop detected: more than ${String(most)} eventless transitions in a row`);
      const row = first(this.leaf.always, this);
      if (row === undefined) return;
      const before = this.#changes;
      this.take(row);
      tellMicrostep(this, row.transitions);
      if (this.#changes === before) return;
    }
  }

  #guarded(rows: readonly Row[]): Row | undefined {
    let tried: Row | undefined;
    try {
      for (const row of rows) {
        tried = row;
        if (row.guard === undefined || row.guard(this)) return row;
      }
    } catch (error) {
      throw guardError(tried as Row, this.event.type, error);
    }
    return undefined;
  }

  /** Hands the effects to the actor, which has them done when its state has changed. */
  close(scope: AnyActorScope): CompiledSnapshot {
    const { snapshot } = this;
    if (this.#effects !== undefined) {
      scope.defer(() => {
        this.#perform();
      });
    }
    return snapshot;
  }

  #perform(): void {
    const { self, system } = this;
    const effects = this.#effects ?? [];
    if (!this.#running) {
      for (const effect of effects) {
        tellAction(self, system, effect);
        effect.begin();
      }
    }
    for (const effect of effects) effect.perform(self, system);
  }
}

function first(rows: readonly Row[], step: Step): Row | undefined {
  for (const row of rows) if (row.guard === undefined || row.guard(step)) return row;
  return undefined;
}

/** A guard that throws, in the interpreter's words. */
function guardError({ transitions: [definition] }: Row, eventType: string, error: unknown): Error {
  const guard = definition.guard as string | { readonly type?: string } | undefined;
  const type = typeof guard === 'object' ? guard.type : typeof guard === 'string' ? guard : undefined;
  const named = type === undefined ? '' : `'${type}' `;
  const where = `in transition for event '${eventType}' in state node '${definition.source.id}'`;
  const why = error instanceof Error ? error.message : String(error);
  return new Error(`Unable to evaluate guard ${named}${where}:\n${why}`);
}
