/** A call that is up: a thin handle on its dialog (RFC 3261 §12, §15). */
import { Observable } from 'rxjs';
import type { ActorRefFrom, SnapshotFrom } from 'xstate';
import type { dialog, DialogEnd } from '../../machines/dialog.ts';
import type { TypedBody } from '../dialog/response.ts';
import type { HeaderField } from '../message/field.ts';
import type { SipResponse } from '../message/message.ts';
import { UsageError } from '../message/usage-error.ts';
import { holdOffer, nextVersion } from '../sdp/hold.ts';
import type { Stack } from '../stack/stack.ts';
import { demandAddable } from './added-fields.ts';
import type { IncomingCall } from './incoming-call.ts';
import { acceptanceOf, answerTo, gone } from './session-change.ts';
import type { Session } from './session.ts';
import { sdpBody, sdpOf } from './session-description.ts';
import { until } from './until.ts';

/** The state of a call's dialog, as the RFC names it; there is no call yet while it is Early. */
export type CallState = 'Confirmed' | 'Terminated';

/** How a call ended. */
export interface CallEnd {
  /** `remote`: the peer's BYE; `local`: ours; otherwise what made us send it. */
  readonly by: NonNullable<DialogEnd>;
}

/** What a request inside a call may be given. */
export interface CallRequestOptions {
  readonly fields?: readonly HeaderField[];
  readonly body?: TypedBody;
}

/** What a change of the session may be given. Aborting the signal sends CANCEL. */
export interface SessionChangeOptions {
  readonly fields?: readonly HeaderField[];
  readonly signal?: AbortSignal;
}

type DialogActor = ActorRefFrom<typeof dialog>;

/** A dialog whose stack was closed under it has not reached its final state, and is over all the same. */
function stateOf({ status }: SnapshotFrom<typeof dialog>): CallState {
  return status === 'active' ? 'Confirmed' : 'Terminated';
}

