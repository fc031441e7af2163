/**
 * Tells Stately's inspector of some of a stack's actors, through Stately's own package: the one file that knows it. What it
 * makes of them, its wire events, goes to whoever is given; where that leads out of this machine is for others to say.
 */
import { createInspector, type StatelyInspectionEvent } from '@xstate/inspect';
import type { AnyActorRef, InspectionEvent } from 'xstate';
import type { Stack } from '../../src/stack/stack.ts';
import { type ActorSelection, ChosenActors, livingActors } from './chosen-actors.ts';
import { snapshotToPlain, toPlain } from './plain.ts';

/** A wire event of Stately's: `@xstate.actor` with the chart's definition, `@xstate.event`, `@xstate.snapshot`. */
export type StatelyEvent = StatelyInspectionEvent;

/** Without secrets, and without what is no data: an actor's snapshot comes as it is. */
const serialize = (event: StatelyEvent): StatelyEvent =>
  event.type === '@xstate.actor' ? { ...event, snapshot: snapshotToPlain(event.snapshot) } : event;

/** An inspection event whose event and snapshot are plain data. */
function plainly(inspected: InspectionEvent): InspectionEvent {
  if (inspected.type !== '@xstate.event' && inspected.type !== '@xstate.snapshot') return inspected;
  const event = toPlain(inspected.event) as InspectionEvent['type'] extends string ? typeof inspected.event : never;
  if (inspected.type === '@xstate.event') return { ...inspected, event };
  return { ...inspected, event, snapshot: snapshotToPlain(inspected.snapshot) as typeof inspected.snapshot };
}

/**
 * Sends the selected actors that live, and what becomes of them and of those that come, in turns of their own, until the
 * result is called. Everything has its secrets blanked.
 */
export function tellStately(
  stack: Stack,
  selection: ActorSelection,
  send: (event: StatelyEvent) => void,
  report: (error: unknown) => void
): () => void {
  const chosen = new ChosenActors(selection);
  let isOver = false;
  const inspector = createInspector(
    {
      send(event) {
        // What waits for its turn when the page goes is for nobody.
        if (!isOver) send(event);
      }
    },
    { serialize, serializationDepthLimit: 10 }
  );
  const tell = (inspected: InspectionEvent): void => {
    inspector.inspect.next?.(plainly(inspected));
  };
  const { system, sessionId: rootId } = stack.actor;
  const introduce = (actorRef: AnyActorRef): void => {
    tell({ type: '@xstate.actor', actorRef, rootId });
  };

  for (const actor of livingActors(stack)) chosen.offer(actor);
  for (const actor of chosen.all) introduce(actor);
  const subscription = system.inspect((inspected) => {
    try {
      const actor = inspected.actorRef as AnyActorRef;
      if (inspected.type === '@xstate.actor') {
        if (chosen.offer(actor)) introduce(actor);
      } else if (chosen.has(actor)) {
        tell(inspected);
        if (inspected.type === '@xstate.snapshot' && inspected.snapshot.status !== 'active') chosen.delete(actor);
      }
    } catch (error) {
      report(error); // It must not land in the actor that is looked at.
    }
  });
  inspector.start();
  return () => {
    isOver = true;
    subscription.unsubscribe();
    inspector.stop();
  };
}
