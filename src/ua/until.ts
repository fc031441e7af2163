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
    // An actor that is over tells so at once, and may do so before `subscribe` returns.
    let reached = false;
    const look = (snapshot: SnapshotFrom<TActor>): void => {
      if (reached || !rule(snapshot)) return;
      reached = true;
      resolve();
      subscription?.unsubscribe();
    };
    let subscription: { unsubscribe(): void } | undefined;
    look(actor.getSnapshot() as SnapshotFrom<TActor>);
    if (!reached) subscription = actor.subscribe({ next: look, error: done, complete: done });
  });
}
