/**
 * What lives in the transaction table, by key (RFC 3261 §17.1.3, §17.2.3, §12.2.2).
 *
 * Mutable maps, which is what makes 100,000 children cheap. The table alone writes them; anyone may ask.
 */
import { dialogIdOfRequest, dialogKey } from '../src/dialog/id.ts';
import type { SipRequest, SipResponse } from '../src/message/message.ts';
import { mergeKey, serverKey } from '../src/transaction/key.ts';
import type { DialogRef, FromClientTransaction, InviteServerRef, Recipient } from './events.ts';
import type { AnyActorRef } from './xstate.ts';

/** A transaction or a dialog that lives. */
export class Child {
  readonly actor: AnyActorRef;
  readonly kind: 'client' | 'server' | 'dialog';
  /** Who is told when a client transaction dies of an exception. */
  readonly user: Recipient<FromClientTransaction> | undefined;
  readonly mergeKey: string | undefined;
  /** Its place in `Unanswered`, which alone writes it. */
  queued = false;
  earlier: Child | undefined = undefined;
  later: Child | undefined = undefined;

  constructor(
    actor: AnyActorRef,
    kind: Child['kind'],
    user: Recipient<FromClientTransaction> | undefined,
    mergedUnder: string | undefined
  ) {
    this.actor = actor;
    this.kind = kind;
    this.user = user;
    this.mergeKey = mergedUnder;
  }
}

/** How many transactions are asked at most before a request is refused. */
const asked = 64;

/**
 * The transactions that may still wait for their final response, those to be asked first in front.
 *
 * That a transaction has had it is a state of its chart, and noted nowhere else. So one stays here until it ends, or
 * until it is asked, which is not before there is need to.
 */
class Unanswered {
  size = 0;
  #first: Child | undefined;
  #last: Child | undefined;

  append(child: Child): void {
    child.queued = true;
    child.earlier = this.#last;
    child.later = undefined;
    if (this.#last === undefined) this.#first = child;
    else this.#last.later = child;
    this.#last = child;
    this.size++;
  }

  remove(child: Child): void {
    if (!child.queued) return;
    const { earlier, later } = child;
    if (earlier === undefined) this.#first = later;
    else earlier.later = later;
    if (later === undefined) this.#last = earlier;
    else later.earlier = earlier;
    child.queued = false;
    child.earlier = child.later = undefined;
    this.size--;
  }

  /** Asks the first few, until fewer than `limit` are left. */
  shrinkBelow(limit: number): void {
    for (let left = asked; left > 0 && this.size >= limit && this.#first !== undefined; left--) {
      const child = this.#first;
      this.remove(child);
      if (!onlyAbsorbs(child.actor)) this.append(child);
    }
  }
}

/** What lives in the table, by key. Written by the table alone; anyone may ask it. */
export class TransactionIndex {
  readonly #transactions = new Map<string, Child>();
  readonly #dialogs = new Map<string, Child>();
  readonly #merged = new Map<string, string>();
  readonly #unanswered = new Unanswered();

  /** Transactions that live now, those that only absorb retransmissions too. */
  get transactions(): number {
    return this.#transactions.size;
  }

  /** Dialogs that live now. */
  get dialogs(): number {
    return this.#dialogs.size;
  }

  /**
   * Whether `limit` transactions, or more, wait for a final response. Once so many live, a few are asked each time: if
   * they all wait, the answer may be yes although others, whose turn it is next time, do not.
   */
  hasUnanswered(limit: number): boolean {
    if (this.#unanswered.size < limit) return false;
    this.#unanswered.shrinkBelow(limit);
    return this.#unanswered.size >= limit;
  }

  /** The actors that live now, by key. */
  *entries(): Generator<readonly [key: string, actor: AnyActorRef]> {
    for (const [key, { actor }] of this.#transactions) yield [key, actor];
    for (const [key, { actor }] of this.#dialogs) yield [key, actor];
  }

  /** The dialogs that live now. */
  *dialogActors(): Generator<AnyActorRef> {
    for (const { actor } of this.#dialogs.values()) yield actor;
  }

  /** The dialog of a request (§12.2.2). */
  dialogOf(request: SipRequest): DialogRef | undefined {
    const id = dialogIdOfRequest(request);
    return id === undefined ? undefined : (this.#dialogs.get(dialogKey(id))?.actor as DialogRef | undefined);
  }

  /** The INVITE server transaction under a key: what a CANCEL is about. */
  inviteServer(key: string): InviteServerRef | undefined {
    return this.find(key)?.actor;
  }

  /** The last response of the INVITE server transaction under a key. */
  lastResponse(key: string): Pick<SipResponse, 'to'> | undefined {
    return lastResponse(this.find(key)?.actor);
  }

  /** Whether a request reached us before by another path: another transaction has its From tag, Call-ID and CSeq (§8.2.2.2). */
  isMerged(request: SipRequest): boolean {
    const first = this.#merged.get(mergeKey(request));
    return first !== undefined && first !== serverKey(request);
  }

  /** @internal */
  find(key: string): Child | undefined {
    return this.#transactions.get(key);
  }

  /** @internal */
  add(key: string, child: Child): void {
    if (child.kind === 'dialog') {
      this.#dialogs.set(key, child);
      return;
    }
    this.#transactions.set(key, child);
    this.#unanswered.append(child);
    if (child.mergeKey !== undefined && !this.#merged.has(child.mergeKey)) this.#merged.set(child.mergeKey, key);
  }

  /** @internal */
  remove(key: string): Child | undefined {
    const child = this.#transactions.get(key);
    if (child === undefined) {
      const dialog = this.#dialogs.get(key);
      this.#dialogs.delete(key);
      return dialog;
    }
    this.#transactions.delete(key);
    this.#unanswered.remove(child);
    if (child.mergeKey !== undefined && this.#merged.get(child.mergeKey) === key) this.#merged.delete(child.mergeKey);
    return child;
  }
}

/** The states of figures 5 to 8 and of RFC 6026 in which a transaction has had its final response: none leads out of them. */
const absorbing = ['Completed', 'Accepted', 'Confirmed'] as const;

type StateValue = string | object | undefined;

const valueOf = (transaction: AnyActorRef): StateValue =>
  (transaction.getSnapshot() as { readonly value?: string | object }).value;

/** Whether that is a state of a figure, or one inside it. */
const isIn = (value: StateValue, state: string): boolean =>
  value === state || (typeof value === 'object' && state in value);

/** Whether a transaction has had its final response, and only absorbs what is repeated. */
export function onlyAbsorbs(transaction: AnyActorRef): boolean {
  const value = valueOf(transaction);
  return absorbing.some((state) => isIn(value, state));
}

/** Whether a response that changes nothing goes up to the user all the same: a provisional one, or a further 2xx (RFC 6026 §8.4). */
export function passesOn(transaction: AnyActorRef, status: number): boolean {
  return !onlyAbsorbs(transaction) || (status >= 200 && status < 300 && isIn(valueOf(transaction), 'Accepted'));
}

/** The last response of an INVITE server transaction, as it was written. */
export function lastResponse(transaction: AnyActorRef | undefined): Pick<SipResponse, 'to'> | undefined {
  const snapshot = transaction?.getSnapshot() as
    | { readonly context?: { readonly response?: Pick<SipResponse, 'to'> } }
    | undefined;
  return snapshot?.context?.response;
}
