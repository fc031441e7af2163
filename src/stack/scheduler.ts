import type { AnyActorRef, EventObject } from 'xstate';
import { Timer, type TimerQueue } from './timer-queue.ts';

/** An event that an actor is to be sent later: one armed timer of a statechart. */
export interface ScheduledEvent {
  /** The actor that scheduled it, and whose end cancels it. */
  readonly source: AnyActorRef;
  /** The actor that gets it. For `after` the source itself. */
  readonly target: AnyActorRef;
  /** The name by which the source cancels it. For `after` it contains the path of the state. */
  readonly id: string | undefined;
  readonly event: EventObject;
  /** When it falls due, in milliseconds of the stack's monotonic clock: persist `due - clock.now()`. */
  readonly due: number;
}

/**
 * Told of every timer of the actors: armed, then fired or cancelled. `fired` comes before the event is delivered,
 * `delivered` when all that follows from it at once has been done.
 * An observer must not throw: what it throws lands in the actor that armed or cancelled the timer.
 */
export interface TimerObserver {
  readonly armed?: (timer: ScheduledEvent) => void;
  readonly fired?: (timer: ScheduledEvent) => void;
  readonly delivered?: () => void;
  readonly cancelled?: (timer: ScheduledEvent) => void;
}

/** Any actor system, as an actor's `system` is. */
export type System = AnyActorRef['system'];

/** xstate's contract of a scheduler, which it does not export by name. */
type SystemScheduler = System['scheduler'];

/** The part of xstate's actor system (5.33) that its declarations leave out. */
interface RelayingSystem {
  _relay(source: AnyActorRef, target: AnyActorRef, event: EventObject): void;
}

/**
 * Replaces the scheduler of an actor system, which would walk every timer of the system at each actor's end.
 * To be called before the root actor starts: timers armed earlier cannot be cancelled any more.
 */
export function installScheduler(system: System, queue: TimerQueue): Scheduler {
  const scheduler = new Scheduler(system, queue);
  system.scheduler = scheduler;
  return scheduler;
}

/**
 * The delayed events of an actor system, kept by the actor that scheduled them: each operation costs no more than
 * that actor's own timers, which are expected to be few.
 *
 * Unlike xstate's own, where both would be delivered and the second be beyond cancelling, an event scheduled
 * under the id of another takes the other's place.
 */
export class Scheduler implements SystemScheduler {
  readonly #system: RelayingSystem;
  readonly #queue: TimerQueue;
  /** The timer that each actor armed last, which leads to its others. An actor has one or two: no map for each. */
  readonly #latest = new Map<AnyActorRef, EventTimer>();
  /** Undefined when there are none: then nothing is described. */
  #observers: readonly TimerObserver[] | undefined = undefined;

  constructor(system: System, queue: TimerQueue) {
    this.#system = system as System & RelayingSystem;
    this.#queue = queue;
  }

  /**
   * Sends `event` to `target` after `delay` milliseconds, unless `source` cancels it or ends before. Without an
   * id only the source's end cancels it.
   */
  schedule(source: AnyActorRef, target: AnyActorRef, event: EventObject, delay: number, id: string | undefined): void {
    if (id !== undefined) this.cancel(source, id);
    const earlier = this.#latest.get(source);
    const timer = new EventTimer(this.#deliver, source, target, event, id, earlier);
    if (earlier !== undefined) earlier.later = timer;
    this.#latest.set(source, timer);
    this.#queue.armTimer(delay, timer);
    if (this.#observers === undefined) return;
    const description = this.#describe(timer);
    for (const { armed } of this.#observers) armed?.(description);
  }

  /** Tells an observer of the timers from now on, behind those that were there before; the result takes it back. */
  observe(observer: TimerObserver): () => void {
    this.#observers = [...(this.#observers ?? []), observer];
    return () => {
      const others = this.#observers?.filter((other) => other !== observer) ?? [];
      this.#observers = others.length === 0 ? undefined : others;
    };
  }

  /** Cancels the event that `source` scheduled under `id`; an unknown id is ignored. */
  cancel(source: AnyActorRef, id: string): void {
    let timer = this.#latest.get(source);
    while (timer !== undefined && timer.id !== id) timer = timer.earlier;
    if (timer === undefined) return;
    this.#unlink(timer);
    this.#drop(timer);
  }

  /** Cancels all events that `source` scheduled. xstate calls it at the end of every actor. */
  cancelAll(source: AnyActorRef): void {
    let timer = this.#latest.get(source);
    if (timer === undefined) return;
    this.#latest.delete(source);
    for (; timer !== undefined; timer = timer.earlier) this.#drop(timer);
  }

  /** How many timers are armed. */
  get pending(): number {
    return this.#queue.size;
  }

  /** The armed timers of an actor in arming order: scheduled again in this order, they fire in the same one. */
  timersOf(source: AnyActorRef): readonly ScheduledEvent[] {
    const timers: ScheduledEvent[] = [];
    for (let timer = this.#latest.get(source); timer !== undefined; timer = timer.earlier) {
      timers.push(this.#describe(timer));
    }
    return timers.reverse();
  }

  /** All armed timers, actor by actor, each one's in arming order. */
  *timers(): Generator<ScheduledEvent> {
    for (const source of this.#latest.keys()) yield* this.timersOf(source);
  }

  readonly #deliver = (timer: EventTimer, due: number): void => {
    this.#unlink(timer);
    const observers = this.#observers;
    if (observers !== undefined) {
      const description = describe(timer, due);
      for (const { fired } of observers) fired?.(description);
    }
    try {
      this.#system._relay(timer.source, timer.target, timer.event);
    } finally {
      if (observers !== undefined) for (const { delivered } of observers) delivered?.();
    }
  };

  #drop(timer: EventTimer): void {
    const observers = this.#observers;
    if (observers === undefined) {
      this.#queue.cancel(timer);
      return;
    }
    const description = this.#describe(timer);
    this.#queue.cancel(timer);
    for (const { cancelled } of observers) cancelled?.(description);
  }

  #describe(timer: EventTimer): ScheduledEvent {
    return describe(timer, this.#queue.dueOf(timer) as number);
  }

  #unlink({ source, earlier, later }: EventTimer): void {
    if (earlier !== undefined) earlier.later = later;
    if (later !== undefined) later.earlier = earlier;
    else if (earlier !== undefined) this.#latest.set(source, earlier);
    else this.#latest.delete(source);
  }
}

/** The queue's timer and the actor's list entry in one object. */
class EventTimer extends Timer {
  later: EventTimer | undefined = undefined;
  earlier: EventTimer | undefined;
  readonly id: string | undefined;
  readonly source: AnyActorRef;
  readonly target: AnyActorRef;
  readonly event: EventObject;
  readonly #deliver: (timer: EventTimer, due: number) => void;

  constructor(
    deliver: (timer: EventTimer, due: number) => void,
    source: AnyActorRef,
    target: AnyActorRef,
    event: EventObject,
    id: string | undefined,
    earlier: EventTimer | undefined
  ) {
    super();
    this.#deliver = deliver;
    this.source = source;
    this.target = target;
    this.event = event;
    this.id = id;
    this.earlier = earlier;
  }

  override fire(due: number): void {
    this.#deliver(this, due);
  }
}

function describe({ source, target, id, event }: EventTimer, due: number): ScheduledEvent {
  return { source, target, id, event, due };
}
