/**
 * The core of a user agent: RFC 3261 §8.2 for what comes in, and the parent of every INVITE on either side (§13).
 *
 * Custom actor logic: it holds no state of the protocol beyond which INVITEs are open; each of those is a chart.
 */
import { localContact, userOf, wantsSecureContact } from '../src/core/contact.ts';
import {
  acceptField,
  allowField,
  type Capabilities,
  inspectRequest,
  type Rejection,
  supportedField
} from '../src/core/inspect.ts';
import { optionTag, reliabilityOf, responseNumberOf } from '../src/dialog/prack.ts';
import { makeField } from '../src/message/field.ts';
import type { SipRequest } from '../src/message/message.ts';
import { buildResponse, type ResponseOptions } from '../src/message/response.ts';
import { statelessTag } from '../src/transaction/branch.ts';
import { cancelledKey, serverKey } from '../src/transaction/key.ts';
import type { ChartLogic } from './charts.ts';
import type { Counters } from './counters.ts';
import type {
  Arrival,
  DialogRef,
  FromDialog,
  FromUasInvite,
  FromUserAgentCore,
  InviteServerRef,
  NonInviteServerRef,
  Recipient,
  ReliableProvisionalRef,
  RequestInDialogRef,
  ToUserAgentCore,
  UacInviteRef,
  UacReInviteRef,
  UasInviteRef
} from './events.ts';
import type { Surroundings } from './surroundings.ts';
import type { TransactionIndex } from './transaction-index.ts';
import { type ActorLogic, type ActorScope, type AnyActorLogic, createActor } from './xstate.ts';

/** How long things may take; milliseconds. */
export interface CallLimits {
  /** The application's answer to an INVITE: then 408. */
  readonly answerLimit: number;
  /** A peer's ringing: then CANCEL. */
  readonly ringLimit: number;
  /** A call: then BYE. */
  readonly longestCall: number;
  /** How many early dialogs one INVITE of ours may make. */
  readonly earlyDialogs: number;
  /** How often a re-INVITE of ours is tried that meets one of the peer's (§14.1). */
  readonly glareAttempts: number;
}

/** The limits unless the application sets others: three minutes, three minutes, four hours, 32, 5. */
export const defaultCallLimits: CallLimits = {
  answerLimit: 180_000,
  ringLimit: 180_000,
  longestCall: 14_400_000,
  earlyDialogs: 32,
  glareAttempts: 5
};

/** What the core is started with. */
export interface UserAgentCoreInput {
  readonly surroundings: Surroundings;
  /** What lives in the table. */
  readonly index: () => TransactionIndex;
  readonly capabilities: Capabilities;
  readonly limits: CallLimits;
  readonly counters: Counters;
  /** What runs the INVITEs, and our requests inside dialogs. */
  readonly logic: Pick<
    ChartLogic,
    'uasInvite' | 'reliableProvisional' | 'uacInvite' | 'uacReInvite' | 'requestInDialog'
  >;
  readonly user: Recipient<FromUserAgentCore>;
  /** Told of an exception that took nothing down with it. */
  readonly report: (error: unknown) => void;
}

/** The core's snapshot: always the same object. */
export interface UserAgentCoreSnapshot {
  status: 'active' | 'stopped';
  readonly output: undefined;
  readonly error: undefined;
  readonly input: UserAgentCoreInput;
  /** New INVITEs get 503. */
  draining: boolean;
  /** The open INVITEs we received, by the key of their server transaction. */
  readonly received: Map<string, UasInviteRef>;
  /** Our reliable provisional responses that wait for their PRACK, by the ids of their actors. */
  readonly reliable: Map<string, ReliableProvisionalRef>;
  /** The open INVITEs we sent, by the id the application gave. */
  readonly sent: Map<string, UacInviteRef>;
  /** The open re-INVITEs and other requests that we sent inside dialogs, by the ids the application gave. */
  readonly inDialogs: Map<string, UacReInviteRef | RequestInDialogRef>;
}

