/** What lives at one point of a trace: told again to who did not see it begin. */
import type { ActorLiving, ActorStarted, ChartState, TimerArmed, TimerLiving, TraceEvent } from './event.ts';

interface LivingActor {
  readonly introduced: ActorStarted | ActorLiving;
  state: ChartState | undefined;
}

/** The actor as it lives now. */
function actorLiving({ introduced, state }: LivingActor, at: number): ActorLiving {
  const { actor, parent, kind, name, key, callId } = introduced;
  const startedAt = introduced.type === 'actor.started' ? introduced.at : introduced.startedAt;
  return {
    type: 'actor.living',
    at,
    actor,
    ...(parent !== undefined && { parent }),
    kind,
    name,
    ...(key !== undefined && { key }),
    ...(callId !== undefined && { callId }),
    ...(state !== undefined && { state }),
    ...(startedAt !== undefined && { startedAt })
  };
}

/** The timer as it is armed now. */
function timerLiving({ timer, actor, name, due }: TimerArmed | TimerLiving, at: number): TimerLiving {
  return { type: 'timer.living', at, timer, actor, name, in: due === null ? null : due - at, due };
}

/** Actors and timers that began and have not ended. Each event costs the same, however many there are. */
export class Living {
  readonly #actors: Map<number, LivingActor>;
  readonly #timers: Map<number, TimerArmed | TimerLiving>;

  constructor(
    actors: ReadonlyMap<number, LivingActor> = new Map(),
    timers: ReadonlyMap<number, TimerArmed | TimerLiving> = new Map()
  ) {
    this.#actors = new Map([...actors].map(([number, actor]) => [number, { ...actor }]));
    this.#timers = new Map(timers);
  }

  /** How many actors live. */
  get actors(): number {
    return this.#actors.size;
  }

  /** Takes the next event into account. */
  see(event: TraceEvent): void {
    switch (event.type) {
      case 'actor.started':
      case 'actor.living':
        this.#actors.set(event.actor, { introduced: event, state: event.state });
        return;
      case 'transition': {
        const actor = this.#actors.get(event.actor);
        if (actor !== undefined) actor.state = event.to;
        return;
      }
      case 'actor.ended':
        this.#actors.delete(event.actor);
        return;
      case 'timer.armed':
      case 'timer.living':
        this.#timers.set(event.timer, event);
        return;
      case 'timer.fired':
      case 'timer.cancelled':
        this.#timers.delete(event.timer);
        return;
      default:
    }
  }

  /** The same, to go on by itself. */
  copy(): Living {
    return new Living(this.#actors, this.#timers);
  }

  /** One actor as it lives at a moment. */
  actor(number: number, at: number): ActorLiving | undefined {
    const actor = this.#actors.get(number);
    return actor && actorLiving(actor, at);
  }

  /** Every actor, parents before their children, and then every timer. */
  tell(at: number): readonly (ActorLiving | TimerLiving)[] {
    // A parent has its number before its children have theirs.
    const actors = [...this.#actors].toSorted(([one], [other]) => one - other);
    const timers = [...this.#timers].toSorted(([one], [other]) => one - other);
    return [...actors.map(([, actor]) => actorLiving(actor, at)), ...timers.map(([, timer]) => timerLiving(timer, at))];
  }
}
