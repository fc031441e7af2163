/** What a step of a compiled chart does to the world: sending, arming and cancelling. Each is one of XState's actions. */
import type { AnyActorRef, AnyActorScope, EventObject } from 'xstate';

/** What is used of XState's actor system (5.33), some of which its declarations leave out. */
export interface ActorSystem {
  readonly scheduler: AnyActorScope['system']['scheduler'];
  _relay(source: AnyActorRef, target: AnyActorRef, event: EventObject): void;
  _sendInspectionEvent: (event: object) => void;
}

/** Something to be done when the chart's state has changed: nobody sees a half-done one. */
export abstract class Effect {
  /** XState's name of the action. */
  abstract readonly type: string;
  /** What observers are told of it. */
  abstract get params(): unknown;
  /** What does not wait for the change of state. */
  begin(): void {
    // Only functions of the chart's author do not wait.
  }
  abstract perform(self: AnyActorRef, system: ActorSystem): void;
}

/** `sendTo`. */
export class Delivery extends Effect {
  readonly to: AnyActorRef;
  readonly event: EventObject;
  readonly id: string | undefined;
  /** The name that the actor was given by, if it was. */
  readonly targetId: string | undefined;

  constructor(to: AnyActorRef, event: EventObject, id: string | undefined, targetId: string | undefined) {
    super();
    this.to = to;
    this.event = event;
    this.id = id;
    this.targetId = targetId;
  }

  get type(): string {
    return 'xstate.sendTo';
  }

  override get params(): unknown {
    const { to, targetId, event, id } = this;
    return { to, targetId, event, id, delay: undefined };
  }

  override perform(self: AnyActorRef, system: ActorSystem): void {
    system._relay(self, this.to, this.event);
  }
}

/** A timer of a state that is entered. Its event is its id, as XState has it. */
export class Arming extends Effect {
  readonly event: EventObject;
  readonly delay: number;

  constructor(event: EventObject, delay: number) {
    super();
    this.event = event;
    this.delay = delay;
  }

  get type(): string {
    return 'xstate.raise';
  }

  override get params(): unknown {
    const { event, delay } = this;
    return { event, id: event.type, delay };
  }

  override perform(self: AnyActorRef, system: ActorSystem): void {
    system.scheduler.schedule(self, self, this.event, this.delay, this.event.type);
  }
}

/** The timer of a state that is left. */
export class Cancelling extends Effect {
  readonly sendId: string;

  constructor(sendId: string) {
    super();
    this.sendId = sendId;
  }

  get type(): string {
    return 'xstate.cancel';
  }

  override get params(): unknown {
    return { sendId: this.sendId };
  }

  override perform(self: AnyActorRef, system: ActorSystem): void {
    system.scheduler.cancel(self, this.sendId);
  }
}

/** A function of the chart's author, called while the step is taken. */
export class FunctionCall extends Effect {
  readonly type: string;
  override readonly params: unknown;
  readonly #call: () => void;

  constructor(type: string, params: unknown, call: () => void) {
    super();
    this.type = type;
    this.params = params;
    this.#call = call;
  }

  override begin(): void {
    this.#call();
  }

  override perform(): void {
    // Done already.
  }
}
