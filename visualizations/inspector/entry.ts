/** What the overview keeps of one thing that lives, and of a call. */
import { type Flow, formatAddress } from '../../src/transaction/flow.ts';
import type { ActorLiving, ActorStarted, ChartState } from '../../src/trace/event.ts';
import { formatState } from '../../src/trace/state.ts';
import type { NextTimer, RowKind } from './protocol.ts';

/** A message that something is about: what its row shows of it is made when it is shown. */
export interface AboutMessage {
  readonly startLine?: string;
  readonly status?: number;
  readonly flow: Flow;
}

const longestTitle = 200;
const version = / SIP\/\d+\.\d+$/i;

/** Something that has a row. Entries of a kind are linked, so that the youngest are found without a look at the others. */
export abstract class Entry {
  abstract readonly kind: RowKind;
  /** Rises with each entry that is made. */
  order = 0;
  older: Entry | undefined;
  younger: Entry | undefined;
  startedAt: number | undefined;
  /** The first line of the request that made it. */
  startLine: string | undefined;
  flow: Flow | undefined;

  /** Keeps what it learns first. */
  learn({ startLine, status, flow }: AboutMessage): void {
    this.flow ??= flow;
    if (status === undefined) this.startLine ??= startLine;
  }

  get title(): string | undefined {
    return this.startLine?.replace(version, '').slice(0, longestTitle);
  }

  get peer(): string | undefined {
    return this.flow && `${this.flow.transport} ${formatAddress(this.flow.remote)}`;
  }
}

/** Charts by their ids, and what they are; any other is `other`. */
const kinds: ReadonlyMap<string, RowKind> = new Map([
  ['inviteClientTransaction', 'transaction'],
  ['inviteServerTransaction', 'transaction'],
  ['nonInviteClientTransaction', 'transaction'],
  ['nonInviteServerTransaction', 'transaction'],
  ['dialog', 'dialog'],
  ['registration', 'registration']
]);

/** Charts that stand for a call while they live. */
const sides: ReadonlySet<string> = new Set(['dialog', 'uacInvite', 'uasInvite']);
const inviteTransactions: ReadonlySet<string> = new Set(['inviteClientTransaction', 'inviteServerTransaction']);

/** The actor of a chart. */
export class Living extends Entry {
  readonly kind: RowKind;
  readonly actor: number;
  readonly name: string;
  readonly key: string | undefined;
  readonly callId: string | undefined;
  /** Its call, or what else has its Call-ID. */
  group: Group | undefined;
  state: ChartState | undefined;
  /** When its state was entered, or it was seen first. */
  since: number;
  /** By their numbers in the trace. */
  readonly timers = new Map<number, NextTimer>();
  #place: string | undefined;

  constructor({ actor, name, key, callId, state, at, ...event }: ActorStarted | ActorLiving) {
    super();
    this.kind = kinds.get(name) ?? 'other';
    this.actor = actor;
    this.name = name;
    this.key = key;
    this.callId = callId;
    this.state = state;
    this.since = at;
    this.startedAt = event.type === 'actor.started' ? at : event.startedAt;
  }

  /** Its state in words; empty when it is unknown. */
  get place(): string {
    return (this.#place ??= this.state === undefined ? '' : formatState(this.state));
  }

  enter(state: ChartState, at: number): void {
    if (state === this.state) return;
    const before = this.place;
    this.state = state;
    this.#place = undefined;
    if (this.place !== before) this.since = at;
  }

  /** Whether a call is up, or coming up, because of it. Who was answered only waits for repetitions (RFC 6026 §8.4). */
  get isSide(): boolean {
    return sides.has(this.name) && !(this.name === 'uacInvite' && this.state === 'Accepted');
  }

  get isOfInvite(): boolean {
    return sides.has(this.name) || inviteTransactions.has(this.name);
  }

  /** The timer that is due first. */
  get nextTimer(): NextTimer | undefined {
    let first: NextTimer | undefined;
    for (const timer of this.timers.values()) if ((timer.due ?? Infinity) < (first?.due ?? Infinity)) first = timer;
    return first ?? this.timers.values().next().value;
  }
}

/** How many actors of a call are looked at where they are asked one by one: a Call-ID may be in use thousands of times. */
const looked = 32;

/** Everything that has one Call-ID. It is a call when an INVITE is, or was, among it. */
export class Group extends Entry {
  readonly kind = 'call';
  readonly callId: string;
  /** By the ids of their charts. */
  readonly #charts = new Map<string, Set<Living>>();
  actors = 0;
  isCall = false;
  /** It is among the rows. */
  isListed = false;
  endedAt: number | undefined;
  /** Whether an INVITE came so far that a dialog or a side of it was made: then its transactions are not the call. */
  #hadSide = false;
  #last: ChartState | undefined;