type Scope = ActorScope<UserAgentCoreSnapshot, CoreEvent>;
type CoreEvent =
  | ToUserAgentCore
  | { readonly type: 'xstate.stop' }
  | { readonly type: `xstate.done.actor.${string}`; readonly actorId: string }
  | { readonly type: `xstate.error.actor.${string}`; readonly actorId: string };

/** Seconds after which a caller may try again while we drain. */
const drainRetryAfter = makeField('Retry-After', '60');

/** The logic of the user agent core. */
export const userAgentCore: ActorLogic<
  UserAgentCoreSnapshot & { status: 'active' },
  ToUserAgentCore,
  UserAgentCoreInput
> = {
  getInitialSnapshot: (_, input) => ({
    status: 'active',
    output: undefined,
    error: undefined,
    input,
    draining: false,
    received: new Map(),
    reliable: new Map(),
    sent: new Map(),
    inDialogs: new Map()
  }),
  transition(snapshot, event, scope) {
    try {
      receive(snapshot, event, scope as unknown as Scope);
    } catch (error) {
      recover(snapshot, event, error);
    }
    return snapshot;
  },
  getPersistedSnapshot: (snapshot) => snapshot
};

/** One request that can not be dealt with must not end all others: it is answered 500, and the core goes on. */
function recover({ input }: UserAgentCoreSnapshot, event: CoreEvent, error: unknown): void {
  input.counters.count('internalError');
  input.report(error);
  if (event.type !== 'transaction.INVITE' && event.type !== 'transaction.request') return;
  const response = buildResponse(event.request, 500, {
    toTag: statelessTag(event.request, input.surroundings.entropy)
  });
  if (event.type === 'transaction.INVITE') event.transaction.send({ type: 'user.300-699', response });
  else event.transaction.send({ type: 'user.200-699', response });
}

function receive(core: UserAgentCoreSnapshot, event: CoreEvent, scope: Scope): void {
  const { counters, index } = core.input;
  switch (event.type) {
    case 'transaction.INVITE':
      receiveInvite(core, event, event.transaction, scope);
      return;
    case 'transaction.request':
      receiveRequest(core, event, event.transaction);
      return;
    case 'transaction.ACK': {
      const owner = index().dialogOf(event.request);
      if (owner === undefined) counters.count('strayAck');
      else owner.send({ type: 'transaction.ACK', request: event.request });
      return;
    }
    case 'transaction.timeout':
      counters.count('timeout');
      return;
    case 'transaction.error':
      counters.count('transportError');
      return;
    case 'dialog.INVITE':
      startUasInvite(core, event, event.transaction, event.dialog, scope);
      return;
    case 'dialog.request':
      receiveInDialog(core, event);
      return;
    case 'invite.reliable':
      startReliableProvisional(core, event, scope);
      return;
    case 'user.invite':
      startUacInvite(core, event, scope);
      return;
    case 'user.reInvite': {
      const { ringLimit, glareAttempts } = core.input.limits;
      const limits = { ringLimit, attempts: glareAttempts };
      startInDialog(core, core.input.logic.uacReInvite, event.id, { ...limits, ...event.input }, scope);
      return;
    }
    case 'user.requestInDialog':
      startInDialog(core, core.input.logic.requestInDialog, event.id, event.input, scope);
      return;
    case 'user.drain':
      core.draining = true;
      return;
    case 'xstate.stop':
      core.status = 'stopped';
      for (const open of [core.received, core.reliable, core.sent, core.inDialogs])
        for (const child of open.values()) scope.stopChild(child);
      return;
    default:
      forget(core, event.actorId, event.type.startsWith('xstate.error.actor.'));
  }
}

