/**
 * What lives in the transaction table, by key (RFC 3261 §17.1.3, §17.2.3, §12.2.2).
 *
 * One mutable map, which is what makes 100,000 children cheap. The table alone writes it; anyone may ask it.
 */
import { dialogIdOfRequest, dialogKey } from '../src/dialog/id.ts';
import type { SipRequest, SipResponse } from '../src/message/message.ts';
import { mergeKey, serverKey } from '../src/transaction/key.ts';
import type { DialogRef, FromClientTransaction, InviteServerRef, Recipient } from './events.ts';
import type { AnyActorRef } from './xstate.ts';

/** A transaction or a dialog that lives. */
export interface Child {
  readonly actor: AnyActorRef;
  readonly kind: 'client' | 'server' | 'dialog';
  /** Who is told when a client transaction dies of an exception. */
  readonly user: Recipient<FromClientTransaction> | undefined;
  readonly mergeKey: string | undefined;
}

/** What lives in the table, by key. Written by the table alone; anyone may ask it. */
export class TransactionIndex {
  readonly #children = new Map<string, Child>();
  readonly #merged = new Map<string, string>();
  #dialogs = 0;

  /** Transactions that live now. */
  get transactions(): number {
    return this.#children.size - this.#dialogs;
  }

  /** Dialogs that live now. */
  get dialogs(): number {
    return this.#dialogs;
  }

  /** The actors that live now, by key. */
  *entries(): Generator<readonly [key: string, actor: AnyActorRef]> {
    for (const [key, { actor }] of this.#children) yield [key, actor];
  }

  /** The dialogs that live now. */
  *dialogActors(): Generator<AnyActorRef> {
    for (const { actor, kind } of this.#children.values()) if (kind === 'dialog') yield actor;
  }

  /** The dialog of a request (§12.2.2). */
  dialogOf(request: SipRequest): DialogRef | undefined {
    const id = dialogIdOfRequest(request);
    return id === undefined ? undefined : (this.find(dialogKey(id))?.actor as DialogRef | undefined);
  }

  /** The INVITE server transaction under a key: what a CANCEL is about. */
  inviteServer(key: string): InviteServerRef | undefined {
    return this.find(key)?.actor;
  }

  /** The last response of the INVITE server transaction under a key. */
  lastResponse(key: string): SipResponse | undefined {
    return lastResponse(this.find(key)?.actor);
  }

  /** Whether a request reached us before by another path: another transaction has its From tag, Call-ID and CSeq (§8.2.2.2). */
  isMerged(request: SipRequest): boolean {
    const first = this.#merged.get(mergeKey(request));
    return first !== undefined && first !== serverKey(request);
  }

  /** @internal */
  find(key: string): Child | undefined {
    return this.#children.get(key);
  }

  /** @internal */
  add(key: string, child: Child): void {
    this.#children.set(key, child);
    if (child.kind === 'dialog') this.#dialogs++;
    if (child.mergeKey !== undefined && !this.#merged.has(child.mergeKey)) this.#merged.set(child.mergeKey, key);
  }

  /** @internal */
  remove(key: string): Child | undefined {
    const child = this.#children.get(key);
    if (child === undefined) return undefined;
    this.#children.delete(key);
    if (child.kind === 'dialog') this.#dialogs--;
    if (child.mergeKey !== undefined && this.#merged.get(child.mergeKey) === key) this.#merged.delete(child.mergeKey);
    return child;
  }
}

/** The last response of an INVITE server transaction. */
export function lastResponse(transaction: AnyActorRef | undefined): SipResponse | undefined {
  const snapshot = transaction?.getSnapshot() as { readonly context?: { readonly response?: SipResponse } } | undefined;
  return snapshot?.context?.response;
}