  constructor(callId: string) {
    super();
    this.callId = callId;
  }

  add(living: Living): void {
    const chart = this.#charts.get(living.name) ?? new Set();
    this.#charts.set(living.name, chart.add(living));
    this.actors++;
    this.isCall ||= living.isOfInvite;
    this.#hadSide ||= sides.has(living.name);
  }

  remove(living: Living): void {
    // What a dialog ends in says more of the call than the transactions that linger.
    if (this.#leading === living) this.#last = living.state;
    const chart = this.#charts.get(living.name);
    if (chart?.delete(living) !== true) return;
    this.actors--;
    if (chart.size === 0) this.#charts.delete(living.name);
  }

  /** Some of the actors of a chart. */
  of(name: string): readonly Living[] {
    return first(this.#charts.get(name)?.values());
  }

  /** Some of all its actors. */
  *all(): Generator<Living> {
    let left = looked;
    for (const chart of this.#charts.values())
      for (const living of chart)
        if (left-- > 0) yield living;
        else return;
  }

  /** Whether the call is up or coming up. */
  get isOpen(): boolean {
    const names = this.#hadSide ? sides : inviteTransactions;
    for (const name of names)
      for (const living of this.#charts.get(name) ?? []) if (!this.#hadSide || living.isSide) return true;
    return false;
  }

  /** Who says the state of the call. */
  get #leading(): Living | undefined {
    for (const name of [...sides, ...inviteTransactions])
      for (const living of this.#charts.get(name) ?? []) return living;
    return undefined;
  }

  get state(): ChartState | undefined {
    if (this.endedAt !== undefined && this.#last !== undefined) return this.#last;
    return this.#leading?.state ?? this.#last;
  }

  get place(): string {
    const { state } = this;
    return state === undefined ? '' : formatState(state);
  }

  get nextTimer(): NextTimer | undefined {
    let found: NextTimer | undefined;
    for (const { nextTimer } of this.all())
      if ((nextTimer?.due ?? Infinity) < (found?.due ?? Infinity)) found = nextTimer;
    return found;
  }
}

function first(actors: Iterable<Living> | undefined): readonly Living[] {
  const found: Living[] = [];
  for (const living of actors ?? []) {
    if (found.length === looked) break;
    found.push(living);
  }
  return found;
}

/** The entries of one kind, the youngest at hand. */
export class EntryList {
  #youngest: Entry | undefined;
  size = 0;

  add(entry: Entry, order: number): void {
    entry.order = order;
    entry.older = this.#youngest;
    entry.younger = undefined;
    if (this.#youngest !== undefined) this.#youngest.younger = entry;
    this.#youngest = entry;
    this.size++;
  }

  remove(entry: Entry): void {
    if (entry.older !== undefined) entry.older.younger = entry.younger;
    if (entry.younger !== undefined) entry.younger.older = entry.older;
    else this.#youngest = entry.older;
    entry.older = entry.younger = undefined;
    this.size--;
  }

  get youngest(): Entry | undefined {
    return this.#youngest;
  }
}

/** The entries of several lists, the youngest first. */
export function* youngestFirst(lists: readonly EntryList[]): Generator<Entry> {
  const heads = lists.map(({ youngest }) => youngest);
  for (;;) {
    let at = -1;
    for (const [index, head] of heads.entries()) if ((head?.order ?? 0) > (heads[at]?.order ?? 0)) at = index;
    const head = heads[at];
    if (head === undefined) return;
    yield head;
    heads[at] = head.older;
  }
}
