/**
 * The transaction table: finds the transaction or dialog a message belongs to (RFC 3261 §17.1.3, §17.2.3, §12.2.2), starts
 * what is new, forgets what has ended.
 *
 * Custom actor logic, not a chart: it has no states, and its one mutable index is what makes 100,000 children cheap. Its
 * children are started here and nowhere else; one that throws takes only itself along.
 */
import { dialogKey } from '../src/dialog/id.ts';
import type { SipRequest, SipResponse } from '../src/message/message.ts';
import { acknowledges, clientKey, mergeKey, serverKey } from '../src/transaction/key.ts';
import type { Timers } from '../src/transaction/timers.ts';
import type { ChartLogic } from './charts.ts';
import type { Counters } from './counters.ts';
import type {
  Arrival,
  DialogRef,
  FromClientTransaction,
  FromServerTransaction,
  Recipient,
  ToTransactionTable
} from './events.ts';
import { Child, lastResponse, onlyAbsorbs, passesOn, TransactionIndex } from './transaction-index.ts';
import {
  type ActorLogic,
  type ActorScope,
  type AnyActorLogic,
  type AnyActorRef,
  createActor,
  type EventObject
} from './xstate.ts';

/**
 * Whether a request that belongs to no transaction gets one: undefined, or the response that it gets instead, without a
 * transaction (§8.2.7). Never asked about an ACK.
 */
export type Admit = (arrival: Arrival, index: TransactionIndex) => SipResponse | undefined;

/** What the table is started with. */
export interface TransactionTableInput {
  /** The user of every server transaction. */
  readonly core: Recipient<FromServerTransaction>;
  readonly timers: Timers;
  readonly counters: Counters;
  readonly admit: Admit;
  readonly logic: ChartLogic;
  /** Told of an exception that took at most one child down with it. */
  readonly report: (error: unknown) => void;
}

type Scope = ActorScope<TransactionTableSnapshot, TableEvent>;
type TableEvent = ToTransactionTable | { readonly type: 'xstate.stop' } | ChildEnd;
/** XState's news of a child that has ended, or has thrown. */
type ChildEnd =
  | { readonly type: `xstate.done.actor.${string}`; readonly actorId: string }
  | { readonly type: `xstate.error.actor.${string}`; readonly actorId: string; readonly error: unknown };

/** The table's snapshot: always the same object, with the living index. */
export interface TransactionTableSnapshot {
  status: 'active' | 'stopped';
  readonly output: undefined;
  readonly error: undefined;
  readonly index: TransactionIndex;
  readonly input: TransactionTableInput;
}

/** The logic of the transaction-table actor. */
export const transactionTable: ActorLogic<
  TransactionTableSnapshot & { status: 'active' },
  ToTransactionTable,
  TransactionTableInput
> = {
  getInitialSnapshot: (_, input) => ({
    status: 'active',
    output: undefined,
    error: undefined,
    index: new TransactionIndex(),
    input
  }),
  transition(snapshot, event, scope) {
    try {
      receive(snapshot, event, scope as unknown as Scope);
    } catch (error) {
      // One message that can not be dealt with must not end all others.
      snapshot.input.counters.count('internalError');
      snapshot.input.report(error);
    }
    return snapshot;
  },
  getPersistedSnapshot: (snapshot) => snapshot
};

function receive(table: TransactionTableSnapshot, event: TableEvent, scope: Scope): void {
  switch (event.type) {
    case 'transport.request':
      receiveRequest(table, event, scope);
      return;
    case 'transport.response':
      receiveResponse(table, event.response);
      return;
    case 'user.request': {
      const { request, flow, transport, user } = event;
      const { logic, timers } = table.input;
      const key = clientKey(request);
      if (table.index.find(key) !== undefined) {
        user.send({ type: 'transaction.error', error: new Error('a transaction has this branch already') });
        return;
      }
      start(table, scope, key, {
        kind: 'client',
        logic: request.method === 'INVITE' ? logic.inviteClient : logic.nonInviteClient,
        input: { request, flow, transport, user, timers },
        user
      });
      return;
    }
    case 'user.abandon':
      table.index.find(clientKey(event.request))?.actor.send({ type: 'user.abandon' });
      return;
    case 'user.dialog': {
      const key = dialogKey(event.input.state.id);
      const started = start(table, scope, key, { kind: 'dialog', logic: table.input.logic.dialog, input: event.input });
      event.starter.send({ type: 'dialog.started', dialog: started as DialogRef });
      return;
    }
    case 'xstate.stop':
      table.status = 'stopped';
      for (const [, actor] of table.index.entries()) scope.stopChild(actor);
      return;
    default:
      forget(table, event, scope);
  }
}