const encoder = new TextEncoder();
/** A token (§25.1). */
const isMethod = /^[A-Za-z0-9.!%*_+`'~-]+$/;
/** Methods that have a way of their own. */
const ofTheirOwn = new Set(['INVITE', 'ACK', 'BYE', 'CANCEL', 'PRACK']);

export class Call implements AsyncDisposable {
  readonly #dialog: DialogActor;
  readonly #stack: Stack;
  readonly #session: Session;
  /** What was agreed on before we put the peer on hold. */
  #beforeHold: string | undefined;
  /** The last change of the session that was asked for; the next one waits for it. */
  #changing: Promise<unknown> = Promise.resolve();
  /** Re-INVITEs of the peer; while nobody listens they are refused with 488 and the session stays as it is (§14.2). */
  readonly reinvites$: Observable<IncomingCall>;
  /** Settles when the call is over. Never rejects. */
  readonly ended: Promise<CallEnd>;

  /** Made by the user agent. */
  constructor(dialog: DialogActor, stack: Stack, session: Session, reinvites$: Observable<IncomingCall>) {
    this.#dialog = dialog;
    this.#stack = stack;
    this.#session = session;
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

  /** The peer's session description: its last offer that we took, or its answer to ours. A callee's offer is answered in the ACK. */
  get remoteSdp(): string | undefined {
    return this.#session.remote;
  }

  /** Our session description: our last offer that the peer took, or our answer to its. */
  get localSdp(): string | undefined {
    return this.#session.local;
  }

  /** Whether we have put the peer on hold. */
  get onHold(): boolean {
    return this.#beforeHold !== undefined;
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

  /**
   * Offers another session by a re-INVITE (§14.1); resolves with the peer's answer. When both sides do so at once each waits
   * and tries again. A change that fails leaves the session as it was; changes are made one after the other.
   * @throws SipRejectedError for a final response other than 2xx
   * @throws SipTimeoutError when no answer comes (the call is hung up), or the peer's INVITEs were in the way each time
   * @throws SipTransportError when it could not be sent; SipCancelledError when the call is over; the signal's reason
   * @throws UsageError `ERR_SIP_INVALID_FIELD` for a field that we write ourselves
   */
  async reInvite(sdp: string, options: SessionChangeOptions = {}): Promise<string | undefined> {
    return this.#change(async () => {
      const answer = await this.#offer(sdp, options);
      this.#beforeHold = undefined;
      return answer;
    });
  }

  /** Puts the peer on hold: what we offered or answered last, sent only (RFC 3264 §8.4). Throws as `reInvite` does. */
  async hold(options: SessionChangeOptions = {}): Promise<void> {
    return this.#change(async () => {
      if (this.onHold) return;
      const local = this.#demandLocal();
      await this.#offer(holdOffer(local), options);
      this.#beforeHold = local;
    });
  }

  /** Takes the peer off hold: what was before it, as a new offer. Throws as `reInvite` does. */
  async resume(options: SessionChangeOptions = {}): Promise<void> {
    return this.#change(async () => {
      const before = this.#beforeHold;
      if (before === undefined) return;
      await this.#offer(nextVersion(before, this.#demandLocal()), options);
      this.#beforeHold = undefined;
    });
  }

  /**
   * Sends a request inside the call (§12.2.1): any method but INVITE, ACK, BYE and CANCEL. Resolves with its 2xx.
   * @throws SipRejectedError, SipTimeoutError, SipTransportError, SipCancelledError as `reInvite` does; 408, 481 and silence
   *   hang the call up (§12.2.1.2)
   * @throws UsageError `ERR_SIP_INVALID_OPTION` for such a method, `ERR_SIP_INVALID_FIELD` for a field that we write ourselves
   */
  async request(method: string, { fields = [], body }: CallRequestOptions = {}): Promise<SipResponse> {
    if (!isMethod.test(method) || ofTheirOwn.has(method))
      throw new UsageError('ERR_SIP_INVALID_OPTION', `not sent by request(): ${JSON.stringify(method)}`);
    demandAddable(fields, 'inDialog');
    if (this.state === 'Terminated') throw gone();
    return answerTo(this.#stack.requestInDialog(this.#newId(), { dialog: this.#dialog, method, fields, body }));
  }

  /**
   * Sends tones, one INFO each, in the form that gateways know (`application/dtmf-relay`).
   * @throws UsageError `ERR_SIP_INVALID_OPTION` for what is no tone (0–9, *, #, A–D) or no duration of 40 to 6,000 ms
   */
  async sendDtmf(tones: string, duration = 160): Promise<void> {
    if (!/^[0-9*#A-D]+$/.test(tones) || !Number.isInteger(duration) || duration < 40 || duration > 6000)
      throw new UsageError('ERR_SIP_INVALID_OPTION', `no tones: ${JSON.stringify(tones)} for ${String(duration)} ms`);
    for (const tone of tones) {
      const text = `Signal=${tone}\r\nDuration=${String(duration)}\r\n`;
      await this.request('INFO', { body: { type: 'application/dtmf-relay', bytes: encoder.encode(text) } });
    }
  }

  #newId(): string {
    return this.#stack.surroundings.entropy.token();
  }

  #demandLocal(): string {
    const { local } = this.#session;
    if (local === undefined) throw new UsageError('ERR_SIP_INVALID_STATE', 'nothing was agreed on that could be held');
    return local;
  }

  /** One change after the other: two INVITEs of one side may not be under way (§14.1). */
  async #change<T>(change: () => Promise<T>): Promise<T> {
    const made = this.#changing.then(change);
    this.#changing = made.catch(() => undefined);
    return made;
  }

  async #offer(sdp: string, { fields = [], signal }: SessionChangeOptions): Promise<string | undefined> {
    signal?.throwIfAborted();
    demandAddable(fields, 'inDialog');
    if (this.state === 'Terminated') throw gone();
    const reInvite = this.#stack.reInvite(this.#newId(), {
      dialog: this.#dialog,
      ownsCallId: this.#dialog.getSnapshot().context.role === 'UAC',
      fields,
      body: sdpBody(sdp)
    });
    const answer = sdpOf(await acceptanceOf(reInvite, signal));
    this.#session.commit(
      () => sdp,
      () => answer
    );
    return answer;
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
