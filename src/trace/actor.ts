/** An actor of a stack as the trace tells of it. */
import type { AnyActorRef } from 'xstate';
import { WrittenMessage } from '../message/written-message.ts';
import type { ScheduledEvent } from '../stack/scheduler.ts';
import { isTimer, nameOfEvent } from './arrow.ts';
import { callIdWritten } from './message.ts';
import type { ActorEnded, ActorLiving, ActorStarted, Cause, ChartState } from './event.ts';

/** What an actor is started with, or has in its context, that says which call it is about. */
interface About {
  readonly request?: { readonly callId?: unknown };
  readonly state?: { readonly id?: { readonly callId?: unknown } };
  /** What a transaction has written down. */
  readonly response?: unknown;
  readonly ack?: unknown;
}

/** The Call-ID of a transaction's or an INVITE's request, of a dialog, or of the last that a transaction has sent. */
export function callIdOf(about: unknown): string | undefined {
  const { request, response, ack, state } = (about ?? {}) as About;
  const callId = request?.callId ?? state?.id?.callId;
  if (typeof callId === 'string') return callId;
  const written = [response, ack].find((message) => message instanceof WrittenMessage);
  return written && callIdWritten(written);
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

/** A timer that has its number, and its name in the chart. */
export interface KnownTimer {
  readonly number: number;
  readonly name: string;
}

/** An actor that has its number. */
export class KnownActor {
  readonly number: number;
  readonly name: string;
  /** The id of its chart, if it is one. */
  readonly chart: string | undefined;
  /** The state that it was seen in last. */
  state: ChartState | undefined;
  /** Its armed timers in arming order, by id; by event where there is no id. */
  readonly #timers = new Map<unknown, KnownTimer>();
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

  /** An armed timer. A service may arm one whose id is no name of a state's. */
  arm({ id, event }: ScheduledEvent, number: number): KnownTimer {
    const name = isTimer(event.type) ? nameOfEvent(event.type, this.chart) : (id ?? event.type);
    const timer = { number, name };
    this.#timers.set(id ?? event, timer);
    return timer;
  }

  timer({ id, event }: ScheduledEvent): KnownTimer | undefined {
    return this.#timers.get(id ?? event);
  }

  disarm({ id, event }: ScheduledEvent): KnownTimer | undefined {
    const timer = this.#timers.get(id ?? event);
    this.#timers.delete(id ?? event);
    return timer;
  }

  /** Disarms all, in the order in which they are cancelled: the last one first. */
  takeTimers(): readonly KnownTimer[] {
    const timers = [...this.#timers.values()].reverse();
    this.#timers.clear();
    return timers;
  }
}
