/**
 * What observers of an actor system are told of a compiled chart: `@xstate.microstep` and `@xstate.action`, as XState's
 * interpreter tells them. Everything else is told by XState's actor.
 *
 * XState copies each event for its observers, and does so only when there are any. So each event here is one object whose
 * properties are made when they are copied: without an observer it costs a call that returns at once.
 */
import type { AnyActorRef, AnyTransitionDefinition, EventObject, InspectionEvent } from 'xstate';
import type { ActorSystem, Effect } from './effect.ts';

/** A step that can be told of; its snapshot may be made when it is asked for. */
export interface Told {
  readonly self: AnyActorRef;
  readonly system: ActorSystem;
  readonly event: EventObject;
  readonly snapshot: object;
}

const nothing = {} as Told;
let step: Told = nothing;
let taken: readonly AnyTransitionDefinition[] = [];

const microstep = {
  type: '@xstate.microstep',
  get actorRef(): AnyActorRef {
    return step.self;
  },
  get event(): EventObject {
    return step.event;
  },
  get snapshot(): object {
    return step.snapshot;
  },
  get _transitions(): readonly AnyTransitionDefinition[] {
    return taken;
  }
};

/** An event was dealt with: by these transitions, or by none. */
export function tellMicrostep(one: Told, transitions: readonly AnyTransitionDefinition[]): void {
  step = one;
  taken = transitions;
  one.system._sendInspectionEvent(microstep);
  step = nothing;
}

let actor: AnyActorRef | undefined;
let effect: Effect | undefined;

const action = {
  type: '@xstate.action',
  get actorRef(): AnyActorRef | undefined {
    return actor;
  },
  get action(): object {
    return { type: effect?.type, params: effect?.params };
  }
};

/** An action is being executed. */
export function tellAction(self: AnyActorRef, system: ActorSystem, executed: Effect): void {
  actor = self;
  effect = executed;
  system._sendInspectionEvent(action);
  actor = effect = undefined;
}

type WithoutRoot<T> = T extends unknown ? Omit<T, 'rootId'> : never;

/** An inspection event as it is made, before XState adds to it whose system it is of. */
export type Inspected = WithoutRoot<InspectionEvent>;

/**
 * Has an observer told of everything in an actor system but actions, after the system's own observers; the result ends it.
 *
 * `system.inspect` does the same at twice the price: XState copies every event for its observers, and a copy of ours,
 * whose properties are made meanwhile, is slow. The observer gets events that are nobody's. It must not throw.
 */
export function watchInspection(system: AnyActorRef['system'], see: (inspected: Inspected) => void): () => void {
  const inner = system as unknown as ActorSystem;
  const tell = inner._sendInspectionEvent;
  let watching = true;
  const watch = (inspected: Partial<InspectionEvent>): void => {
    const kept = inspected === microstep ? keep() : inspected;
    tell(inspected);
    if (watching && inspected.type !== '@xstate.action') see(kept as Inspected);
  };
  inner._sendInspectionEvent = watch;
  return () => {
    watching = false;
    if (inner._sendInspectionEvent === watch) inner._sendInspectionEvent = tell;
  };
}

/** The step that is told of, as it is now: there may be others before it is dealt with. */
function keep(): object {
  const { actorRef, event, snapshot, _transitions } = microstep;
  return { type: microstep.type, actorRef, event, snapshot, _transitions };
}
