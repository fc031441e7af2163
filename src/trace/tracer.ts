/**
 * Turns what can be observed of a running stack into trace events: the inspection events of its actor system, its timers,
 * its counters, and what comes in. Attached while somebody is subscribed, and only then.
 */
import type { Subscriber } from 'rxjs';
import type { Actor, AnyActorRef, AnyTransitionDefinition, EventObject } from 'xstate';
import type { CounterName, Counters } from '../../machines/counters.ts';
import type { ToTransport } from '../../machines/events.ts';
import type { UserAgentCoreSnapshot } from '../../machines/user-agent-core.ts';
import type { ParsedMessage } from '../message/parse.ts';
import { type Inspected, watchInspection } from '../stack/inspection.ts';
import type { root } from '../stack/root.ts';
import type { ScheduledEvent, Scheduler } from '../stack/scheduler.ts';
import type { Environment } from '../stack/stack.ts';
import type { Tap } from '../stack/tap.ts';
import type { Inbound } from '../transport/transport.ts';
import { KnownActor, type KnownTimer } from './actor.ts';
import { isTimer, nameOfEvent, readArrow } from './arrow.ts';
import {
  type Cause,
  type ChartState,
  type TimerArmed,
  type TimerCancelled,
  type TimerFired,
  type TimerLiving,
  type TraceEvent,
  traceVersion,
  type TransitionEvent
} from './event.ts';
import { MessageTrace } from './message.ts';

/** What is traced. */
export interface Traced {
  readonly actor: Actor<typeof root>;
  readonly scheduler: Scheduler;
  readonly tap: Tap;
  readonly counters: Counters;
  readonly environment: Pick<Environment, 'clock' | 'wallClock'>;
  /** Told of what went wrong in here: it never reaches the stack. */
  readonly report: (error: unknown) => void;
}

/** The part of a chart's snapshot that is looked at. */
interface Snapshot {
  readonly status: string;
  readonly value?: ChartState;
}

/** While it is made. Properties are set one by one: a spread costs several times as much. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

type Running = TimerArmed | TimerLiving;
type Ended = TimerFired | TimerCancelled;

/** JSON has no Infinity. */
const finite = (ms: number): number | null => (Number.isFinite(ms) ? ms : null);

export class Tracer {
  readonly #traced: Traced;
  readonly #messages = new MessageTrace();
  #subscribers: readonly Subscriber<TraceEvent>[] = [];
  #detach: (() => void) | undefined;
  #isClosed = false;
  /** Those that live, while somebody is subscribed. */
  readonly #actors = new Map<AnyActorRef, KnownActor>();
  #lastActor = 0;
  #lastTimer = 0;
  /** What is being dealt with. */
  #cause: Cause | undefined;
  #inbound: Inbound | undefined;

  constructor(traced: Traced) {
    this.#traced = traced;
  }

