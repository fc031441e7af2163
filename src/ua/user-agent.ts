/** A user agent: calls out, calls in. Thin handles over the charts (RFC 3261 §8, §13). */
import { type Observable, Subject } from 'rxjs';
import type { ActorRefFrom } from 'xstate';
import type { dialog } from '../../machines/dialog.ts';
import type { DialogRef, FromUserAgentCore, UacInviteRef, UasInviteRef } from '../../machines/events.ts';
import type { Hop } from '../../machines/surroundings.ts';
import { localContact, userOf } from '../core/contact.ts';
import { allowField, supportedField } from '../core/inspect.ts';
import { type HeaderField, makeField } from '../message/field.ts';
import { contact } from '../message/headers/contact.ts';
import { contentType } from '../message/headers/content-type.ts';
import { type From } from '../message/headers/from.ts';
import { nameAddr } from '../message/headers/name-addr.ts';
import { noBody, type SipRequest, type SipResponse } from '../message/message.ts';
import { buildRequest } from '../message/request.ts';
import type { SipUri } from '../message/uri/sip.ts';
import { formatSipUri } from '../message/uri/sip.ts';
import { sipUri } from '../message/uri/uri.ts';
import { UsageError } from '../message/usage-error.ts';
import { hostOf } from '../syntax/host.ts';
import { Parameters } from '../syntax/parameters.ts';
import type { Stack } from '../stack/stack.ts';
import { newVia } from '../transaction/branch.ts';
import { abortable } from './abortable.ts';
import { demandAddable } from './added-fields.ts';
import { Call } from './call.ts';
import { SipCancelledError, SipRejectedError, SipTimeoutError, SipTransportError } from './errors.ts';
import { IncomingCall, type IncomingCallServices } from './incoming-call.ts';
import { failureOf, outcomeOf } from './outgoing-call.ts';
import { defaultRedirections, followRedirections } from './redirection.ts';
import { Session } from './session.ts';
import { sdpBody, sdpOf } from './session-description.ts';

/** Who a user agent is. */
export interface UserAgentOptions {
  /** The address-of-record, as `sip:alice@example.org`: From of what it sends. It takes the calls to its user part; without one, every call. */
  readonly aor?: string;
  readonly displayName?: string;
}

/** What every request of ours may be given. */
export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** Fields to add. */
  readonly fields?: readonly HeaderField[];
  /** How many redirections are followed (§8.1.3.4): 5 unless given, none with 0. */
  readonly redirections?: number;
}

/** What a call is placed with. Aborting its signal sends CANCEL, or BYE when the 2xx won (§9.1). */
export interface InviteOptions extends RequestOptions {
  /** The offer. */
  readonly sdp: string;
  /** Told of each provisional response but 100. */
  readonly onProvisional?: (response: SipResponse) => void;
}

/** Whom a request is for and what it is called: the same wherever it is redirected to, but for its number. */
interface RequestIdentity {
  readonly target: SipUri;
  readonly tag: string;
  readonly callId: string;
  readonly sequence: number;
}

/** Answers a call. What it throws, or rejects with, is answered 500 if the call is still pending. */
export type CallHandler = (call: IncomingCall) => void | Promise<void>;

type DialogActor = ActorRefFrom<typeof dialog>;

/** A call and where its re-INVITEs go. */
interface OwnCall {
  readonly call: Call;
  readonly session: Session;
  readonly reinvites: Subject<IncomingCall>;
}

export class UserAgent implements AsyncDisposable {
  /** The stack it runs on. */
  readonly stack: Stack;
  readonly #closeStack: () => Promise<void>;
  readonly #aor: SipUri | undefined;
  readonly #displayName: string | undefined;
  readonly #onError: (error: unknown) => void;
  readonly #incoming = new Subject<IncomingCall>();
  readonly #calls = new Map<DialogRef, OwnCall>();
  readonly #services: IncomingCallServices;
  readonly #leave: () => void;
  /** What gives up each call that is being placed, and the promise of that call. */
  readonly #placing = new Map<AbortController, Promise<Call>>();
  /** The calls in that are still to be answered. */
  readonly #pending = new Set<IncomingCall>();
  #closed: Promise<void> | undefined;
  #handler: CallHandler | undefined;

