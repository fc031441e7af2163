/** A SIP stack: transports, the transaction table and a core in one actor system, over an injected environment. */
import type { Observable } from 'rxjs';
import { type Actor, type AnyActorRef, createActor, toPromise, waitFor } from 'xstate';
import { type CounterName, Counters } from '../../machines/counters.ts';
import type {
  CallInput,
  FromUserAgentCore,
  RequestInDialogRef,
  ToUserAgentCore,
  UacInviteRef,
  UacReInviteRef
} from '../../machines/events.ts';
import type { Hop, Outgoing, Surroundings } from '../../machines/surroundings.ts';
import type { ChartLogic } from '../../machines/charts.ts';
import type { Admit } from '../../machines/transaction-table.ts';
import { type CallLimits, defaultCallLimits, type UserAgentCoreSnapshot } from '../../machines/user-agent-core.ts';
import type { Capabilities } from '../core/inspect.ts';
import { defaultMessageLimits, type MessageLimits } from '../message/parse.ts';
import { UsageError } from '../message/usage-error.ts';
import type { SipUri } from '../message/uri/sip.ts';
import type { Entropy } from '../transaction/branch.ts';
import { defaultTimers, type Timers } from '../transaction/timers.ts';
import type { SipRequest } from '../message/message.ts';
import type { TraceEvent } from '../trace/event.ts';
import { GuardedObservable } from '../trace/guarded.ts';
import { Tracer } from '../trace/tracer.ts';
import type { StackDescription } from '../trace/event.ts';
import type { Transport } from '../transport/transport.ts';
import { admission, type MemoryGauge } from './admission.ts';
import type { Clock } from './clock.ts';
import { type Engine, engines } from './compiled-charts.ts';
import { type Outcome, outcome } from './outcome.ts';
import { root } from './root.ts';
import { ObservedEntropy } from './observed-entropy.ts';
import { hopTo, isNumeric, targetHost } from './router.ts';
import { installScheduler, type Scheduler } from './scheduler.ts';
import { defaultSourceRate, SourceBuckets, type SourceRate } from './source-rate.ts';
import { Tap } from './tap.ts';
import { TimerQueue } from './timer-queue.ts';

/** What a stack takes from the machine it runs on. */
export interface Environment {
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** The address of a host name. Rejects when there is none. */
  readonly resolveHost: (host: string) => Promise<string>;
  /** How much memory is in use; where it is absent, as in a browser, no limit of memory holds. */
  readonly memory?: MemoryGauge;
  /** The calendar's milliseconds since 1970 (UTC), now: for the trace, so that its times can be told as dates. */
  readonly wallClock?: () => number;
  /** What holds the timers, in place of a queue that lives by the clock: for a replay. */
  readonly timerQueue?: TimerQueue;
}

/** What a stack is made with. */
export interface StackOptions {
  readonly transports: readonly Transport[];
  readonly environment: Environment;
  /** T1, T2, T4 and Timer D, ms. */
  readonly timers?: Partial<Timers>;
  readonly callLimits?: Partial<CallLimits>;
  readonly messageLimits?: Partial<MessageLimits>;
  /** How many transactions may wait for a final response; above it new requests get a stateless 503. 100,000 unless given. */
  readonly transactionLimit?: number;
  /** How many dialogs may live; above it new INVITEs get a stateless 503. 200,000 unless given. */
  readonly dialogLimit?: number;
  /** The part of the memory that may be in use, from 0 to 1; above it new requests get a stateless 503. 0.7 unless given. */
  readonly memoryLimit?: number;
  /** How many new requests each source address may send; any number unless given. `{}` is 200 a second, 400 at once. */
  readonly sourceRate?: Partial<SourceRate>;
  /** What a user agent on this stack can take. */
  readonly capabilities?: Partial<Capabilities>;
  /** Who runs the charts of transactions and dialogs: `compiled` unless given, or XState's interpreter, at several times the cost. */
  readonly engine?: Engine;
  /** Other logic in place of single charts. */
  readonly logic?: Partial<ChartLogic>;
  /** Told of exceptions in timers and subscribers; they never stop the stack. */
  readonly onError?: (error: unknown) => void;
}

/** What user agents on our stack can take, unless the application says otherwise. */
export const defaultCapabilities: Capabilities = {
  methods: ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS'],
  optionTags: [],
  bodyTypes: ['application/sdp']
};

/** Takes an INVITE, and says whether it did. If it throws, the INVITE is answered 500. */
export type InviteTaker = (event: FromUserAgentCore) => boolean;

const closedError = (): UsageError => new UsageError('ERR_SIP_INVALID_STATE', 'the stack is closed');

/** Resolves when an actor is no longer active, however it ended. */
async function over(actor: AnyActorRef): Promise<void> {
  await waitFor(actor, ({ status }) => status !== 'active', { timeout: Infinity }).catch(() => undefined);
}

/** @throws UsageError `ERR_SIP_INVALID_OPTION` for an engine that does not exist */
function chartsRunBy(engine: Engine): ChartLogic {
  if (!Object.hasOwn(engines, engine)) throw new UsageError('ERR_SIP_INVALID_OPTION', `no such engine: ${engine}`);
  return engines[engine];
}

