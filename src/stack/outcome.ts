/** The user of one client transaction whose outcome is a promise: ends with the first final word of the transaction. */
import type { ActorLogic, DoneActorEvent, EventObject } from 'xstate';
import type { FromClientTransaction } from '../../machines/events.ts';

/** The final word: a final response, or why there is none. */
export type Outcome = Exclude<FromClientTransaction, { readonly type: 'transaction.1xx' }>;

interface OutcomeSnapshot {
  readonly status: 'active' | 'done' | 'stopped';
  readonly output: Outcome | undefined;
  readonly error: undefined;
}

/** Actor logic that is done when its transaction is. */
export const outcome: ActorLogic<
  OutcomeSnapshot & { status: 'active'; output: undefined },
  FromClientTransaction,
  undefined
> = {
  getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined }),
  transition(snapshot, event: FromClientTransaction | DoneActorEvent | EventObject) {
    if (event.type === 'xstate.stop') return { ...snapshot, status: 'stopped' } as never;
    if (event.type === 'transaction.1xx') return snapshot;
    return { status: 'done', output: event, error: undefined } as never;
  },
  getPersistedSnapshot: (snapshot) => snapshot
};
