/** A call that is up: a thin handle on its dialog (RFC 3261 §12, §15). */
import { distinctUntilChanged, map, type Observable, share, startWith, takeWhile } from 'rxjs';
import { from } from 'rxjs';
import { type ActorRefFrom, type SnapshotFrom, waitFor } from 'xstate';
import type { dialog, DialogEnd } from '../../machines/dialog.ts';
import type { IncomingCall } from './incoming-call.ts';

/** A dialog's state, as the RFC names it. */
export type CallState = 'Early' | 'Confirmed' | 'Terminated';

/** How a call ended. */
export interface CallEnd {
  /** `remote`: the peer's BYE; `local`: ours; otherwise what made us send it. */
  readonly by: NonNullable<DialogEnd>;
}

type DialogActor = ActorRefFrom<typeof dialog>;

function stateOf({ value }: SnapshotFrom<typeof dialog>): CallState {
  return typeof value === 'string' ? value : 'Confirmed';
}

export class Call implements AsyncDisposable {
  readonly #dialog: DialogActor;
  /** The peer's session description: its offer, or its answer to ours. */
  readonly remoteSdp: string | undefined;
  /** Re-INVITEs of the peer; while nobody listens they are refused with 488 and the session stays as it is (§14.2). */
  readonly reinvites$: Observable<IncomingCall>;
  /** Settles when the call is over. Never rejects. */
  readonly ended: Promise<CallEnd>;

  /** Made by the user agent. */
  constructor(dialog: DialogActor, remoteSdp: string | undefined, reinvites$: Observable<IncomingCall>) {
    this.#dialog = dialog;
    this.remoteSdp = remoteSdp;
    this.reinvites$ = reinvites$;
    this.ended = waitFor(dialog, ({ status }) => status !== 'active', { timeout: Infinity }).then(
      (snapshot): CallEnd => ({ by: snapshot.output ?? 'local' }),
      // The dialog's actor failed or the stack was closed under it.
      (): CallEnd => ({ by: 'local' })
    );
  }

  /** Call-ID and tags: what the call is called on the wire. */
  get id(): { readonly callId: string; readonly localTag: string; readonly remoteTag: string } {
    return this.#dialog.getSnapshot().context.state.id;
  }

  /** The state now. */
  get state(): CallState {
    return stateOf(this.#dialog.getSnapshot());
  }

  /** The state now and each one after it, up to Terminated. */
  get state$(): Observable<CallState> {
    return from(this.#dialog).pipe(
      startWith(this.#dialog.getSnapshot()),
      map(stateOf),
      distinctUntilChanged(),
      takeWhile((state) => state !== 'Terminated', true),
      share()
    );
  }

  /** Sends BYE and resolves when it is answered, or given up (§15.1.1). A callee's waits for the ACK of its 2xx first (§15). */
  async hangUp(): Promise<CallEnd> {
    this.#dialog.send({ type: 'user.bye' });
    return this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.hangUp();
  }
}
