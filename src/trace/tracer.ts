/**
 * Turns what can be observed of a running stack into trace events: the inspection events of its actor system, its timers,
 * its counters, and what comes in. Attached while somebody is subscribed, and only then.
 */
import type { Subscriber } from 'rxjs';
import type { Actor, AnyActorRef, AnyTransitionDefinition, EventObject } from 'xstate';
import type { CounterName, Counters } from '../../machines/counters.ts';
import type { ToTransport, TransportError } from '../../machines/events.ts';
import type { ParsedMessage } from '../message/parse.ts';
import { type Inspected, watchInspection } from '../stack/inspection.ts';
import type { root } from '../stack/root.ts';
import type { ScheduledEvent, Scheduler } from '../stack/scheduler.ts';
import type { Environment } from '../stack/stack.ts';
import type { Tap } from '../stack/tap.ts';
import type { Inbound } from '../transport/transport.ts';
import type { ObservedEntropy } from '../stack/observed-entropy.ts';
import type { KnownActor, KnownTimer } from './actor.ts';
import { isTimer, nameOfEvent, readArrow } from './arrow.ts';
import {
  type Cause,
  type ChartState,
  type DrawnEvent,
  type OrderEvent,
  type StackDescription,
  type TimerArmed,
  type TimerLiving,
  type TraceEvent,
  traceVersion,
  type TransitionEvent
} from './event.ts';
import { KnownActors, livingOf } from './known-actors.ts';
import { MessageTrace } from './message.ts';
import { describeOrder, isOrder } from './order.ts';
import { endedTimer, TimerTrace } from './timer.ts';

/** What is traced. */
export interface Traced {
  readonly actor: Actor<typeof root>;
  readonly scheduler: Scheduler;
  readonly tap: Tap;
  readonly counters: Counters;
  readonly entropy: ObservedEntropy;
  readonly environment: Pick<Environment, 'clock' | 'wallClock'>;
  /** What the stack was made with. */
  readonly describe: () => StackDescription;
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

export class Tracer {
  readonly #traced: Traced;
  readonly #messages = new MessageTrace();
  #subscribers: readonly Subscriber<TraceEvent>[] = [];
  #detach: (() => void) | undefined;
  #isClosed = false;
  /** Those that live, while somebody is subscribed. */
  readonly #actors = new KnownActors();
  readonly #timers = new TimerTrace();
  #lastOrder = 0;
  /** What is being dealt with. */
  #cause: Cause | undefined;
  /** The order that was given in this turn, if nothing else was dealt with since. */
  #order: number | undefined;
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

  /** The stack is about to be closed by the application. */
  closing(): void {
    if (this.#subscribers.length > 0 && !this.#isClosed)
      this.#guard(() => {
        this.#take(this.#traced.actor, 'close');
      });
  }

