/** Keeps a part of a trace readable by itself: nothing is named in it that it has not introduced. */
import type { Cause, TraceEvent } from './event.ts';
import { TracedMessage } from './message.ts';
import type { Living } from './living.ts';

/** The actors that an event names, but for the one that it introduces. */
function namedBy(event: TraceEvent): readonly number[] {
  const named: number[] = [];
  if ('parent' in event) named.push(event.parent);
  if ('actor' in event && !('kind' in event)) named.push(event.actor);
  return named;
}

/** A copy without some of its properties. */
function without(event: TraceEvent, names: readonly string[]): TraceEvent {
  if (event instanceof TracedMessage) return event.without(names);
  const kept = Object.entries(event).filter(([name]) => !names.includes(name));
  return Object.fromEntries(kept) as unknown as TraceEvent;
}

/** What has been introduced so far. */
export class Introductions {
  readonly #actors = new Set<number>();
  readonly #messages = new Set<number>();
  readonly #timers = new Set<number>();
  /** Those whose parents are being introduced: a damaged trace may name an actor as its own. */
  readonly #pending = new Set<number>();
  /** Who may be named though no event of this part is about them. */
  readonly #others: Living;

  constructor(others: Living) {
    this.#others = others;
  }

  /** The event as it may be told; before it those that it names, if they are known; what is not known is left out of it. */
  pass(event: TraceEvent): readonly TraceEvent[] {
    const before = this.#introduce(event);
    const unknown: string[] = [];
    if ('parent' in event && !this.#actors.has(event.parent)) unknown.push('parent');
    if (event.type === 'message' && event.actor !== undefined && !this.#actors.has(event.actor)) unknown.push('actor');
    if ('cause' in event && !this.#knowsCause(event.cause)) unknown.push('cause');
    if (event.type === 'message') {
      if (event.repeats !== undefined && !this.#messages.has(event.repeats)) unknown.push('repeats');
      this.#messages.add(event.message);
    } else if ('kind' in event) this.#actors.add(event.actor);
    else if (event.type === 'timer.armed' || event.type === 'timer.living') this.#timers.add(event.timer);
    return [...before, unknown.length === 0 ? event : without(event, unknown)];
  }

  /** Those that an event names and nobody has introduced, parents first. */
  #introduce(event: TraceEvent): readonly TraceEvent[] {
    return namedBy(event)
      .filter((number) => !this.#actors.has(number) && !this.#pending.has(number))
      .flatMap((number) => {
        const actor = this.#others.actor(number, event.at);
        if (actor === undefined) return [];
        this.#pending.add(number);
        const introduced = this.pass(actor);
        this.#pending.delete(number);
        return introduced;
      });
  }

  #knowsCause(cause: Cause): boolean {
    return 'message' in cause ? this.#messages.has(cause.message) : this.#timers.has(cause.timer);
  }
}
