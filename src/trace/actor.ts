/** An actor of a stack as the trace tells of it. */
import type { AnyActorRef } from 'xstate';
import type { ScheduledEvent } from '../stack/scheduler.ts';
import { isTimer, nameOfEvent } from './arrow.ts';
import type { ActorEnded, ActorLiving, ActorStarted, Cause, ChartState } from './event.ts';

/** What an actor is started with, or has in its context, that says which call it is about. */
interface About {
  readonly callId?: unknown;
  readonly request?: { readonly callId?: unknown };
  readonly state?: { readonly id?: { readonly callId?: unknown } };
  readonly response?: { readonly callId?: unknown };
}

/** The Call-ID of a transaction's or an INVITE's request, or of a dialog. */
function callIdOf(about: unknown): string | undefined {
  const { request, response, state } = (about ?? {}) as About;
  const callId = request?.callId ?? state?.id?.callId ?? response?.callId;
  return typeof callId === 'string' ? callId : undefined;
}

/** The names of services by the id that the root gives them. */
const services = ['root', 'table', 'core', 'application', 'nobody'];

function nameOf({ id, sessionId, _parent: parent }: AnyActorRef, chart: string | undefined): string {
  if (chart !== undefined) return chart;
  if (services.includes(id)) return id;
  // The root has only transports besides, and what it is given without a name waits for the outcome of a request.
  if (parent?._parent === undefined) return id === sessionId ? 'request' : 'transport';
  return 'service';
}

interface Caused {
  readonly cause?: Cause;
}

/** An actor that has its number. */
export class KnownActor {
  readonly number: number;
  readonly name: string;
  /** The id of its chart, if it is one. */
  readonly chart: string | undefined;
  /** The state that it was seen in last. */
  state: ChartState | undefined;
  /** The numbers of its armed timers, by id; by event where there is no id. */
  readonly timers = new Map<unknown, number>();
  readonly #actor: AnyActorRef;
  readonly #parent: number | undefined;
  #callId: string | undefined;
  #startedAt: number | undefined;

  constructor(actor: AnyActorRef, number: number, parent: number | undefined) {
    const { id } = (actor as unknown as { readonly logic: { readonly id?: unknown } }).logic;
    this.number = number;
    this.chart = typeof id === 'string' ? id : undefined;
    this.name = nameOf(actor, this.chart);
    this.#actor = actor;
    this.#parent = parent;
  }

  get #identity() {
    const { id, sessionId } = this.#actor;
    return {
      actor: this.number,
      ...(this.#parent !== undefined && { parent: this.#parent }),
      kind: this.chart === undefined ? ('service' as const) : ('chart' as const),
      name: this.name,
      // XState's own number would differ from run to run.
      ...(id !== sessionId && id !== this.name && { key: id }),
      ...(this.#callId !== undefined && { callId: this.#callId })
    };
  }

  started(at: number, state: ChartState | undefined, caused: Caused): ActorStarted {
    const { input } = (this.#actor as unknown as { readonly options: { readonly input?: unknown } }).options;
    this.#callId = callIdOf(input);
    this.#startedAt = at;
    this.state = state;
    return { type: 'actor.started', at, ...this.#identity, ...(state !== undefined && { state }), ...caused };
  }

  living(at: number): ActorLiving {
    const { value, context } = this.#actor.getSnapshot() as { value?: ChartState; context?: unknown };
    this.#callId ??= callIdOf(context);
    this.state = value;
    return {
      type: 'actor.living',
      at,
      ...this.#identity,
      ...(value !== undefined && { state: value }),
      ...(this.#startedAt !== undefined && { startedAt: this.#startedAt })
    };
  }

  ended(at: number, how: ActorEnded['how'], said: unknown, caused: Caused): ActorEnded {
    return {
      type: 'actor.ended',
      at,
      actor: this.number,
      how,
      ...(how === 'done' && typeof said === 'string' && { outcome: said }),
      ...(how === 'error' && { error: said instanceof Error ? said.message : String(said) }),
      ...caused
    };
  }

  /** The chart's name for a timer of this actor. */
  nameOf({ id, event }: ScheduledEvent): string {
    return isTimer(event.type) ? nameOfEvent(event.type, this.chart) : (id ?? event.type);
  }
}
