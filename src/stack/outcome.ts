/** The user of one client transaction whose outcome is a promise: ends with the first final word of the transaction. */
import type { ActorLogic, Snapshot } from 'xstate';
import type { FromClientTransaction } from '../../machines/events.ts';

/** The final word: a final response, or why there is none. */
export type Outcome = Exclude<FromClientTransaction, { readonly type: 'transaction.1xx' }>;

/** Actor logic that is done when its transaction is. */
export const outcome: ActorLogic<Snapshot<Outcome>, FromClientTransaction> = {
  getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined }),
  transition(snapshot, event: FromClientTransaction | { readonly type: 'xstate.stop' }) {
    if (event.type === 'xstate.stop') return { status: 'stopped', output: undefined, error: undefined };
    if (event.type === 'transaction.1xx') return snapshot;
    return { status: 'done', output: event, error: undefined };
  },
  getPersistedSnapshot: (snapshot) => snapshot
};