/** An INVITE that has ended is forgotten; one that threw is answered with 500, so that its transaction and dialog can end. */
function forget(core: UserAgentCoreSnapshot, id: string, threw: boolean): void {
  const received = core.received.get(id);
  const reliable = core.reliable.get(id);
  const sent = core.sent.get(id);
  core.received.delete(id);
  core.reliable.delete(id);
  core.sent.delete(id);
  const inDialog = core.inDialogs.get(id);
  core.inDialogs.delete(id);
  received?.getSnapshot().context.reliable?.send({ type: 'invite.ended' });
  if (!threw) return;
  core.input.counters.count('childError');
  // What waits for it, would wait for ever.
  if (received !== undefined) {
    const { transaction, request, localTag, dialog } = received.getSnapshot().context;
    transaction.send({ type: 'user.300-699', response: buildResponse(request, 500, { toTag: localTag }) });
    dialog?.send({ type: 'invite.ended' });
  }
  reliable?.getSnapshot().context.invite.send({ type: 'reliable.unacknowledged' });
  for (const { dialog, response } of sent?.getSnapshot().context.dialogs ?? [])
    if (response.status < 200) dialog?.send({ type: 'invite.ended' });
  inDialog?.getSnapshot().context.dialog.send({ type: 'reInvite.ended' });
}

/** What a 2xx to OPTIONS says of us (§11.2). */
function optionsFields({ input: { capabilities } }: UserAgentCoreSnapshot): ResponseOptions {
  return {
    fields: [
      allowField(capabilities),
      acceptField(capabilities),
      makeField('Accept-Encoding', 'identity'),
      supportedField(capabilities)
    ]
  };
}

const newTag = (core: UserAgentCoreSnapshot): string => core.input.surroundings.entropy.token();

function answer(
  core: UserAgentCoreSnapshot,
  transaction: NonInviteServerRef,
  request: SipRequest,
  status: number,
  options: ResponseOptions = {}
): void {
  const response = buildResponse(request, status, { toTag: newTag(core), ...options });
  transaction.send({ type: 'user.200-699', response });
}

function refuseInvite(
  core: UserAgentCoreSnapshot,
  transaction: InviteServerRef,
  request: SipRequest,
  { status, fields }: Rejection
): void {
  transaction.send({
    type: 'user.300-699',
    response: buildResponse(request, status, { toTag: newTag(core), fields })
  });
}

function receiveInvite(
  core: UserAgentCoreSnapshot,
  arrival: Arrival,
  transaction: InviteServerRef,
  scope: Scope
): void {
  const { request } = arrival;
  const rejection = inspectRequest(request, core.input.capabilities) ?? judgeNewInvite(core, request);
  if (rejection !== undefined) {
    refuseInvite(core, transaction, request, rejection);
    return;
  }
  if (request.to.tag === undefined) {
    startUasInvite(core, arrival, transaction, undefined, scope);
    return;
  }
  const owner = core.input.index().dialogOf(request);
  if (owner === undefined) refuseInvite(core, transaction, request, { status: 481, fields: [] });
  else
    owner.send({ type: 'transaction.INVITE', request, flow: arrival.flow, transport: arrival.transport, transaction });
}

/** What an INVITE outside a dialog has to pass beside §8.2: the merged check (§8.2.2.2), and that we are not leaving. */
function judgeNewInvite(core: UserAgentCoreSnapshot, request: SipRequest): Rejection | undefined {
  if (request.to.tag !== undefined) return undefined;
  if (core.input.index().isMerged(request)) return { status: 482, fields: [] };
  if (!core.draining) return undefined;
  core.input.counters.count('draining');
  return { status: 503, fields: [drainRetryAfter] };
}

function receiveRequest(core: UserAgentCoreSnapshot, arrival: Arrival, transaction: NonInviteServerRef): void {
  const { request } = arrival;
  const { capabilities, index } = core.input;
  const rejection = inspectRequest(request, capabilities);
  if (rejection !== undefined) {
    answer(core, transaction, request, rejection.status, { fields: rejection.fields });
    return;
  }
  if (request.method === 'CANCEL') {
    receiveCancel(core, request, transaction);
    return;
  }
  if (request.to.tag === undefined) {
    if (index().isMerged(request)) answer(core, transaction, request, 482);
    else if (request.method === 'OPTIONS') answer(core, transaction, request, 200, optionsFields(core));
    else answer(core, transaction, request, 481);
    return;
  }
  const owner = index().dialogOf(request);
  if (owner === undefined) answer(core, transaction, request, 481);
  else {
    const type = request.method === 'BYE' ? 'transaction.BYE' : 'transaction.request';
    owner.send({ type, request, flow: arrival.flow, transport: arrival.transport, transaction });
  }
}