  /** A user agent on a stack; `onError` is told what a call handler throws, `closeStack` ends a stack that is its own. */
  constructor(
    stack: Stack,
    { aor, displayName }: UserAgentOptions = {},
    onError: (error: unknown) => void = () => undefined,
    closeStack: () => Promise<void> = async () => Promise.resolve()
  ) {
    this.stack = stack;
    this.#closeStack = closeStack;
    this.#aor = aor === undefined ? undefined : sipUri(aor);
    this.#displayName = displayName;
    this.#onError = onError;
    const { capabilities } = stack;
    this.#services = {
      successFields: [allowField(capabilities), supportedField(capabilities)],
      callOf: (invite, sdp) => this.#callOf(invite, sdp)
    };
    this.#leave = stack.takeInvites((event) => this.#take(event));
  }

  /** Calls in, hot. Without a subscriber and without a handler they are refused with 480. */
  get incoming$(): Observable<IncomingCall> {
    return this.#incoming.asObservable();
  }

  /** The calls that are up. */
  get calls(): readonly Call[] {
    return [...this.#calls.values()].map(({ call }) => call);
  }

  /** Has every call in answered by a handler: the safe way, its failure is a 500 and stops nothing. */
  onCall(handler: CallHandler): void {
    this.#handler = handler;
  }

  #take({ request, invite, dialog: owner }: FromUserAgentCore): boolean {
    const incoming = new IncomingCall(request, invite, this.#services);
    if (owner !== undefined) {
      const own = this.#calls.get(owner);
      if (own?.reinvites.observed !== true) return false;
      own.reinvites.next(incoming);
      return true;
    }
    if (this.#aor?.user !== undefined && this.#aor.user !== userOf(request.requestUri)) return false;
    this.#keepWhilePending(incoming, invite);
    if (this.#handler !== undefined) void this.#handle(this.#handler, incoming);
    else if (this.#incoming.observed) this.#incoming.next(incoming);
    else incoming.reject(480);
    return true;
  }

  #keepWhilePending(incoming: IncomingCall, invite: UasInviteRef): void {
    this.#pending.add(incoming);
    const forget = (): void => {
      this.#pending.delete(incoming);
    };
    invite.subscribe({ error: forget, complete: forget });
  }

  async #handle(handler: CallHandler, incoming: IncomingCall): Promise<void> {
    try {
      await handler(incoming);
    } catch (error) {
      if (incoming.pending) incoming.reject(500);
      this.#onError(error);
    }
  }

  /** The handle of the call that an answered INVITE made, or belongs to; `sdp` is what we answered or offered. */
  #callOf(invite: UasInviteRef, sdp: string | undefined): Call {
    const { dialog: owner, request } = invite.getSnapshot().context;
    // The answer to an offer of ours is in the ACK (§13.2.1), or in the PRACK (RFC 3262 §5).
    const remote = (): string | undefined => {
      const { ack, prack } = invite.getSnapshot().context;
      return [request, prack, ack].map((message) => message && sdpOf(message)).find((remote) => remote !== undefined);
    };
    // A 2xx makes a dialog, and the table has told of it by now.
    return this.#adopt(owner as DialogRef, () => sdp, remote);
  }

  /** The one handle of a call, and what was agreed on last. */
  #adopt(owner: DialogRef, local: () => string | undefined, remote: () => string | undefined): Call {
    const known = this.#calls.get(owner);
    if (known !== undefined) {
      known.session.commit(local, remote);
      return known.call;
    }
    const session = new Session(local, remote);
    const reinvites = new Subject<IncomingCall>();
    const call = new Call(owner as unknown as DialogActor, this.stack, session, reinvites.asObservable());
    this.#calls.set(owner, { call, session, reinvites });
    void call.ended.then(() => {
      this.#calls.delete(owner);
      reinvites.complete();
    });
    return call;
  }

  /**
   * Places a call; resolves when it is answered and acknowledged.
   * @throws UsageError for a target that is no SIP URI or that no transport of ours reaches, for a field that we write ourselves,
   *   or when the user agent is closed
   * @throws SipRejectedError for a final response other than 2xx, a 3xx too when it leads no further
   * @throws SipTimeoutError when nobody answers: 64·T1 without any response, or the limit on ringing
   * @throws SipTransportError when the INVITE could not be sent
   * @throws SipCancelledError when the user agent or its stack is closed before the call is up
   * @throws the signal's reason when it aborts before the call is up, once the INVITE has ended
   */
  async invite(target: string, options: InviteOptions): Promise<Call> {
    if (this.#closed !== undefined) throw new UsageError('ERR_SIP_INVALID_STATE', 'the user agent is closed');
    const { signal } = options;
    const stop = new AbortController();
    const relay = (): void => {
      stop.abort(signal?.reason);
    };
    if (signal?.aborted === true) relay();
    signal?.addEventListener('abort', relay, { once: true });
    const placed = this.#place(target, options, stop.signal);
    this.#placing.set(stop, placed);
    try {
      return await placed;
    } finally {
      this.#placing.delete(stop);
      signal?.removeEventListener('abort', relay);
    }
  }

  async #place(target: string, options: InviteOptions, signal: AbortSignal): Promise<Call> {
    const { fields = [], redirections = defaultRedirections } = options;
    demandAddable(fields, 'INVITE');
    const identity = this.#identify(sipUri(target));
    return followRedirections(identity.target, redirections, async (uri, sequence) =>
      this.#attempt(uri, { ...identity, sequence }, options, signal)
    );
  }

  /** One INVITE: to the URI that was asked for, or to one it was redirected to. */
  async #attempt(
    uri: SipUri,
    identity: RequestIdentity,
    { sdp, fields = [], onProvisional = () => undefined }: InviteOptions,
    signal: AbortSignal
  ): Promise<Call> {
    const hop = await abortable(async () => this.#locate(uri), signal);
    // It may have been aborted since.
    signal.throwIfAborted();
    const own = localContact(this.#aor?.user, hop.flow, uri.scheme === 'sips');
    const request = this.#buildRequest('INVITE', uri, identity, hop, sdp, [
      makeField(contact.name, contact.format(own)),
      ...this.#services.successFields,
      ...fields
    ]);
    const invite = this.stack.invite(request.callId, { request, hop, localContact: own });
    const cancel = (): void => {
      if (invite.getSnapshot().status === 'active') invite.send({ type: 'user.cancel' });
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await this.#answered(invite, sdp, signal, onProvisional);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  async #answered(
    invite: UacInviteRef,
    sdp: string,
    signal: AbortSignal,
    onProvisional: (response: SipResponse) => void
  ): Promise<Call> {
    const outcome = await outcomeOf(invite, onProvisional, this.#onError);
    if (outcome?.kind === 'accepted') {
      const call = this.#adopt(
        outcome.dialog,
        () => sdp,
        () => sdpOf(outcome.response)
      );
      // Too late for the chart, not yet too late for the caller, who has not got the call.
      if (signal.aborted) void call.hangUp();
      signal.throwIfAborted();
      return call;
    }
    signal.throwIfAborted();
    throw failureOf(outcome);
  }

  /**
   * Asks a peer what it can do (§11); resolves with its 2xx.
   * @throws as `invite`; an OPTIONS that is out can not be taken back, its outcome is not waited for
   */
  async options(target: string, options: RequestOptions = {}): Promise<SipResponse> {
    const { fields = [], redirections = defaultRedirections } = options;
    demandAddable(fields, 'OPTIONS');
    const identity = this.#identify(sipUri(target));
    return followRedirections(identity.target, redirections, async (uri, sequence) =>
      this.#ask(uri, { ...identity, sequence }, options)
    );
  }

  async #ask(uri: SipUri, identity: RequestIdentity, { signal, fields = [] }: RequestOptions): Promise<SipResponse> {
    const hop = await abortable(async () => this.#locate(uri), signal);
    const request = this.#buildRequest('OPTIONS', uri, identity, hop, undefined, [
      makeField('Accept', 'application/sdp'),
      ...fields
    ]);
    const outcome = await abortable(async () => this.stack.request(request, hop), signal);
    switch (outcome.type) {
      case 'transaction.timeout':
        throw new SipTimeoutError();
      case 'transaction.error':
        throw new SipTransportError(outcome.error);
      default:
        if (outcome.response.status >= 300) throw new SipRejectedError(outcome.response);
        return outcome.response;
    }
  }

  async #locate(uri: SipUri): Promise<Hop> {
    try {
      return await this.stack.locate(uri);
    } catch (error) {
      if (error instanceof TypeError || !(error instanceof Error)) throw error;
      throw new SipTransportError(error);
    }
  }

  /** What a redirected request keeps (§8.1.3.4). */
  #identify(target: SipUri): RequestIdentity {
    const { entropy } = this.stack.surroundings;
    return { target, tag: entropy.token(), callId: entropy.token(), sequence: 1 };
  }

  #buildRequest(
    method: string,
    uri: SipUri,
    { target, tag, callId, sequence }: RequestIdentity,
    hop: Hop,
    sdp: string | undefined,
    fields: readonly HeaderField[]
  ): SipRequest {
    const { entropy } = this.stack.surroundings;
    const { host, port } = hop.flow.local;
    const aor = this.#aor ?? sipUri(formatSipUri({ user: 'anonymous', host: hostOf(host), port }));
    const from: From = { displayName: this.#displayName, uri: aor, parameters: Parameters.of(['tag', tag]), tag };
    const body = sdpBody(sdp);
    return buildRequest({
      method,
      requestUri: uri,
      via: newVia(hop.flow, entropy),
      from,
      to: { ...nameAddr(target), tag: undefined },
      callId,
      sequence,
      fields: body === undefined ? fields : [...fields, makeField(contentType.name, body.type)],
      body: body?.bytes ?? noBody
    });
  }

  /** Refuses (480), gives up or hangs up every call, takes and places no more; resolves when that is done. */
  async close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#leave();
    // One that was answered and not acknowledged yet is among the calls.
    for (const incoming of this.#pending) if (incoming.pending) incoming.reject(480);
    for (const stop of this.#placing.keys()) stop.abort(new SipCancelledError('the user agent was closed', undefined));
    await Promise.allSettled(this.#placing.values());
    await Promise.all(this.calls.map(async (call) => call.hangUp()));
    this.#incoming.complete();
    await this.#closeStack();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
