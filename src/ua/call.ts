/** A call that is up: a thin handle on its dialog (RFC 3261 §12, §15). */
import { Observable } from 'rxjs';
import type { ActorRefFrom, SnapshotFrom } from 'xstate';
import type { dialog, DialogEnd } from '../../machines/dialog.ts';
import type { IncomingCall } from './incoming-call.ts';
import { until } from './until.ts';

/** The state of a call's dialog, as the RFC names it; there is no call yet while it is Early. */
export type CallState = 'Confirmed' | 'Terminated';

/** How a call ended. */
export interface CallEnd {
  /** `remote`: the peer's BYE; `local`: ours; otherwise what made us send it. */
  readonly by: NonNullable<DialogEnd>;
}

type DialogActor = ActorRefFrom<typeof dialog>;

/** A dialog whose stack was closed under it has not reached its final state, and is over all the same. */
function stateOf({ status }: SnapshotFrom<typeof dialog>): CallState {
  return status === 'active' ? 'Confirmed' : 'Terminated';
}

export class Call implements AsyncDisposable {
  readonly #dialog: DialogActor;
  readonly #remoteSdp: () => string | undefined;
  /** Re-INVITEs of the peer; while nobody listens they are refused with 488 and the session stays as it is (§14.2). */
  readonly reinvites$: Observable<IncomingCall>;
  /** Settles when the call is over. Never rejects. */
  readonly ended: Promise<CallEnd>;

  /** Made by the user agent. */
  constructor(dialog: DialogActor, remoteSdp: () => string | undefined, reinvites$: Observable<IncomingCall>) {
    this.#dialog = dialog;
    this.#remoteSdp = remoteSdp;
    this.reinvites$ = reinvites$;
    this.ended = until(dialog, ({ status }) => status !== 'active').then((): CallEnd => {
      // The dialog's actor failed or the stack was closed under it: nobody else ended it.
      const { output = 'local' } = dialog.getSnapshot();
      return { by: output };
    });
  }

  /** Call-ID and tags: what the call is called on the wire. */
  get id(): { readonly callId: string; readonly localTag: string; readonly remoteTag: string } {
    return this.#dialog.getSnapshot().context.state.id;
  }

  /** The peer's first session description: its offer, or its answer to ours, which a callee has when the ACK is here. */
  get remoteSdp(): string | undefined {
    return this.#remoteSdp();
  }

  /** The state now. */
  get state(): CallState {
    return stateOf(this.#dialog.getSnapshot());
  }

  /** For each subscriber the state now and each one after it, up to Terminated. Never fails. */
  get state$(): Observable<CallState> {
    return new Observable((subscriber) => {
      let last = this.state;
      subscriber.next(last);
      const end = (): void => {
        if (last !== 'Terminated') subscriber.next('Terminated');
        subscriber.complete();
      };
      if (last === 'Terminated') {
        end();
        return undefined;
      }
      return this.#dialog.subscribe({
        next: (snapshot) => {
          const state = stateOf(snapshot);
          if (state === last) return;
          last = state;
          subscriber.next(state);
        },
        error: end,
        complete: end
      });
    });
  }

  /** Sends BYE and resolves when it is answered, or given up (§15.1.1). A callee's waits for the ACK of its 2xx first (§15). */
  async hangUp(): Promise<CallEnd> {
    if (this.state !== 'Terminated') this.#dialog.send({ type: 'user.bye' });
    return this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.hangUp();
  }
}