  /** Tells a subscriber of all that lives, and then of all that happens; the result takes it back. */
  join(subscriber: Subscriber<TraceEvent>): () => void {
    if (this.#isClosed) {
      subscriber.complete();
      return () => undefined;
    }
    this.#detach ??= this.#attach();
    this.#tellLiving(subscriber);
    this.#subscribers = [...this.#subscribers, subscriber];
    return () => {
      this.#subscribers = this.#subscribers.filter((other) => other !== subscriber);
      if (this.#subscribers.length > 0) return;
      this.#detach?.();
      this.#detach = undefined;
    };
  }

  /** The stack has ended: nothing more will happen. */
  close(): void {
    this.#isClosed = true;
    for (const subscriber of this.#subscribers) subscriber.complete();
  }

  #attach(): () => void {
    const { actor, scheduler, tap, counters, report } = this.#traced;
    const unwatch = watchInspection(actor.system, (inspected) => {
      try {
        this.#see(inspected);
      } catch (error) {
        report(error);
      }
    });
    const unobserve = scheduler.observe({
      armed: (timer) => {
        this.#guard(() => {
          this.#emit(this.#arm('timer.armed', timer, this.#actor(timer.source)));
        });
      },
      fired: (timer) => {
        this.#guard(() => {
          this.#fire(timer);
        });
      },
      delivered: () => {
        this.#cause = undefined;
      },
      cancelled: (timer) => {
        this.#guard(() => {
          this.#endTimer('timer.cancelled', timer);
        });
      }
    });
    counters.observer = (name) => {
      this.#count(name);
    };
    tap.observer = {
      receiving: (inbound, deal) => {
        this.#receive(inbound, deal);
      },
      read: (message) => {
        this.#guard(() => {
          this.#read(message);
        });
      }
    };
    return () => {
      unwatch();
      unobserve();
      counters.observer = tap.observer = undefined;
      this.#actors.clear();
      this.#messages.forget();
      this.#cause = undefined;
    };
  }

  /** What goes wrong in here must not land in the actor that is looked at. */
  #guard(see: () => void): void {
    try {
      see();
    } catch (error) {
      this.#traced.report(error);
    }
  }

  get #now(): number {
    return this.#traced.environment.clock.now();
  }

  get #caused(): { readonly cause?: Cause } {
    return this.#cause === undefined ? {} : { cause: this.#cause };
  }

  #emit(event: TraceEvent): void {
    for (const subscriber of this.#subscribers) subscriber.next(event);
  }

  // --- who lives --------------------------------------------------------------------------------------------------------

  #tellLiving(subscriber: Subscriber<TraceEvent>): void {
    const { clock, wallClock } = this.#traced.environment;
    const timers = [...this.#traced.scheduler.timers()];
    const actors = new Set([...this.#living(), ...timers.map(({ source }) => source)]);
    const at = clock.now();
    const epoch = wallClock === undefined ? {} : { epoch: wallClock() - at };
    const living = { actors: actors.size, timers: timers.length };
    subscriber.next({ type: 'begin', at, version: traceVersion, ...epoch, living });
    for (const actor of actors) subscriber.next(this.#know(actor).living(at));
    for (const timer of timers) subscriber.next(this.#arm('timer.living', timer, this.#know(timer.source)));
  }

  /** Parents before their children. */
  *#living(): Generator<AnyActorRef> {
    const { actor } = this.#traced;
    const { children, index, core } = actor.getSnapshot();
    yield actor;
    yield* children;
    for (const [, child] of index().entries()) yield child;
    const { received, sent } = core.getSnapshot() as UserAgentCoreSnapshot;
    yield* received.values();
    yield* sent.values();
    // What applications started, and what waits for the outcome of a request, is known only since it was seen.
    yield* this.#actors.keys();
  }

  /** Gives an actor its number, if it has none yet. */
  #know(actor: AnyActorRef): KnownActor {
    let known = this.#actors.get(actor);
    if (known === undefined) {
      const parent = actor._parent === undefined ? undefined : this.#know(actor._parent).number;
      known = new KnownActor(actor, ++this.#lastActor, parent);
      this.#actors.set(actor, known);
    }
    return known;
  }

  /** An actor by its number; the subscribers are told of one that nobody told them of. */
  #actor(actor: AnyActorRef): KnownActor {
    const known = this.#actors.get(actor);
    if (known !== undefined) return known;
    const parent = actor._parent;
    if (parent !== undefined) this.#actor(parent);
    const unknown = this.#know(actor);
    this.#emit(unknown.living(this.#now));
    return unknown;
  }

  /** An actor that begins, where it can be seen first. */
  #start(actor: AnyActorRef, state: ChartState | undefined): KnownActor {
    if (actor._parent !== undefined) this.#actor(actor._parent);
    const known = this.#know(actor);
    this.#emit(known.started(this.#now, state, this.#caused));
    return known;
  }

  #end(actor: AnyActorRef, how: 'done' | 'stopped' | 'error', said: unknown): void {
    const known = this.#actors.get(actor);
    if (known === undefined) return;
    // XState cancels the timers of an actor that is stopped when it has told of its end.
    for (const timer of known.takeTimers()) this.#emitTimer('timer.cancelled', timer, known);
    this.#actors.delete(actor);
    this.#emit(known.ended(this.#now, how, said, this.#caused));
  }

  // --- what the actors do -----------------------------------------------------------------------------------------------

  #see(inspected: Inspected): void {
    switch (inspected.type) {
      case '@xstate.event':
        this.#seeEvent(
          inspected.event,
          inspected.actorRef as AnyActorRef,
          inspected.sourceRef as AnyActorRef | undefined
        );
        return;
      case '@xstate.microstep':
        this.#seeStep(inspected.actorRef as AnyActorRef, inspected.event, inspected.snapshot, inspected._transitions);
        return;
      case '@xstate.snapshot': {
        const { status, error } = inspected.snapshot as Snapshot & { readonly error?: unknown };
        // A service may say nothing of its end.
        if (status === 'stopped' || inspected.event.type === 'xstate.stop')
          this.#end(inspected.actorRef as AnyActorRef, 'stopped', undefined);
        else if (status === 'error') this.#end(inspected.actorRef as AnyActorRef, 'error', error);
        return;
      }
      default:
    }
  }

  #seeEvent(event: EventObject, target: AnyActorRef, source: AnyActorRef | undefined): void {
    const { type } = event;
    if (type === 'send') {
      if (this.#actors.get(target)?.name === 'transport')
        this.#send(event as Extract<ToTransport, { readonly type: 'send' }>, source);
    } else if (!type.startsWith('xstate.')) return;
    else if (type === 'xstate.init') {
      if (!this.#actors.has(target)) this.#start(target, (target.getSnapshot() as Snapshot).value);
    } else if (source === undefined) return;
    else if (type.startsWith('xstate.done.actor.'))
      this.#end(source, 'done', (event as { readonly output?: unknown }).output);
    else if (type.startsWith('xstate.error.actor.'))
      this.#end(source, 'error', (event as { readonly error?: unknown }).error);
  }

  #seeStep(
    actor: AnyActorRef,
    { type }: EventObject,
    { status, value }: Snapshot,
    transitions: readonly AnyTransitionDefinition[]
  ): void {
    if (type === 'xstate.stop') return;
    const arrows = transitions.map(readArrow);
    // What is taken while the chart is made comes before everything else of it.
    const isNew = type === 'xstate.init' && !this.#actors.has(actor);
    const known = isNew ? this.#start(actor, arrows[0]?.source) : this.#actor(actor);
    const event = nameOfEvent(type, known.chart);
    const to = value ?? '';
    const from = known.state ?? to;
    known.state = to;
    if (arrows.length === 0 && status === 'active') this.#ignore(known, type, event, to);
    for (const { on, guard, actions, rfc, edge } of arrows) {
      const taken: Mutable<TransitionEvent> = {
        type: 'transition',
        at: this.#now,
        actor: known.number,
        on,
        event,
        from,
        to,
        actions,
        rfc,
        edge
      };
      if (guard !== undefined) taken.guard = guard;
      if (this.#cause !== undefined) taken.cause = this.#cause;
      this.#emit(taken);
    }
  }

  #ignore({ number }: KnownActor, type: string, event: string, state: ChartState): void {
    const on = isTimer(type) ? 'timer' : 'event';
    this.#emit({ type: 'ignored', at: this.#now, actor: number, on, event, state, ...this.#caused });
  }

  // --- messages ---------------------------------------------------------------------------------------------------------

  #receive(inbound: Inbound, deal: () => void): void {
    const [outerCause, outer] = [this.#cause, this.#inbound];
    this.#inbound = inbound;
    this.#cause = undefined;
    try {
      deal();
    } finally {
      this.#inbound = outer;
      this.#cause = outerCause;
    }
  }

  #read(message: ParsedMessage): void {
    const inbound = this.#inbound;
    if (inbound === undefined || !('bytes' in inbound)) return;
    const received = this.#messages.received(inbound.bytes, message, { at: this.#now, flow: inbound.flow });
    this.#cause = { message: received.message };
    this.#emit(received);
  }

  #send(
    { message, flow, sender }: Extract<ToTransport, { readonly type: 'send' }>,
    source: AnyActorRef | undefined
  ): void {
    const from = source ?? (sender as AnyActorRef | undefined);
    const actor = from && this.#actor(from).number;
    this.#emit(this.#messages.sent(message, { at: this.#now, flow, actor, cause: this.#cause }));
  }

  #count(name: CounterName): void {
    const inbound = this.#cause === undefined ? this.#inbound : undefined;
    const flow = inbound && { flow: inbound.flow };
    this.#emit({ type: 'counted', at: this.#now, name, ...flow, ...this.#caused });
  }

  // --- timers -----------------------------------------------------------------------------------------------------------

  #arm(type: Running['type'], scheduled: ScheduledEvent, known: KnownActor): Running {
    const at = this.#now;
    const { number, name } = known.timer(scheduled) ?? known.arm(scheduled, ++this.#lastTimer);
    const event: Mutable<Running> = {
      type,
      at,
      timer: number,
      actor: known.number,
      name,
      in: finite(scheduled.due - at),
      due: finite(scheduled.due)
    };
    if (type === 'timer.armed' && this.#cause !== undefined) event.cause = this.#cause;
    return event;
  }

  #fire(scheduled: ScheduledEvent): void {
    this.#cause = undefined;
    const timer = this.#endTimer('timer.fired', scheduled);
    this.#cause = timer && { timer: timer.number };
  }

  #endTimer(type: Ended['type'], scheduled: ScheduledEvent): KnownTimer | undefined {
    const known = this.#actors.get(scheduled.source);
    const timer = known?.disarm(scheduled);
    if (known !== undefined && timer !== undefined) this.#emitTimer(type, timer, known);
    return timer;
  }

  #emitTimer(type: Ended['type'], { number, name }: KnownTimer, { number: actor }: KnownActor): void {
    const event: Mutable<Ended> = { type, at: this.#now, timer: number, actor, name };
    if (this.#cause !== undefined) event.cause = this.#cause;
    this.#emit(event);
  }
}
