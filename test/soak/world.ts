/** Two user agents on one virtual clock, over a network in memory that loses, doubles and reorders by a seed. */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Observer } from 'rxjs';
import type { AnyActorLogic, AnyActorScope } from 'xstate';
import type { ToTransport } from '../../machines/events.ts';
import type { ChartLogic } from '../../machines/index.ts';
import { formatMessage } from '../../src/message/format.ts';
import { compiledCharts } from '../../src/stack/compiled-charts.ts';
import { Stack } from '../../src/stack/stack.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import { Random } from '../../src/testing/random.ts';
import type { Entropy } from '../../src/transaction/branch.ts';
import type { Inbound, Transport } from '../../src/transport/transport.ts';
import { UserAgent } from '../../src/ua/user-agent.ts';

/** Of a hundred datagrams. */
const lost = 5;
const doubled = 3;

/** ms; a datagram may overtake those of the 60 ms before it. */
const latency = { least: 5, spread: 60 };

/** The hosts of the two; whoever is called elsewhere never hears of it. */
export const hosts = ['192.0.2.1', '192.0.2.2'] as const;

/** Limits short enough to be met often. */
const callLimits = { answerLimit: 20_000, ringLimit: 25_000, longestCall: 60_000 };

export class World {
  readonly clock = new VirtualClock();
  readonly random: Random;
  readonly agents: readonly UserAgent[];
  /** What was reported that should never be. */
  readonly errors: unknown[] = [];
  /** Transactions that were started on either side, of each chart. */
  readonly started: Record<string, number> = {};
  datagrams = 0;
  readonly #inbound = new Map<string, Observer<Inbound>>();

  constructor(seed: number) {
    this.random = new Random(seed);
    this.agents = hosts.map((host) => new UserAgent(this.#stack(host), {}, this.#report));
  }

  readonly #report = (error: unknown): void => {
    this.errors.push(error);
  };

  get stacks(): readonly Stack[] {
    return this.agents.map(({ stack }) => stack);
  }

  /** How many transactions were started. */
  get transactions(): number {
    return Object.values(this.started).reduce((sum, count) => sum + count, 0);
  }

  /** What lives, on both sides, and the armed timers. */
  get living(): { readonly transactions: number; readonly dialogs: number; readonly invites: number; timers: number } {
    const sum = (of: (stack: Stack) => number): number => this.stacks.reduce((total, stack) => total + of(stack), 0);
    return {
      transactions: sum(({ transactions }) => transactions),
      dialogs: sum(({ dialogs }) => dialogs),
      invites: sum(({ invites }) => invites),
      timers: this.clock.pending
    };
  }

  #stack(host: string): Stack {
    return new Stack({
      transports: [this.#transport(host, 'UDP'), this.#transport(host, 'TCP')],
      environment: { clock: this.clock, entropy: entropyOf(host), resolveHost: async (name) => Promise.resolve(name) },
      logic: this.#counted(),
      callLimits,
      onError: this.#report
    });
  }

  /** The compiled charts; each start of a transaction is counted. */
  #counted(): ChartLogic {
    const counted = (name: string, logic: AnyActorLogic): AnyActorLogic => ({
      ...logic,
      getInitialSnapshot: (scope: AnyActorScope, input: unknown): unknown => {
        this.started[name] = (this.started[name] ?? 0) + 1;
        return logic.getInitialSnapshot(scope, input) as unknown;
      }
    });
    const { inviteClient, nonInviteClient, inviteServer, nonInviteServer, ...rest } = compiledCharts;
    return {
      ...rest,
      inviteClient: counted('inviteClient', inviteClient),
      nonInviteClient: counted('nonInviteClient', nonInviteClient),
      inviteServer: counted('inviteServer', inviteServer),
      nonInviteServer: counted('nonInviteServer', nonInviteServer)
    };
  }

  #transport(host: string, protocol: string): Transport {
    const local = { host, port: 5060 };
    const logic = {
      getInitialSnapshot: (_: unknown, { inbound }: { readonly inbound: Observer<Inbound> }) => {
        this.#inbound.set(`${protocol} ${host}`, inbound);
        return { status: 'active', output: undefined, error: undefined };
      },
      transition: (snapshot: unknown, event: ToTransport) => {
        if (event.type === 'send') this.carry(protocol, host, event.flow.remote.host, formatMessage(event.message));
        return snapshot;
      },
      getPersistedSnapshot: (snapshot: unknown) => snapshot
    };
    const closed = Promise.resolve();
    return { protocol, local, logic, closed, close: async () => closed } as unknown as Transport;
  }

  /** Bytes on their way: over TCP all arrive, and in order. */
  carry(protocol: string, from: string, to: string, bytes: Uint8Array): void {
    this.datagrams++;
    const inbound = this.#inbound.get(`${protocol} ${to}`);
    const flow = { transport: protocol, local: { host: to, port: 5060 }, remote: { host: from, port: 5060 } };
    const arrive = (after: number): void => {
      this.clock.setTimeout(() => inbound?.next({ flow, bytes }), after);
    };
    if (protocol !== 'UDP') arrive(latency.least);
    else {
      const { least, spread } = latency;
      if (this.random.below(100) >= lost) arrive(least + this.random.below(spread));
      if (this.random.below(100) < doubled) arrive(least + this.random.below(spread));
    }
  }

  /** Resolves when so much time has passed. */
  async wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.setTimeout(() => {
        resolve();
      }, ms);
    });
  }

  /** Moves time, then lets promises settle. */
  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    await setImmediate();
  }
}

function entropyOf(host: string): Entropy {
  let count = 0;
  return {
    token: () => `${host}-${(++count).toString(36)}`,
    keyedHash: (text) => createHash('sha256').update(`${host} ${text}`).digest('hex').slice(0, 32),
    below: (limit) => ++count % limit
  };
}