/** A request that its dialog leaves to us: a PRACK is for the INVITE that is pending there (RFC 3262 §3). */
function receiveInDialog(
  core: UserAgentCoreSnapshot,
  { request, transaction, invite }: Extract<FromDialog, { readonly type: 'dialog.request' }>
): void {
  if (request.method !== 'PRACK') answer(core, transaction, request, 200, optionsFields(core));
  else if (invite === undefined) answer(core, transaction, request, 481);
  else invite.send({ type: 'transaction.PRACK', request, transaction });
}

/** §9.2: 481 without its INVITE, else 200, with the tag that the INVITE's responses have. */
function receiveCancel(core: UserAgentCoreSnapshot, request: SipRequest, transaction: NonInviteServerRef): void {
  const key = cancelledKey(request);
  if (core.input.index().inviteServer(key) === undefined) {
    answer(core, transaction, request, 481);
    return;
  }
  const invite = core.received.get(key);
  const toTag = invite?.getSnapshot().context.localTag ?? core.input.index().lastResponse(key)?.to.tag ?? newTag(core);
  answer(core, transaction, request, 200, { toTag });
  invite?.send({ type: 'transaction.CANCEL', request });
}

function startUasInvite(
  core: UserAgentCoreSnapshot,
  { request, flow, transport }: Arrival,
  transaction: InviteServerRef,
  dialog: DialogRef | undefined,
  scope: Scope
): void {
  const { surroundings, limits, logic, user, capabilities } = core.input;
  const key = serverKey(request);
  const invite = createActor(logic.uasInvite, {
    parent: scope.self,
    id: key,
    input: {
      request,
      hop: { flow, transport },
      transaction,
      localTag: request.to.tag ?? newTag(core),
      localContact: localContact(userOf(request.requestUri), flow, wantsSecureContact(request)),
      reliability: capabilities.optionTags.includes(optionTag) ? reliabilityOf(request) : 'unsupported',
      dialog,
      core: scope.self,
      answerLimit: limits.answerLimit,
      longestCall: limits.longestCall,
      surroundings
    }
  });
  core.received.set(key, invite);
  invite.start();
  dialog?.send({ type: 'core.invite', invite });
  user.send({ type: 'core.INVITE', request, flow, invite, dialog });
}

/** A reliable provisional response is out: its chart repeats it until its PRACK comes (RFC 3262 §3). */
function startReliableProvisional(
  core: UserAgentCoreSnapshot,
  { response, offers, transaction, invite }: FromUasInvite,
  scope: Scope
): void {
  const { logic, surroundings } = core.input;
  const id = `${invite.id} ${String(responseNumberOf(response))}`;
  const reliable = createActor(logic.reliableProvisional, {
    parent: scope.self,
    id,
    input: { response, offers, transaction, invite, timers: surroundings.timers }
  }) as ReliableProvisionalRef;
  core.reliable.set(id, reliable);
  reliable.start();
  invite.send({ type: 'reliable.started', reliable });
}

function startUacInvite(
  core: UserAgentCoreSnapshot,
  { id, input }: Extract<ToUserAgentCore, { readonly type: 'user.invite' }>,
  scope: Scope
): void {
  const { surroundings, limits, logic } = core.input;
  const invite = createActor(logic.uacInvite, {
    parent: scope.self,
    id,
    input: {
      ...input,
      core: scope.self,
      ringLimit: limits.ringLimit,
      longestCall: limits.longestCall,
      earlyDialogs: limits.earlyDialogs,
      surroundings
    }
  });
  core.sent.set(id, invite);
  invite.start();
}

/** A request of ours inside a dialog: the dialog sends it for the chart that waits for what comes of it. */
function startInDialog(
  core: UserAgentCoreSnapshot,
  logic: AnyActorLogic,
  id: string,
  input: object,
  scope: Scope
): void {
  const { surroundings } = core.input;
  const request = createActor(logic, { parent: scope.self, id, input: { ...input, surroundings } });
  core.inDialogs.set(id, request as UacReInviteRef | RequestInDialogRef);
  request.start();
}
