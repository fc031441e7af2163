/** The part of a trace that is about one actor. */
import { defer, mergeMap, type Observable } from 'rxjs';
import type { TraceEvent } from '../../src/trace/event.ts';

/** How many that live are held back until `begin` can say how many there are: the actor and its timers. */
interface Beginning {
  readonly events: TraceEvent[];
  left: number;
}

/**
 * Lets through what is about one actor: itself, its arrows and timers, what it sends, and the messages that it was told of,
 * each before what it caused. The trace opens by itself, as it did before.
 */
export function ofActor(actor: number): (event: TraceEvent) => readonly TraceEvent[] {
  let beginning: Beginning | undefined;
  let inbound: TraceEvent | undefined;
  const isAbout = (event: TraceEvent): boolean => 'actor' in event && event.actor === actor;
  return (event) => {
    if (event.type === 'begin') {
      beginning = { events: [event], left: event.living.actors + event.living.timers };
      if (beginning.left > 0) return [];
    } else if (beginning !== undefined) {
      if (isAbout(event)) beginning.events.push(event);
      beginning.left--;
      if (beginning.left > 0) return [];
    }
    if (beginning !== undefined) {
      const [begin, ...living] = beginning.events;
      beginning = undefined;
      const actors = living.filter(({ type }) => type === 'actor.living').length;
      return [{ ...begin, living: { actors, timers: living.length - actors } } as TraceEvent, ...living];
    }
    if (event.type === 'lost') return [event];
    if (event.type === 'message' && event.direction === 'in') {
      inbound = event;
      return [];
    }
    if (!isAbout(event)) return [];
    const cause = 'cause' in event ? event.cause : undefined;
    const before = inbound;
    if (before?.type !== 'message' || cause === undefined || !('message' in cause) || cause.message !== before.message)
      return [event];
    inbound = undefined;
    return [before, event];
  };
}

/** The same of a whole stream, for each subscriber from its beginning. */
export function traceOfActor(trace$: Observable<TraceEvent>, actor: number): Observable<TraceEvent> {
  return defer(() => trace$.pipe(mergeMap(ofActor(actor))));
}