/** What a stack is made with, where nothing else is asked for. */
function describe(options: StackOptions): StackDescription {
  const { transports, transactionLimit = 100_000, dialogLimit = 200_000, sourceRate } = options;
  return {
    transports: transports.map(({ protocol, local }) => ({ protocol, local })),
    timers: { ...defaultTimers, ...options.timers },
    callLimits: { ...defaultCallLimits, ...options.callLimits },
    messageLimits: { ...defaultMessageLimits, ...options.messageLimits },
    capabilities: { ...defaultCapabilities, ...options.capabilities },
    transactionLimit,
    dialogLimit,
    ...(sourceRate !== undefined && { sourceRate })
  };
}

/** A stack that runs. It receives as soon as it is made. */
export class Stack implements AsyncDisposable {
  /** The root of the actor system: for inspection. */
  readonly actor: Actor<typeof root>;
  /** The armed timers. */
  readonly scheduler: Scheduler;
  readonly capabilities: Capabilities;
  /**
   * Everything that happens in the stack, from the moment of subscribing: messages, actors, transitions, timers, drops. Each
   * subscriber first gets `begin` and what lives already. Hot, told in the turn in which it happens; completes when the
   * stack is closed. Without subscribers it costs nothing.
   *
   * A subscriber that throws is reported and told no more. One that is slow holds the stack up: give it `bounded(trace$)`.
   */
  readonly trace$: Observable<TraceEvent>;
  readonly #tracer: Tracer;
  readonly #counters = new Counters();
  readonly #options: StackOptions;
  readonly #takers = new Set<InviteTaker>();
  #isClosed = false;
  /** What ends the wait of each request for its outcome when the stack is closed. */
  readonly #requests = new Set<() => void>();

  constructor(options: StackOptions) {
    const { environment, onError } = options;
    const entropy = new ObservedEntropy(environment.entropy);
    this.#options = options;
    const described = describe(options);
    this.capabilities = described.capabilities;
    const report = (error: unknown): void => {
      this.#counters.count('shellError');
      onError?.(error);
    };
    const tap = new Tap();
    this.actor = createActor(root, {
      id: 'root',
      input: {
        transports: options.transports,
        entropy,
        timers: described.timers,
        callLimits: described.callLimits,
        messageLimits: described.messageLimits,
        admit: this.#admission(options, described, entropy),
        capabilities: this.capabilities,
        counters: this.#counters,
        report: (error) => onError?.(error),
        tap,
        logic: { ...chartsRunBy(options.engine ?? 'compiled'), ...options.logic },
        // In a turn of its own: the application never runs inside a chart's transition, and what it throws stays its own.
        application: (event) => {
          Promise.resolve(event).then(this.#offer).catch(report);
        }
      }
    });
    const queue = environment.timerQueue ?? new TimerQueue({ clock: environment.clock, onError: report });
    this.scheduler = installScheduler(this.actor.system, queue);
    const { actor, scheduler } = this;
    const traced = { actor, scheduler, tap, counters: this.#counters, entropy, environment };
    this.#tracer = new Tracer({ ...traced, describe: () => described, report });
    this.trace$ = new GuardedObservable((subscriber) => this.#tracer.join(subscriber), report);
    this.actor.subscribe({ error: report });
    this.actor.start();
  }

  #admission(
    { environment, sourceRate, memoryLimit = 0.7 }: StackOptions,
    { transactionLimit, dialogLimit }: StackDescription,
    entropy: Entropy
  ): Admit {
    const { clock, memory } = environment;
    return admission({
      limits: { transactions: transactionLimit, dialogs: dialogLimit, memory: memoryLimit },
      memory,
      sources: sourceRate && new SourceBuckets({ ...defaultSourceRate, ...sourceRate }),
      now: () => clock.now(),
      entropy,
      counters: this.#counters
    });
  }

  readonly #offer = (event: FromUserAgentCore): void => {
    try {
      for (const take of this.#takers) if (take(event)) return;
    } catch (error) {
      event.invite.send({ type: 'user.reject', answer: { status: 500 } });
      throw error;
    }
    // Nobody here, nobody of that name (§8.2.2.1), or a re-INVITE of a call that nobody watches (§14.2).
    const status = event.dialog !== undefined ? 488 : this.#takers.size === 0 ? 480 : 404;
    event.invite.send({ type: 'user.reject', answer: { status } });
  };

  /** Has INVITEs offered to a taker, in the order the takers came; the result takes it back. */
  takeInvites(taker: InviteTaker): () => void {
    this.#takers.add(taker);
    return () => {
      this.#takers.delete(taker);
    };
  }

  /** What every transaction user is given: to run a chart of your own on this stack. */
  get surroundings(): Surroundings {
    return this.actor.getSnapshot().surroundings;
  }

  /** Where we can be reached, in the order the transports were given. */
  get locals(): readonly { readonly protocol: string; readonly host: string; readonly port: number }[] {
    return this.#options.transports.map(({ protocol, local }) => ({ protocol, ...local }));
  }

  /** How often each thing happened that was dropped, refused or lost. */
  get counters(): Readonly<Record<CounterName, number>> {
    return this.#counters.read();
  }

  /** Transactions that live now, those that only absorb retransmissions too. */
  get transactions(): number {
    return this.actor.getSnapshot().index().transactions;
  }

  /** Dialogs that live now. */
  get dialogs(): number {
    return this.actor.getSnapshot().index().dialogs;
  }

  /** INVITEs that live now, on either side, before their answer is acknowledged. */
  get invites(): number {
    const { received, sent } = this.#core;
    return received.size + sent.size;
  }

  /** Re-INVITEs and other requests of ours inside dialogs that live now. */
  get requestsInDialogs(): number {
    return this.#core.inDialogs.size;
  }

  get #core(): UserAgentCoreSnapshot {
    return this.actor.getSnapshot().core.getSnapshot() as UserAgentCoreSnapshot;
  }

  /**
   * The hop to a URI; a host name is looked up.
   * @throws UsageError `ERR_SIP_NO_TRANSPORT` when no transport of ours fits; the resolver's error when there is no address
   */
  async locate(uri: SipUri): Promise<Hop> {
    const host = targetHost(uri);
    const address = isNumeric(host) ? host : await this.#options.environment.resolveHost(host);
    const hop = hopTo(this.actor.getSnapshot().transports, uri, address);
    if (hop === undefined) throw new UsageError('ERR_SIP_NO_TRANSPORT', `no transport of ours reaches ${uri.text}`);
    return hop;
  }

  /** Sends an INVITE; the chart of its UAC side is returned. `id` must be new. */
  invite(id: string, input: CallInput): UacInviteRef {
    this.actor.getSnapshot().core.send({ type: 'user.invite', id, input });
    const invite = this.#core.sent.get(id);
    if (invite === undefined) throw closedError();
    return invite;
  }

  /** Sends a re-INVITE in a dialog (§14.1); the chart of its UAC side is returned. `id` must be new. */
  reInvite(id: string, input: Extract<ToUserAgentCore, { readonly type: 'user.reInvite' }>['input']): UacReInviteRef {
    this.actor.getSnapshot().core.send({ type: 'user.reInvite', id, input });
    return this.#inDialog(id) as UacReInviteRef;
  }

  /** Sends a request in a dialog that is no INVITE, ACK or BYE (§12.2.1); its chart is returned. `id` must be new. */
  requestInDialog(
    id: string,
    input: Extract<ToUserAgentCore, { readonly type: 'user.requestInDialog' }>['input']
  ): RequestInDialogRef {
    this.actor.getSnapshot().core.send({ type: 'user.requestInDialog', id, input });
    return this.#inDialog(id) as RequestInDialogRef;
  }

  #inDialog(id: string): UacReInviteRef | RequestInDialogRef {
    const request = this.#core.inDialogs.get(id);
    if (request === undefined) throw closedError();
    return request;
  }

