/** What is known of a call's actors at one moment of its trace: a fold over the events. */
import type {
  ActorEnded,
  ActorLiving,
  ActorStarted,
  ChartState,
  TraceEvent,
  TransitionEvent
} from '../../../../src/trace/event.ts';

/** A timer that is armed. */
export interface ArmedTimer {
  readonly timer: number;
  readonly name: string;
  /** Milliseconds of the stack's clock; null for one that never fires. */
  readonly due: number | null;
}

/** An actor at a moment. */
export interface ActorMoment {
  readonly actor: number;
  /** The chart's id, or what the service is. */
  readonly name: string;
  readonly isChart: boolean;
  readonly key?: string;
  readonly callId?: string;
  readonly startedAt?: number;
  readonly state?: ChartState;
  /** When it came into its state, if that was seen. */
  readonly since?: number;
  /** The arrow that it took last, and which of the events that was. */
  readonly last?: { readonly event: TransitionEvent; readonly index: number };
  readonly timers: readonly ArmedTimer[];
  readonly ended?: Pick<ActorEnded, 'at' | 'how' | 'outcome' | 'error'>;
}

/** All of it at a moment. */
export interface Moment {
  /** Milliseconds of the stack's clock. */
  readonly at: number;
  /** By number, in the order in which they were seen first. */
  readonly actors: ReadonlyMap<number, ActorMoment>;
  /** Events that are missing until here. */
  readonly lost: number;
}

/** Before the first event. */
export const beginning: Moment = { at: 0, actors: new Map(), lost: 0 };

/** The moment after some more events; `index` is that of the first of them. What is there already stays as it is. */
export function after(moment: Moment, events: Iterable<TraceEvent>, index = 0): Moment {
  const actors = new Map(moment.actors);
  let { at, lost } = moment;
  const change = (actor: number, changed: Partial<ActorMoment>): void => {
    const known = actors.get(actor);
    if (known !== undefined) actors.set(actor, { ...known, ...changed });
  };
  const timersOf = (actor: number): readonly ArmedTimer[] => actors.get(actor)?.timers ?? [];
  for (const event of events) {
    at = Math.max(at, event.at);
    switch (event.type) {
      case 'actor.started':
      case 'actor.living':
        actors.set(event.actor, { ...introduce(event), timers: timersOf(event.actor) });
        break;
      case 'actor.ended':
        change(event.actor, { ended: event, timers: [] });
        break;
      case 'transition': {
        const isNew = JSON.stringify(event.from) !== JSON.stringify(event.to);
        change(event.actor, { state: event.to, last: { event, index }, ...(isNew && { since: event.at }) });
        break;
      }
      case 'timer.armed':
      case 'timer.living': {
        const { timer, name, due } = event;
        // A timer replaces its namesake.
        const others = timersOf(event.actor).filter((other) => other.name !== name);
        change(event.actor, { timers: [...others, { timer, name, due }] });
        break;
      }
      case 'timer.fired':
      case 'timer.cancelled':
        change(event.actor, { timers: timersOf(event.actor).filter(({ timer }) => timer !== event.timer) });
        break;
      case 'lost':
        lost += event.count;
        break;
      default:
    }
    index++;
  }
  return { at, actors, lost };
}

function introduce(event: ActorStarted | ActorLiving): Omit<ActorMoment, 'timers'> {
  const { actor, name, kind, key, callId, state } = event;
  const startedAt = event.type === 'actor.started' ? event.at : event.startedAt;
  return {
    actor,
    name,
    isChart: kind === 'chart',
    ...(key !== undefined && { key }),
    ...(callId !== undefined && { callId }),
    ...(startedAt !== undefined && { startedAt }),
    ...(event.type === 'actor.started' && { since: event.at }),
    ...(state !== undefined && { state })
  };
}

/** The timers of an actor, the one that is due first at the front. */
export function dueFirst(timers: readonly ArmedTimer[]): readonly ArmedTimer[] {
  return timers.toSorted((one, other) => (one.due ?? Infinity) - (other.due ?? Infinity));
}
