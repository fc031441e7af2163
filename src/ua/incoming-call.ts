/** An INVITE to answer: a thin handle on its UAS side (RFC 3261 §13.3). */
import type { SnapshotFrom } from 'xstate';
import type { UasInviteRef } from '../../machines/events.ts';
import type { Reliability } from '../dialog/prack.ts';
import { type HeaderField, isHeaderText } from '../message/field.ts';
import type { NameAddr } from '../message/headers/name-addr.ts';
import type { SipRequest } from '../message/message.ts';
import { UsageError } from '../message/usage-error.ts';
import { demandAddable } from './added-fields.ts';
import type { Call } from './call.ts';
import { SipCancelledError, SipTimeoutError } from './errors.ts';
import { sdpBody, sdpOf } from './session-description.ts';
import { until } from './until.ts';

/** What a provisional or successful answer may say. */
export interface AnswerOptions {
  /** The session description: the answer to the offer, or an offer when the INVITE had none. */
  readonly sdp?: string;
  /** Fields to add. */
  readonly fields?: readonly HeaderField[];
}

/** What a provisional answer may say. */
export interface RingOptions extends AnswerOptions {
  readonly status?: number;
  /** Whether it is repeated until the caller has acknowledged it. */
  readonly reliable?: boolean;
}

/** What the user agent does for an INVITE's handle. */
export interface IncomingCallServices {
  /** The fields of every 2xx: Allow, Supported (§13.3.1.4). */
  readonly successFields: readonly HeaderField[];
  /** The handle of the call that the answered INVITE made or belongs to; `sdp` is what the 2xx says. */
  callOf(invite: UasInviteRef, sdp: string | undefined): Call;
}

const answeredAlready = (): UsageError => new UsageError('ERR_SIP_INVALID_STATE', 'the INVITE was answered already');

const isHeld = (snapshot: SnapshotFrom<UasInviteRef>): boolean =>
  snapshot.status === 'active' && snapshot.matches({ Proceeding: 'answered' });

export class IncomingCall {
  readonly request: SipRequest;
  readonly #invite: UasInviteRef;
  readonly #services: IncomingCallServices;
  #aborted: AbortController | undefined;
  #call: Call | undefined;
  /** The session description of a reliable provisional response: the 2xx need not say it again (RFC 3262 §5). */
  #described: string | undefined;
  #lost: SipCancelledError | SipTimeoutError | undefined;

  /** Made by the user agent. */
  constructor(request: SipRequest, invite: UasInviteRef, services: IncomingCallServices) {
    this.request = request;
    this.#invite = invite;
    this.#services = services;
  }

  /** Who calls. */
  get from(): NameAddr {
    return this.request.from;
  }

  /** Who is called. */
  get to(): NameAddr {
    return this.request.to;
  }

  /** The offered session description, if the INVITE has one. */
  get offer(): string | undefined {
    return sdpOf(this.request);
  }

  /** The call, from the moment its 2xx is out: before the ACK has come. */
  get call(): Call | undefined {
    return this.#call;
  }

  /** Whether the caller takes reliable provisional responses (RFC 3262 §3), or wants no others. */
  get reliability(): Reliability {
    return this.#invite.getSnapshot().context.reliability;
  }

  /** True until its 2xx is out, or it is refused, cancelled or given up. */
  get pending(): boolean {
    const snapshot = this.#invite.getSnapshot();
    return snapshot.status === 'active' && snapshot.matches('Proceeding');
  }

  /** Aborted when the call can not be up any more, whoever of the others ended it: the caller, or a limit of ours. */
  get signal(): AbortSignal {
    let aborted = this.#aborted;
    if (aborted === undefined) {
      aborted = new AbortController();
      this.#aborted = aborted;
      // In a turn of its own: who listens does not run inside the chart's transition.
      void this.#settled().then(() => this.signal);
    }
    const loss = aborted.signal.aborted ? undefined : this.#loss;
    if (loss !== undefined) aborted.abort(loss);
    return aborted.signal;
  }

  /** Resolves when our 2xx is out; rejects when it will not be any more. */
  async #sent(): Promise<void> {
    await until(this.#invite, (snapshot) => !isHeld(snapshot));
    this.#throwIfLost();
    if (this.#invite.getSnapshot().context.outcome === 'rejected')
      throw new SipCancelledError('we refused the call', undefined);
  }

  /** Resolves when the INVITE has its outcome, or lost its stack. */
  async #settled(): Promise<void> {
    return until(this.#invite, ({ context }) => context.outcome !== undefined);
  }

  /** The reason of the signal, which is not made for it: most calls are answered, and nobody asks. */
  get #loss(): SipCancelledError | SipTimeoutError | undefined {
    return (this.#lost ??= this.#whyLost());
  }

  /** Why the call can not be up any more; undefined while it can, and when we refused it ourselves. */
  #whyLost(): SipCancelledError | SipTimeoutError | undefined {
    const { status, context } = this.#invite.getSnapshot();
    switch (context.outcome) {
      case 'acknowledged':
      case 'rejected':
        return undefined;
      case 'cancelled':
        return new SipCancelledError('the caller cancelled', undefined);
      case 'ended':
        return new SipCancelledError('the caller hung up first', undefined);
      case 'expired':
        return new SipCancelledError('the invitation expired', undefined);
      case 'unanswered':
        return new SipTimeoutError('we did not answer in time');
      case 'provisional-unacknowledged':
        return new SipTimeoutError('no PRACK came for our provisional response');
      case 'unacknowledged':
        return new SipTimeoutError('no ACK came for our 2xx');
      case undefined:
        return status === 'active' ? undefined : new SipCancelledError('the stack dropped the call', undefined);
    }
  }