  /**
   * Sends a request outside any dialog, not an INVITE; resolves with the final response, or why there is none. One that is
   * too long for UDP goes over TCP, and over UDP all the same when there is no connection (§18.1.1).
   */
  async request(request: SipRequest, hop: Hop): Promise<Outcome> {
    const given = { request, hop };
    const outgoing = this.surroundings.fit(given);
    const outcome = await this.#ask(outgoing);
    return outcome.type === 'transaction.error' && outgoing !== given ? this.#ask(given) : outcome;
  }

  async #ask({ request, hop }: Outgoing): Promise<Outcome> {
    if (this.#isClosed) throw closedError();
    const user = createActor(outcome, { parent: this.actor }).start();
    this.surroundings.table.send({ type: 'user.request', request, ...hop, user });
    // Not a race with a promise of the stack's: each request would be kept by that for as long as the stack lives.
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        reject(closedError());
      };
      this.#requests.add(giveUp);
      void toPromise(user)
        .then(resolve, reject)
        .finally(() => this.#requests.delete(giveUp));
    });
  }

  /** From now on new INVITEs get 503; what lives goes on. Resolves when no dialog and no open INVITE is left. */
  async drain(): Promise<void> {
    this.actor.getSnapshot().core.send({ type: 'user.drain' });
    for (;;) {
      const living = [...this.actor.getSnapshot().index().dialogActors(), ...this.#openInvites()];
      if (living.length === 0) return;
      await Promise.all(living.map(async (actor) => over(actor)));
    }
  }

  #openInvites(): readonly AnyActorRef[] {
    const { received, sent } = this.#core;
    // One that was answered only waits for repetitions; its dialogs are waited for.
    return [...received.values(), ...[...sent.values()].filter((invite) => !invite.getSnapshot().matches('Accepted'))];
  }

  /** Ends everything at once, without a word to the peers, and closes the transports. */
  async close(): Promise<void> {
    this.#takers.clear();
    this.#tracer.closing();
    this.actor.stop();
    this.#tracer.close();
    this.#isClosed = true;
    for (const giveUp of this.#requests) giveUp();
    this.#requests.clear();
    await Promise.all(this.#options.transports.map(({ closed }) => closed));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