/** A child that has ended, or has thrown, is no longer in the table. */
function forget(table: TransactionTableSnapshot, event: ChildEnd, scope: Scope): void {
  const child = table.index.remove(event.actorId);
  if (!('error' in event)) return;
  table.input.counters.count('childError');
  table.input.report(event.error);
  if (child === undefined) return;
  scope.stopChild(child.actor);
  const error = event.error instanceof Error ? event.error : new Error('the actor threw no Error');
  child.user?.send({ type: 'transaction.error', error });
}

function receiveRequest(table: TransactionTableSnapshot, arrival: Arrival, scope: Scope): void {
  const { request, flow, transport } = arrival;
  const { core, admit, timers, logic } = table.input;
  const key = serverKey(request);
  const known = table.index.find(key);
  if (request.method === 'ACK') {
    receiveAck(table, request, known?.actor);
    return;
  }
  if (known !== undefined) {
    tell(table, known.actor, { type: request.method === 'INVITE' ? 'transport.INVITE' : 'transport.request', request });
    return;
  }
  const refusal = admit(arrival, table.index);
  if (refusal !== undefined) {
    transport.send({ type: 'send', message: refusal, flow });
    return;
  }
  start(table, scope, key, {
    kind: 'server',
    logic: request.method === 'INVITE' ? logic.inviteServer : logic.nonInviteServer,
    input: { request, flow, transport, user: core, timers },
    mergeKey: request.to.tag === undefined ? mergeKey(request) : undefined
  });
}

/** An ACK goes to its INVITE's transaction, or straight to its dialog (§13.3.1.4, RFC 6026 §7.1). */
function receiveAck(table: TransactionTableSnapshot, request: SipRequest, transaction: AnyActorRef | undefined): void {
  if (transaction !== undefined && acknowledges(request, lastResponse(transaction))) {
    // Before a final response there is nothing to acknowledge.
    if (onlyAbsorbs(transaction)) tell(table, transaction, { type: 'transport.ACK', request });
    else table.input.counters.count('strayAck');
    return;
  }
  const owner = table.index.dialogOf(request);
  if (owner === undefined) table.input.counters.count('strayAck');
  else owner.send({ type: 'transaction.ACK', request });
}

function receiveResponse(table: TransactionTableSnapshot, response: SipResponse): void {
  const known = table.index.find(clientKey(response));
  if (known === undefined) {
    table.input.counters.count('strayResponse');
    return;
  }
  const event = { type: classOf(response), response };
  if (passesOn(known.actor, response.status)) known.actor.send(event);
  else tell(table, known.actor, event);
}

/**
 * Hands a message to its transaction. It is counted when it changes nothing there, as a repetition does, or what may not come:
 * the snapshot stays the same object, with either engine.
 */
function tell(
  table: TransactionTableSnapshot,
  transaction: AnyActorRef,
  event: EventObject & { readonly request?: SipRequest; readonly response?: SipResponse }
): void {
  const before = transaction.getSnapshot() as unknown;
  transaction.send(event);
  if (transaction.getSnapshot() === before) table.input.counters.count('absorbed');
}

/** The class of a response as figures 5 and 6 write it. */
function classOf({ status, cseq }: SipResponse): string {
  if (status < 200) return 'transport.1xx';
  if (cseq.method !== 'INVITE') return 'transport.200-699';
  return status < 300 ? 'transport.2xx' : 'transport.300-699';
}

interface NewChild {
  readonly kind: Child['kind'];
  readonly logic: AnyActorLogic;
  readonly input: unknown;
  readonly user?: Recipient<FromClientTransaction>;
  readonly mergeKey?: string | undefined;
}

/** Starts a child under a key. It is in the index before it runs, so that whatever it says at once finds it. */
function start(table: TransactionTableSnapshot, scope: Scope, key: string, child: NewChild): AnyActorRef {
  const actor = createActor(child.logic, { parent: scope.self, id: key, input: child.input });
  table.index.add(key, new Child(actor, child.kind, child.user, child.mergeKey));
  actor.start();
  return actor;
}
