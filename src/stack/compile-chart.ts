/**
 * A chart compiled to tables: the same machine, run several times faster than by XState's interpreter.
 *
 * The chart stays the single source: everything is computed once from `machine.root`. What a compiled chart does is, event
 * by event, what the interpreter does; the tests replay every path of every chart on both and compare.
 */
import type {
  ActorLogic,
  AnyActorRef,
  AnyActorScope,
  AnyMachineSnapshot,
  AnyStateMachine,
  AnyStateNode,
  EmittedFrom,
  EventFromLogic,
  EventObject,
  InputFrom,
  Snapshot,
  SnapshotFrom
} from 'xstate';
import { ChartCompiler } from './chart-compiler.ts';
import { CompiledSnapshot } from './compiled-snapshot.ts';
import type { Leaf } from './compiled-table.ts';
import { refuseSpawn, Step } from './step.ts';

/** A compiled chart: what `createActor` takes in place of the machine. */
export type CompiledChart<TMachine extends AnyStateMachine> = ActorLogic<
  SnapshotFrom<TMachine>,
  EventFromLogic<TMachine>,
  InputFrom<TMachine>,
  AnyActorRef['system'],
  EmittedFrom<TMachine>
> &
  Pick<TMachine, 'id' | 'config' | 'definition'>;

/** What is read of a machine besides its states. */
interface Settings {
  readonly id: string;
  readonly config: { readonly context?: Record<string, unknown> | ((args: object) => object) };
  readonly options: { readonly maxIterations: number };
}

/** What is read of a snapshot that XState has restored. */
interface Restored extends Pick<CompiledSnapshot, 'context' | 'status' | 'output' | 'error'> {
  readonly _nodes: readonly AnyStateNode[];
}

/** How many eventless transitions may follow one event, unless the machine's `maxIterations` says otherwise: more is a loop. */
const eventlessLimit = 10_000;

/**
 * Compiles a machine, once, to actor logic that behaves as the machine does: the same snapshots, timers, deliveries,
 * inspection events and persisted snapshots.
 *
 * It may use compound states, `on`, `after`, `always`, `entry`, `exit`, tags and meta, an output of the machine, and
 * `assign`, `sendTo` and `sendParent` without delay, `enqueueActions` with these inside, and functions; guards that are
 * functions or made of them by `and`, `or` and `not`; parameters for both.
 * @throws UsageError `ERR_SIP_UNSUPPORTED_CHART` that names the state and the feature, for a machine that uses anything else
 */
export function compileChart<TMachine extends AnyStateMachine>(machine: TMachine): CompiledChart<TMachine> {
  const { beginning, leaves } = new ChartCompiler(machine).compile();
  const { id, config, options } = machine as unknown as Settings;
  const { context: makeContext } = config;
  const limit = Number.isFinite(options.maxIterations) ? options.maxIterations : eventlessLimit;

  const logic = {
    id,
    config,
    getInitialSnapshot(scope: AnyActorScope, input: unknown) {
      const init = { type: 'xstate.init', input };
      let context: object = typeof makeContext === 'function' ? {} : (makeContext ?? {});
      try {
        if (typeof makeContext === 'function') context = makeContext({ input, self: scope.self, spawn: refuseSpawn });
        const step = new Step(beginning.next, context, init, scope);
        step.take(beginning);
        step.settle(limit);
        return step.close(scope);
      } catch (error) {
        return new CompiledSnapshot(beginning.next, context, 'error', undefined, error);
      }
    },
    transition(snapshot: CompiledSnapshot, event: EventObject, scope: AnyActorScope) {
      const step = new Step(snapshot, snapshot.context, event, scope);
      if (event.type === 'xstate.stop') {
        step.stop(snapshot.output);
      } else {
        step.react();
        step.settle(limit);
      }
      return step.close(scope);
    },
    // XState keeps an actor's input as long as the actor; a chart keeps of it what its context says.
    start(_: CompiledSnapshot, { self }: AnyActorScope) {
      (self as unknown as { readonly options: { input?: unknown } }).options.input = undefined;
    },
    getPersistedSnapshot: (snapshot: CompiledSnapshot, options?: unknown): unknown =>
      machine.getPersistedSnapshot(snapshot as unknown as AnyMachineSnapshot, options),
    restoreSnapshot(persisted: Snapshot<unknown>, scope: AnyActorScope) {
      const {
        _nodes: nodes,
        context,
        status,
        output,
        error
      } = machine.restoreSnapshot(persisted, scope as never) as Restored;
      const leaf = nodes.map((node) => leaves.get(node)).find((found) => found !== undefined);
      return new CompiledSnapshot(leaf as Leaf, context, status, output, error);
    }
  };
  // Made anew at each reading, and so not enumerable, as XState's own.
  Object.defineProperty(logic, 'definition', { get: () => machine.definition as unknown });
  return logic as unknown as CompiledChart<TMachine>;
}
