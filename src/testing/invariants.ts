/**
 * What must hold of every stack at every moment, whatever the network and the peers do. It watches the actors of stacks
 * that run, over any transport, and notes what was broken.
 *
 * - The user of an INVITE is told of exactly one of: one final response other than 2xx; one or more 2xx; one timeout or
 *   error (RFC 3261 §17.1.1, RFC 6026 §8.4). Behind the first of them, the error of its ACK is no outcome (RFC 3261 §17.1.1.2).
 * - Each dialog that a 2xx makes is acknowledged, and all of them but one are ended by BYE (RFC 3261 §13.2.2.4).
 * - The CSeq number of an ACK is that of its INVITE (RFC 3261 §13.2.2.4, §17.1.1.3).
 * - An ACK is never answered (RFC 3261 §17, §8.2.7).
 * - A request reaches no dialog but the one that its Call-ID and tags name (RFC 3261 §12.2.2).
 * - What an actor sends can be read.
 * - At rest no actor and no timer is left.
 */
import type { InspectionEvent } from 'xstate';
import type { DialogId } from '../dialog/id.ts';
import { formatMessage } from '../message/format.ts';
import type { Sendable, SipMessage, SipRequest, SipResponse } from '../message/message.ts';
import { parseMessage } from '../message/parse.ts';
import { WrittenMessage } from '../message/written-message.ts';
import type { Stack } from '../stack/stack.ts';

/** A dialog that a 2xx to an INVITE of ours made. */
interface Fork {
  acknowledged: boolean;
  /** A BYE of either side has been seen. */
  ended: boolean;
}

/** An INVITE of ours. */
interface SentInvite {
  readonly request: SipRequest;
  /** What its user was told, in order. */
  readonly told: ('2xx' | 'refusal' | 'timeout' | 'error')[];
  abandoned: boolean;
  /** By To tag. */
  readonly forks: Map<string, Fork>;
}

/** The events between the actors that are looked at, as far as they are. */
interface WatchedEvent {
  readonly type: string;
  readonly message?: Sendable;
  readonly sender?: unknown;
  readonly request?: SipRequest;
  readonly response?: SipResponse;
}

const isWhole = (sent: Sendable): boolean => 'cseq' in sent || sent instanceof WrittenMessage;
const branchOf = ({ topmostVia }: SipMessage): string => topmostVia.branch ?? '';

/** One stack and what was seen of it. */
class Watched {
  readonly name: string;
  readonly stack: Stack;
  readonly #report: (broken: string) => void;
  /** Our INVITEs by branch, and those of each half dialog: our tag in a Call-ID. */
  readonly #invites = new Map<string, SentInvite>();
  readonly #ours = new Map<string, SentInvite[]>();
  /** Our INVITEs by the client transaction that sent each. */
  readonly #sentBy = new WeakMap<object, SentInvite>();

