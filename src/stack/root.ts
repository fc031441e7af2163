/** The root of the actor system: transports below, the transaction table, the core, the application above. */
import { type ActorLogic, type AnyActorRef, createActor, type Snapshot } from 'xstate';
import { Subject } from 'rxjs';
import type { ChartLogic } from '../../machines/charts.ts';
import type { Counters } from '../../machines/counters.ts';
import type { FromUserAgentCore, Recipient, ToUserAgentCore } from '../../machines/events.ts';
import type { Surroundings } from '../../machines/surroundings.ts';
import type { TransactionIndex } from '../../machines/transaction-index.ts';
import { type Admit, transactionTable } from '../../machines/transaction-table.ts';
import { type CallLimits, userAgentCore } from '../../machines/user-agent-core.ts';
import type { Capabilities } from '../core/inspect.ts';
import type { MessageLimits } from '../message/parse.ts';
import type { Entropy } from '../transaction/branch.ts';
import type { Timers } from '../transaction/timers.ts';
import type { Inbound, Transport } from '../transport/transport.ts';
import { fitTransport } from './large-request.ts';
import { receive, type Reception } from './receive.ts';
import { routeTo, type RunningTransport } from './router.ts';
import type { Tap } from './tap.ts';

/** What the system is made of. */
export interface RootInput {
  readonly transports: readonly Transport[];
  readonly entropy: Entropy;
  readonly timers: Timers;
  readonly callLimits: CallLimits;
  readonly messageLimits: MessageLimits;
  readonly admit: Admit;
  readonly capabilities: Capabilities;
  readonly counters: Counters;
  readonly logic: ChartLogic;
  /** Told of exceptions that were survived. */
  readonly report: (error: unknown) => void;
  /** Where a tracer listens, if one may. */
  readonly tap?: Tap;
  /** Takes what the core has for the application. It must not throw. */
  readonly application: (event: FromUserAgentCore) => void;
}

/** The root's snapshot: its living children. */
export interface RootSnapshot {
  status: 'active' | 'stopped';
  readonly output: undefined;
  readonly error: undefined;
  readonly core: Recipient<ToUserAgentCore>;
  readonly index: () => TransactionIndex;
  readonly transports: readonly RunningTransport[];
  readonly surroundings: Surroundings;
  /** Everything to start, in order, and to stop, in the opposite order. */
  readonly children: readonly AnyActorRef[];
}

type RootEvent = { readonly type: 'xstate.stop' } | { readonly type: `xstate.error.actor.${string}` };
type RootLogic = ActorLogic<RootSnapshot & { status: 'active' }, RootEvent, RootInput>;

/** Custom logic around a function: for actors that are only told things. */
function listener<TEvent extends { readonly type: string }>(
  take: (event: TEvent) => void
): ActorLogic<Snapshot<undefined>, TEvent> {
  return {
    getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined }),
    transition(snapshot, event) {
      if (!event.type.startsWith('xstate.')) take(event);
      return snapshot;
    },
    getPersistedSnapshot: (snapshot) => snapshot
  };
}

/** The logic of the root. Nothing is received before the root is started. */
export const root: RootLogic = {
  getInitialSnapshot(scope, input) {
    const parent = scope.self;
    const nobody = createActor(
      listener(() => undefined),
      { parent, id: 'nobody' }
    );
    const application = createActor(listener(input.application), { parent, id: 'application' });

    const inbound = input.transports.map(() => new Subject<Inbound>());
    const running = input.transports.map(({ protocol, local, logic }, index): RunningTransport => {
      const id = `${protocol.toLowerCase()} ${local.host}:${String(local.port)}`;
      const ref = createActor(logic, { parent, id, input: { inbound: inbound[index] ?? new Subject<Inbound>() } });
      return { protocol, local, ref };
    });

    // Table and core know each other: the core gets the table's place, which is filled before anything starts.
    const place: { table?: Surroundings['table'] } = {};
    const surroundings: Surroundings = {
      get table() {
        if (place.table === undefined) throw new Error('the transaction table is not there yet');
        return place.table;
      },
      entropy: input.entropy,
      timers: input.timers,
      route: (uri) => routeTo(running, uri),
      fit: (outgoing) => fitTransport(running, outgoing, input.entropy),
      nobody
    };
    const { capabilities, counters, callLimits: limits } = input;
    const index = (): TransactionIndex => table.getSnapshot().index;
    const core = createActor(userAgentCore, {
      parent,
      id: 'core',
      input: {
        surroundings,
        index,
        capabilities,
        limits,
        counters,
        logic: input.logic,
        user: application,
        report: input.report
      }
    });
    const table = createActor(transactionTable, {
      parent,
      id: 'table',
      input: {
        core,
        timers: input.timers,
        counters,
        admit: input.admit,
        logic: input.logic,
        report: input.report
      }
    });
    place.table = table;

    const { tap } = input;
    const reception: Reception = { table, counters, entropy: input.entropy, limits: input.messageLimits, tap };
    for (const [at, transport] of running.entries()) {
      inbound[at]?.subscribe((one) => {
        const observer = tap?.observer;
        if (observer === undefined) receive(one, transport, reception);
        else
          observer.receiving(one, () => {
            receive(one, transport, reception);
          });
      });
    }
    const refs = running.map(({ ref }) => ref as AnyActorRef);
    return {
      status: 'active',
      output: undefined,
      error: undefined,
      core,
      index,
      transports: running,
      surroundings,
      children: [nobody, application, table, core, ...refs]
    };
  },
  start(snapshot) {
    for (const child of snapshot.children) child.start();
  },
  transition(snapshot, event, scope) {
    if (event.type === 'xstate.stop') {
      (snapshot as RootSnapshot).status = 'stopped';
      for (const child of snapshot.children.toReversed()) scope.stopChild(child);
    }
    return snapshot;
  },
  getPersistedSnapshot: (snapshot) => snapshot
};