  #attach(): () => void {
    const { actor, scheduler, tap, counters, entropy, report } = this.#traced;
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
    entropy.observer = (what, value) => {
      this.#draw(what, value);
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
      counters.observer = entropy.observer = tap.observer = undefined;
      this.#actors.clear();
      this.#messages.forget();
      this.#cause = this.#order = undefined;
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
    const actors = new Set([
      ...livingOf(this.#traced.actor),
      ...this.#actors.refs(),
      ...timers.map(({ source }) => source)
    ]);
    const at = clock.now();
    const epoch = wallClock === undefined ? {} : { epoch: wallClock() - at };
    const living = { actors: actors.size, timers: timers.length };
    const stack = this.#traced.describe();
    subscriber.next({ type: 'begin', at, version: traceVersion, ...epoch, living, stack });
    for (const actor of actors) subscriber.next(this.#actors.know(actor).living(at));
    for (const timer of timers) subscriber.next(this.#arm('timer.living', timer, this.#actors.know(timer.source)));
  }

  /** An actor by its number; the subscribers are told of one that nobody told them of. */
  #actor(actor: AnyActorRef): KnownActor {
    const known = this.#actors.get(actor);
    if (known !== undefined) return known;
    const parent = actor._parent;
    if (parent !== undefined) this.#actor(parent);
    const unknown = this.#actors.know(actor);
    this.#emit(unknown.living(this.#now));
    return unknown;
  }

  /** An actor that begins, where it can be seen first. */
  #start(actor: AnyActorRef, state: ChartState | undefined): KnownActor {
    if (actor._parent !== undefined) this.#actor(actor._parent);
    const known = this.#actors.know(actor);
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
    } else if (!type.startsWith('xstate.')) {
      if (source === undefined) this.#tell(event, target);
    } else if (type === 'xstate.init') {
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

  /** Who sends as nobody is the application, a transport, or one of our services, which send what these never do. */
  #tell(event: EventObject, target: AnyActorRef): void {
    if (event.type === 'transport.error') {
      const { error } = event as Partial<TransportError>;
      this.#emit({
        type: 'unsent',
        at: this.#now,
        actor: this.#actor(target).number,
        error: String(error?.message),
        ...(this.#cause === undefined && this.#order !== undefined && { order: this.#order }),
        ...this.#caused
      });
    } else if (isOrder(event))
      this.#take(
        target,
        event.type,
        describeOrder(event, (actor) => this.#actor(actor).number)
      );
  }

  #take(target: AnyActorRef, event: string, details: Partial<OrderEvent> = {}): void {
    const actor = this.#actor(target).number;
    const order = ++this.#lastOrder;
    this.#emit({ type: 'order', at: this.#now, order, actor, event, ...details, ...this.#caused });
    if (this.#cause !== undefined) return;
    this.#order = order;
    // All that follows from it at once does so in this turn.
    void Promise.resolve().then(() => {
      if (this.#order === order) this.#order = undefined;
    });
  }

  #draw(what: DrawnEvent['what'], value: string | number): void {
    const isReceiving = this.#inbound !== undefined;
    // What the application draws in its own turn is its own affair.
    if (this.#cause === undefined && this.#order === undefined && !isReceiving) return;
    const order = this.#cause === undefined && this.#order !== undefined && !isReceiving && { order: this.#order };
    this.#emit({ type: 'drawn', at: this.#now, what, value, ...order, ...this.#caused });
  }

  #ignore({ number }: KnownActor, type: string, event: string, state: ChartState): void {
    const on = isTimer(type) ? 'timer' : 'event';
    this.#emit({ type: 'ignored', at: this.#now, actor: number, on, event, state, ...this.#caused });
  }

  // --- messages ---------------------------------------------------------------------------------------------------------

  #receive(inbound: Inbound, deal: () => void): void {
    const [outerCause, outer] = [this.#cause, this.#inbound];
    this.#inbound = inbound;
    this.#cause = this.#order = undefined;
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
    const framing = 'fault' in inbound ? inbound.fault : undefined;
    const received = this.#messages.received(inbound.bytes, message, { at: this.#now, flow: inbound.flow, framing });
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

  #arm(type: 'timer.armed' | 'timer.living', scheduled: ScheduledEvent, known: KnownActor): TimerArmed | TimerLiving {
    return this.#timers.armed(type, scheduled, known, { at: this.#now, cause: this.#cause });
  }

  #fire(scheduled: ScheduledEvent): void {
    this.#cause = this.#order = undefined;
    const timer = this.#endTimer('timer.fired', scheduled);
    this.#cause = timer && { timer: timer.number };
  }

  #endTimer(type: 'timer.fired' | 'timer.cancelled', scheduled: ScheduledEvent): KnownTimer | undefined {
    const known = this.#actors.get(scheduled.source);
    const timer = known?.disarm(scheduled);
    if (known !== undefined && timer !== undefined) this.#emitTimer(type, timer, known);
    return timer;
  }

  #emitTimer(type: 'timer.fired' | 'timer.cancelled', timer: KnownTimer, known: KnownActor): void {
    this.#emit(endedTimer(type, timer, known, { at: this.#now, cause: this.#cause }));
  }
}
