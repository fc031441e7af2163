/** The actor system of a stack, with an application that is told at once, in the turn of whoever tells it. */
import { type Actor, createActor } from 'xstate';
import type { CallInput, FromUserAgentCore, UacInviteRef } from '../../machines/events.ts';
import { type CallLimits, type ChartLogic, Counters, defaultCallLimits } from '../../machines/index.ts';

import type { UserAgentCoreSnapshot } from '../../machines/user-agent-core.ts';
import type { Capabilities } from '../../src/core/inspect.ts';
import { defaultMessageLimits } from '../../src/message/parse.ts';
import { engines } from '../../src/stack/compiled-charts.ts';
import { admission } from '../../src/stack/admission.ts';
import { root, type RootSnapshot } from '../../src/stack/root.ts';
import { installScheduler } from '../../src/stack/scheduler.ts';
import { TimerQueue } from '../../src/stack/timer-queue.ts';
import type { VirtualClock } from '../../src/testing/index.ts';
import type { Entropy } from '../../src/transaction/branch.ts';
import { defaultTimers } from '../../src/transaction/timers.ts';
import type { Transport } from '../../src/transport/transport.ts';
import { engine } from './engine.ts';
import { countingEntropy } from './entropy.ts';

/** What a test may decide of a system; the charts are run by the engine of this run. */
export interface SystemOptions {
  readonly callLimits?: Partial<CallLimits>;
  readonly capabilities?: Partial<Capabilities>;
  readonly transactionLimit?: number;
  readonly logic?: Partial<ChartLogic>;
  readonly entropy?: Entropy;
}

interface Surrounds {
  readonly clock: VirtualClock;
  readonly transport: Transport;
  readonly application: (event: FromUserAgentCore) => void;
  /** Told of exceptions in timers and of the root: there should be none. */
  readonly onError: (error: unknown) => void;
  /** Told why a child ended by an exception. */
  readonly report: (error: unknown) => void;
}

const capabilities: Capabilities = {
  methods: ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS'],
  optionTags: ['timer'],
  bodyTypes: ['application/sdp']
};

/** What a test sees of it. */
export interface System {
  readonly actor: Actor<typeof root>;
  readonly core: RootSnapshot['core'];
  readonly surroundings: RootSnapshot['surroundings'];
  readonly index: RootSnapshot['index'];
  readonly counters: ReturnType<Counters['read']>;
  readonly transactions: number;
  readonly dialogs: number;
  /** INVITEs that live, on either side. */
  readonly invites: number;
  /** Sends an INVITE. */
  invite(id: string, input: CallInput): UacInviteRef;
}

/** Starts one. */
export function startSystem(
  options: SystemOptions,
  { clock, transport, application, onError, report }: Surrounds
): System {
  const counters = new Counters();
  const entropy = options.entropy ?? countingEntropy();
  const actor = createActor(root, {
    id: 'root',
    input: {
      transports: [transport],
      entropy,
      timers: defaultTimers,
      callLimits: { ...defaultCallLimits, ...options.callLimits },
      messageLimits: defaultMessageLimits,
      admit: admission({
        limits: { transactions: options.transactionLimit ?? 1000, dialogs: 1000, memory: 0.7 },
        memory: undefined,
        sources: undefined,
        now: () => clock.now(),
        entropy,
        counters
      }),
      capabilities: { ...capabilities, ...options.capabilities },
      counters,
      logic: { ...engines[engine], ...options.logic },
      application,
      report
    }
  });
  installScheduler(actor.system, new TimerQueue({ clock, onError }));
  actor.subscribe({ error: onError });
  actor.start();
  const { core, index, surroundings } = actor.getSnapshot();
  const coreSnapshot = () => core.getSnapshot() as UserAgentCoreSnapshot;
  return {
    actor,
    core,
    surroundings,
    index,
    get counters() {
      return counters.read();
    },
    get transactions() {
      return index().transactions;
    },
    get dialogs() {
      return index().dialogs;
    },
    get invites() {
      return coreSnapshot().received.size + coreSnapshot().sent.size;
    },
    invite(id: string, input: CallInput): UacInviteRef {
      core.send({ type: 'user.invite', id, input });
      const placed = coreSnapshot().sent.get(id);
      if (placed === undefined) throw new Error('no INVITE was sent');
      return placed;
    }
  };
}
