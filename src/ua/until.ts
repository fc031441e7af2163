/** Waiting for something an actor comes to. */
import type { AnyActorRef, SnapshotFrom } from 'xstate';

/**
 * Resolves when a rule holds of an actor's snapshot, or when the actor is over, however that came about. Never rejects, and
 * knows no time: what bounds the wait is the actor's chart.
 */
export async function until<TActor extends AnyActorRef>(
  actor: TActor,
  rule: (snapshot: SnapshotFrom<TActor>) => boolean
): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      resolve();
    };
    let subscription: { unsubscribe(): void } | undefined;
    const look = (snapshot: SnapshotFrom<TActor>): void => {
      if (!rule(snapshot)) return;
      done();
      subscription?.unsubscribe();
    };
    // An actor that is over already tells so at once.
    if (rule(actor.getSnapshot() as SnapshotFrom<TActor>)) done();
    else subscription = actor.subscribe({ next: look, error: done, complete: done });
  });
}
