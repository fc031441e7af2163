/**
 * What observers of an actor system are told of a compiled chart: `@xstate.microstep` and `@xstate.action`, as XState's
 * interpreter tells them. Everything else is told by XState's actor.
 *
 * XState copies each event for its observers, and does so only when there are any. So each event here is one object whose
 * properties are made when they are copied: without an observer it costs a call that returns at once.
 */
import type { AnyActorRef, AnyTransitionDefinition, EventObject } from 'xstate';
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