  constructor(name: string, stack: Stack, report: (broken: string) => void) {
    this.name = name;
    this.stack = stack;
    this.#report = (broken) => {
      report(`${name}: ${broken}`);
    };
    stack.actor.system.inspect((inspected) => {
      if (inspected.type === '@xstate.event') this.#see(inspected);
    });
  }

  #see({ event, sourceRef, actorRef }: Extract<InspectionEvent, { readonly type: '@xstate.event' }>): void {
    const { type, message, sender, request, response } = event as unknown as WatchedEvent;
    if (type === 'send' && message !== undefined) this.#seeSent(message, sender === undefined ? undefined : sourceRef);
    else if (type === 'user.abandon' && request !== undefined) {
      const invite = this.#invites.get(branchOf(request));
      if (invite !== undefined) invite.abandoned = true;
    } else if (type === 'transport.request' && request?.method === 'BYE')
      this.#seeBye(request.callId, request.to.tag, request.from.tag);
    else if (type.startsWith('transaction.')) {
      const invite = sourceRef === undefined ? undefined : this.#sentBy.get(sourceRef);
      if (invite !== undefined) this.#seeTold(type, invite, response);
      if (request !== undefined) this.#seeInDialog(request, contextOf(actorRef)?.state?.id);
    }
  }

  #seeInDialog({ method, callId, from, to }: SipRequest, id: DialogId | undefined): void {
    if (id === undefined || (callId === id.callId && to.tag === id.localTag && (from.tag ?? '') === id.remoteTag))
      return;
    this.#report(`${method} of Call-ID ${callId} reaches the dialog of ${id.callId}`);
  }

  /** What is sent, and by which transaction. A refusal of what can not be read copies it: nothing more is asked of it. */
  #seeSent(sent: Sendable, transaction: object | undefined): void {
    if (!isWhole(sent) && transaction === undefined) return;
    const message = parseMessage(formatMessage(sent));
    if (message.kind === 'refused') {
      this.#report(`sends what can not be read: ${sent.startLine}`);
      return;
    }
    const { kind, cseq, callId, from, to } = message;
    if (kind === 'response') {
      if (cseq.method === 'ACK') this.#report(`answers an ACK: ${message.startLine}, Call-ID ${callId}`);
    } else if (message.method === 'INVITE') this.#seeInvite(message, transaction);
    else if (message.method === 'ACK') this.#seeAck(message);
    else if (message.method === 'BYE') this.#seeBye(callId, from.tag, to.tag);
  }

  #seeInvite(request: SipRequest, transaction: object | undefined): void {
    const branch = branchOf(request);
    if (this.#invites.has(branch)) return;
    const invite: SentInvite = { request, told: [], abandoned: false, forks: new Map() };
    this.#invites.set(branch, invite);
    if (transaction !== undefined) this.#sentBy.set(transaction, invite);
    const half = halfOf(request.callId, request.from.tag);
    const others = this.#ours.get(half);
    if (others === undefined) this.#ours.set(half, [invite]);
    else others.push(invite);
  }

  #seeAck(ack: SipRequest): void {
    const { callId, from, to, cseq } = ack;
    const sameBranch = this.#invites.get(branchOf(ack));
    const own = sameBranch === undefined ? (this.#ours.get(halfOf(callId, from.tag)) ?? []) : [sameBranch];
    const invite = own.find(({ request }) => request.cseq.sequence === cseq.sequence);
    if (invite === undefined)
      this.#report(`ACK ${String(cseq.sequence)} for no INVITE of that number, Call-ID ${callId}`);
    const fork = invite?.forks.get(to.tag ?? '');
    if (fork !== undefined) fork.acknowledged = true;
  }

  #seeBye(callId: string, ourTag: string | undefined, theirTag: string | undefined): void {
    for (const { forks } of this.#ours.get(halfOf(callId, ourTag)) ?? []) {
      const fork = forks.get(theirTag ?? '');
      if (fork !== undefined) fork.ended = true;
    }
  }

  #seeTold(type: string, invite: SentInvite, response: SipResponse | undefined): void {
    const { told, forks } = invite;
    if (type === 'transaction.2xx') {
      told.push('2xx');
      const tag = response?.to.tag ?? '';
      if (!forks.has(tag)) forks.set(tag, { acknowledged: false, ended: false });
    } else if (type === 'transaction.300-699') told.push('refusal');
    else if (type === 'transaction.timeout') told.push('timeout');
    else if (type === 'transaction.error') told.push('error');
    else return;
    const ofAck = told.length === 2 && told[0] === 'refusal' && told[1] === 'error';
    if (told.length > 1 && !ofAck && told.some((what) => what !== '2xx'))
      this.#report(`the user of INVITE ${invite.request.callId} is told ${told.join(', ')}`);
  }

  /** What does not hold now that nothing happens any more. What it has seen of INVITEs is forgotten. */
  rest(): void {
    const { transactions, dialogs, invites, scheduler } = this.stack;
    for (const [what, count] of Object.entries({ transactions, dialogs, invites, timers: scheduler.pending }))
      if (count !== 0) this.#report(`${String(count)} ${what} left`);
    for (const { request, told, abandoned, forks } of this.#invites.values()) {
      const invite = `INVITE ${request.callId}`;
      if (told.length === 0 && !abandoned) this.#report(`the user of ${invite} is told of no outcome`);
      for (const [tag, { acknowledged }] of forks)
        if (!acknowledged) this.#report(`the 2xx with tag ${tag} to ${invite} is not acknowledged`);
      const open = [...forks.values()].filter(({ ended }) => !ended).length;
      if (open > 1) this.#report(`${String(open)} dialogs of ${invite} are without BYE`);
    }
    this.#invites.clear();
    this.#ours.clear();
  }
}

const halfOf = (callId: string, ourTag: string | undefined): string => `${callId} ${ourTag ?? ''}`;

/** What is looked at in the context of a chart: a dialog's id. */
interface WatchedContext {
  readonly state?: { readonly id: DialogId };
}

function contextOf(actor: { getSnapshot(): unknown } | undefined): WatchedContext | undefined {
  return (actor?.getSnapshot() as { readonly context?: WatchedContext } | undefined)?.context;
}

/** No more than so many sentences are kept. */
const mostBroken = 1000;

/** Watches stacks from the moment that it is given them. */
export class Invariants {
  readonly #watched: Watched[] = [];
  readonly #broken: string[] = [];

  /** Watches stacks, by the names that are used in what it says. */
  constructor(stacks: Readonly<Record<string, Stack>> = {}) {
    for (const [name, stack] of Object.entries(stacks)) this.watch(name, stack);
  }

  /** Watches one more. */
  watch(name: string, stack: Stack): void {
    const report = (broken: string): void => {
      if (this.#broken.length < mostBroken) this.#broken.push(broken);
    };
    this.#watched.push(new Watched(name, stack, report));
  }

  /** What was broken so far, a sentence each, at most the first thousand: empty is what a test expects. */
  get broken(): readonly string[] {
    return this.#broken;
  }

  /**
   * To be called when nothing is to happen any more: everything must have ended, and everything that was owed must have
   * been done. What is not so is broken; then all that was seen is forgotten, but not what was broken.
   */
  rest(): readonly string[] {
    for (const watched of this.#watched) watched.rest();
    return this.broken;
  }
}