  /** Whether our 2xx waits for a PRACK. */
  get #held(): boolean {
    return isHeld(this.#invite.getSnapshot());
  }

  #throwIfLost(): void {
    const loss = this.#loss;
    if (loss !== undefined) throw loss;
  }

  #demandPending(): void {
    if (!this.pending || this.#held) throw answeredAlready();
  }

  /**
   * Sends a provisional response, 180 unless `status` says otherwise; it is repeated every minute (§13.3.1.1).
   * A `reliable` one is repeated until its PRACK comes (RFC 3262 §3), after 64·T1 the INVITE is refused with 500; each waits for
   * the PRACK of the one before it, eight at most. All are when the caller asks for it. Nothing is sent when `signal` is aborted.
   * @throws UsageError `ERR_SIP_INVALID_STATE` when we have answered already, `ERR_SIP_INVALID_STATUS` outside 101 to 199,
   *   `ERR_SIP_INVALID_FIELD` for a field that we write ourselves, `ERR_SIP_INVALID_OPTION` for a reliable one that the caller
   *   does not know, or our stack does not support
   */
  ring({ status = 180, sdp, fields = [], reliable = false }: RingOptions = {}): void {
    if (!Number.isInteger(status) || status <= 100 || status >= 200) {
      throw new UsageError('ERR_SIP_INVALID_STATUS', `not a provisional status: ${String(status)}`);
    }
    if (reliable && this.reliability === 'unsupported')
      throw new UsageError('ERR_SIP_INVALID_OPTION', 'no reliable provisional response: it is not supported');
    demandAddable(fields, 'answer');
    if (this.#loss !== undefined) return;
    this.#demandPending();
    if (reliable || this.reliability === 'required') this.#described = sdp ?? this.#described;
    this.#invite.send({ type: 'user.ring', answer: { status, fields, body: sdpBody(sdp), reliable } });
  }

  /**
   * Sends 200 and resolves when its ACK is here. It waits for the PRACK of a reliable provisional response that is out
   * (RFC 3262 §5); until then it may still be refused. Rejects with the reason of `signal` when that is, or gets, aborted.
   * @throws UsageError `ERR_SIP_INVALID_STATE` when we have answered already, `ERR_SIP_INVALID_FIELD` for a field that we
   *   write ourselves
   * @throws SipTimeoutError when no ACK, or no PRACK, came within 64·T1 (the call is hung up, or refused)
   * @throws SipCancelledError when the caller cancelled or hung up first, or we refused it while the 2xx waited
   */
  async answer({ sdp, fields = [] }: AnswerOptions = {}): Promise<Call> {
    demandAddable(fields, 'answer');
    this.#throwIfLost();
    this.#demandPending();
    const answer = { status: 200, fields: [...this.#services.successFields, ...fields], body: sdpBody(sdp) };
    this.#invite.send({ type: 'user.answer', answer });
    if (this.#held) await this.#sent();
    const call = this.#services.callOf(this.#invite, sdp ?? this.#described);
    this.#call = call;
    await this.#settled();
    this.#throwIfLost();
    return call;
  }

  /**
   * Refuses the call: 300 to 699, 486 Busy Here unless given. Nothing is sent when `signal` is aborted.
   * @throws UsageError `ERR_SIP_INVALID_STATE` when we have answered already, `ERR_SIP_INVALID_STATUS` outside 300 to 699,
   *   `ERR_SIP_INVALID_FIELD` for a field that we write ourselves, or a reason phrase with CR, LF, NUL or a
   *   character that is no byte
   */
  reject(
    status = 486,
    { reason, fields = [] }: { readonly reason?: string; readonly fields?: readonly HeaderField[] } = {}
  ): void {
    if (!Number.isInteger(status) || status < 300 || status > 699) {
      throw new UsageError('ERR_SIP_INVALID_STATUS', `not a refusal: ${String(status)}`);
    }
    // The chart would find it too late to tell us.
    if (reason !== undefined && !isHeaderText(reason)) {
      throw new UsageError('ERR_SIP_INVALID_FIELD', `not a reason phrase: ${JSON.stringify(reason)}`);
    }
    demandAddable(fields, 'refusal');
    if (this.#loss !== undefined) return;
    if (!this.pending) throw answeredAlready();
    this.#invite.send({ type: 'user.reject', answer: { status, reason, fields } });
  }
}
