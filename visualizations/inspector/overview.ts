/**
 * The overview of a running stack, kept up to date event by event: what lives, in which state, with whom, what comes next,
 * and what hangs. Each event takes constant time; a picture of it takes time in its rows, not in what lives, unless a text
 * or a state is looked for.
 */
import type { CounterName } from '../../machines/counters.ts';
import type { MessageEvent, TraceEvent } from '../../src/trace/event.ts';
import { type Entry, EntryList, Group, Living, youngestFirst } from './entry.ts';
import type { Overview, OverviewRow, RowKind } from './protocol.ts';
import { Rates } from './rates.ts';
import type { WaysOut } from './ways-out.ts';

/** Which rows are wanted. */
export interface OverviewFilter {
  readonly kind?: RowKind | undefined;
  /** The state or one around it, in any case of letters: `Confirmed`, `Proceeding.answered`. */
  readonly state?: string | undefined;
  /** Is part of the title, the Call-ID, the peer, the key or the chart's name, in any case of letters. */
  readonly text?: string | undefined;
  /** Only what is stuck. */
  readonly stuck?: boolean | undefined;
  /** How many rows at most: 200 unless given, which is also the most. */
  readonly limit?: number | undefined;
}

/** What an overview is made with. */
export interface OverviewOptions {
  /** How each state ends: `readWaysOut(charts)`. Of other charts only a timer that is overdue is noticed. */
  readonly waysOut?: WaysOut;
  /** How many calls that have ended are kept, 1,000 unless given. */
  readonly calls?: number;
  /** What was counted before. */
  readonly counters?: Readonly<Partial<Record<CounterName, number>>>;
}

/** The most rows of an overview. */
export const rowLimit = 200;

/** How long a timer may be overdue, or a state be without a way out, before it is called stuck; ms. */
export const grace = 1000;

/** How many that live are looked at for being stuck each time. */
const judgedAtOnce = 5000;

export const rowKinds: readonly RowKind[] = ['call', 'dialog', 'transaction', 'registration', 'other'];
const classes = ['1xx', '2xx', '3xx', '4xx', '5xx', '6xx'] as const;

export class OverviewModel {
  /** Rises with each event that changes the overview. */
  version = 0;
  readonly #waysOut: WaysOut;
  readonly #endedLimit: number;
  readonly #counters: Partial<Record<CounterName, number>>;
  readonly #lists = Object.fromEntries(rowKinds.map((kind) => [kind, new EntryList()])) as Record<RowKind, EntryList>;
  readonly #actors = new Map<number, Living>();
  readonly #groups = new Map<string, Group>();
  /** Calls that have ended, the first that ended first. */
  readonly #ended = new Set<Group>();
  readonly #rates = new Rates(['in', 'out', 'calls', ...classes]);
  readonly #stuck = new Set<Living>();
  #judged: Iterator<Living, undefined> | undefined;
  #judgedAt = Number.NEGATIVE_INFINITY;
  #inbound: MessageEvent | undefined;
  #epoch: number | undefined;
  #order = 0;
  #lost = 0;

  constructor({ waysOut = new Map(), calls = 1000, counters = {} }: OverviewOptions = {}) {
    this.#waysOut = waysOut;
    this.#endedLimit = calls;
    this.#counters = { ...counters };
  }

  // --- what happens -----------------------------------------------------------------------------------------------------

  /** One more event of the trace. */
  take(event: TraceEvent): void {
    this.version++;
    switch (event.type) {
      case 'begin':
        this.#epoch = event.epoch;
        return;
      case 'actor.started':
      case 'actor.living':
        if (event.kind === 'chart') this.#start(event);
        return;
      case 'actor.ended':
        this.#end(event.actor, event.at);
        return;
      case 'message':
        this.#see(event);
        return;
      case 'transition':
        this.#enter(event.actor, event);
        return;
      case 'timer.armed':
      case 'timer.living':
        this.#actors.get(event.actor)?.timers.set(event.timer, { name: event.name, due: event.due });
        return;
      case 'timer.fired':
      case 'timer.cancelled':
        this.#actors.get(event.actor)?.timers.delete(event.timer);
        return;
      case 'counted':
        this.#counters[event.name] = (this.#counters[event.name] ?? 0) + 1;
        return;
      case 'lost':
        this.#lost += event.count;
        return;
      case 'ignored':
        return;
    }
  }

  #start(event: Extract<TraceEvent, { readonly type: 'actor.started' | 'actor.living' }>): void {
    const living = new Living(event);
    this.#actors.set(living.actor, living);
    this.#lists[living.kind].add(living, ++this.#order);
    const cause = event.type === 'actor.started' ? event.cause : undefined;
    const inbound = cause !== undefined && 'message' in cause ? this.#inbound : undefined;
    const made =
      inbound?.message === (cause as { readonly message?: number } | undefined)?.message ? inbound : undefined;
    if (made !== undefined) living.learn(made);
    if (living.callId === undefined) return;
    let group = this.#groups.get(living.callId);
    if (group === undefined) {
      group = new Group(living.callId);
      group.startedAt = living.startedAt;
      this.#groups.set(living.callId, group);
    }
    if (made !== undefined) group.learn(made);
    living.group = group;
    group.add(living);
    if (!group.isCall) return;
    if (!group.isListed) {
      this.#lists.call.add(group, ++this.#order);
      group.isListed = true;
      if (event.type === 'actor.started') this.#rates.count('calls', event.at);
    }
    if (group.endedAt !== undefined && group.isOpen) {
      // One Call-ID, another INVITE.
      group.endedAt = undefined;
      this.#ended.delete(group);
    } else this.#noteEnd(group, event.at);
  }

  #end(actor: number, at: number): void {
    const living = this.#actors.get(actor);
    if (living === undefined) return;
    this.#actors.delete(actor);
    this.#stuck.delete(living);
    this.#lists[living.kind].remove(living);
    const { group } = living;
    if (group === undefined) return;
    group.remove(living);
    this.#noteEnd(group, at);
    if (group.actors === 0 && !group.isListed) this.#groups.delete(group.callId);
  }

  #enter(actor: number, { to, at }: Extract<TraceEvent, { readonly type: 'transition' }>): void {
    const living = this.#actors.get(actor);
    if (living === undefined) return;
    living.enter(to, at);
    if (!living.isSide && living.group !== undefined) this.#noteEnd(living.group, at);
  }

  /** Once a call is over it is one of those that are kept, and the oldest of these goes. */
  #noteEnd(group: Group, at: number): void {
    if (!group.isListed || group.endedAt !== undefined || group.isOpen) return;
    group.endedAt = at;
    this.#ended.add(group);
    if (this.#ended.size <= this.#endedLimit) return;
    for (const oldest of this.#ended) {
      this.#forget(oldest);
      return;
    }
  }

  /** Of the calls that have ended those go that are not kept elsewhere any more, so that nobody asks for them. */
  keepOnly(callIds: ReadonlySet<string>): void {
    for (const group of this.#ended) if (!callIds.has(group.callId)) this.#forget(group);
  }

  #forget(ended: Group): void {
    this.#ended.delete(ended);
    this.#lists.call.remove(ended);
    ended.isListed = false;
    if (ended.actors === 0) this.#groups.delete(ended.callId);
  }

  #see(message: MessageEvent): void {
    const { at, direction, status } = message;
    this.#rates.count(direction, at);
    const ofClass = classes[Math.floor((status ?? 0) / 100) - 1];
    if (ofClass !== undefined) this.#rates.count(ofClass, at);
    if (direction === 'in') this.#inbound = message;
    else if (message.actor !== undefined) {
      const living = this.#actors.get(message.actor);
      living?.learn(message);
      living?.group?.learn(message);
    }
  }

  // --- what hangs -------------------------------------------------------------------------------------------------------

  /**
   * Whether an actor will not go on by itself. It is stuck when one of its timers is overdue, or when for longer than
   * {@link grace} it rests in a state that nothing ends any more: none of the timers that lead out of it is armed, and none
   * of the charts that owe it an event lives for the same Call-ID and has a way out itself.
   */
  #isStuck(living: Living, now: number): boolean {
    for (const { due } of living.timers.values()) if (due !== null && now - due > grace) return true;
    return now - living.since > grace && !this.#goesOn(living, []);
  }

  #goesOn(living: Living, asked: readonly Living[]): boolean {
    const way = this.#waysOut.get(`${living.name} ${living.place}`);
    if (way === undefined) return true; // Nothing is known of its chart.
    for (const { name, due } of living.timers.values()) if (due !== null && way.timers.has(name)) return true;
    for (const chart of way.owedBy)
      for (const other of living.group?.of(chart) ?? [])
        if (!asked.includes(other) && other !== living && this.#goesOn(other, [...asked, living])) return true;
    return false;
  }

  /** Looks at the next few thousand of those that live: all of them in turn, so that each time is short. */
  #judge(now: number): void {
    if (now - this.#judgedAt < 100 && now >= this.#judgedAt) return;
    this.#judgedAt = now;
    for (let left = Math.min(judgedAtOnce, this.#actors.size); left > 0; left--) {
      const living = this.#nextJudged();
      if (living === undefined) return;
      if (this.#isStuck(living, now)) this.#stuck.add(living);
      else this.#stuck.delete(living);
    }
  }

  #nextJudged(): Living | undefined {
    const next = this.#judged?.next();
    if (next !== undefined && next.done !== true) return next.value;
    this.#judged = this.#actors.values();
    return this.#judged.next().value;
  }

  // --- what is shown ----------------------------------------------------------------------------------------------------

  /** How many live. */
  get living(): number {
    return this.#actors.size;
  }

  /** The Call-ID of an actor that lives. */
  callIdOf(actor: number): string | undefined {
    return this.#actors.get(actor)?.callId;
  }

  /** The overview at a time of the stack's clock, in ms. */
  overview(now: number, filter: OverviewFilter = {}): Overview {
    this.#judge(now);
    const { in: messagesIn, out: messagesOut, calls, ...responses } = this.#rates.read(now);
    const { rows, matching } = this.#select(filter, now);
    const sizes = rowKinds.map((kind) => [kind, this.#lists[kind].size - (kind === 'call' ? this.#ended.size : 0)]);
    return {
      at: now,
      ...(this.#epoch !== undefined && { epoch: this.#epoch }),
      living: Object.fromEntries(sizes) as Record<RowKind, number>,
      counters: { ...this.#counters },
      rates: { messagesIn, messagesOut, calls },
      responses,
      rows: rows.map((entry) => this.#row(entry as Living | Group, now)),
      matching,
      lost: this.#lost
    };
  }

  #select(filter: OverviewFilter, now: number): { readonly rows: readonly Entry[]; readonly matching: number } {
    const { kind, state, text, stuck = false } = filter;
    const limit = Math.max(0, Math.min(filter.limit ?? rowLimit, rowLimit));
    const lists = kind === undefined ? rowKinds.map((each) => this.#lists[each]) : [this.#lists[kind]];
    const matches = matcher(state, text);
    const hanging = this.#hanging(now);
    const isWanted = (entry: Entry): boolean =>
      (kind === undefined || entry.kind === kind) && matches(entry as Living | Group);
    const first = [...hanging].filter(isWanted);
    const rows = new Set(first.slice(0, limit));
    if (stuck) return { rows: [...rows], matching: first.length };
    const looksAtAll = state !== undefined || text !== undefined;
    let matching = 0;
    for (const entry of youngestFirst(lists)) {
      if (!looksAtAll && rows.size >= limit) break;
      if (!matches(entry as Living | Group)) continue;
      matching++;
      if (rows.size < limit) rows.add(entry);
    }
    return { rows: [...rows], matching: looksAtAll ? matching : lists.reduce((sum, { size }) => sum + size, 0) };
  }

  /** Those that are stuck, and their calls. */
  #hanging(now: number): ReadonlySet<Entry> {
    const found = new Set<Entry>();
    for (const living of this.#stuck) {
      if (found.size > 2 * judgedAtOnce) break;
      if (!this.#isStuck(living, now)) continue;
      if (living.group?.isListed === true) found.add(living.group);
      found.add(living);
    }
    return found;
  }

  #row(entry: Living | Group, now: number): OverviewRow {
    const isCall = entry instanceof Group;
    const { callId, state, startedAt, peer = isCall ? undefined : entry.group?.peer, nextTimer } = entry;
    const { kind } = entry;
    const [actor, endedAt, key] = isCall
      ? [undefined, entry.endedAt, entry.callId]
      : [entry.actor, undefined, entry.key];
    const of = isCall || kind === 'transaction' ? undefined : entry.group?.title;
    return {
      kind,
      ...(actor !== undefined && { actor }),
      name: isCall ? 'call' : entry.name,
      ...(callId !== undefined && { callId }),
      title: entry.title ?? of ?? key ?? '',
      ...(state !== undefined && { state }),
      ...(startedAt !== undefined && { startedAt }),
      ...(endedAt !== undefined && { endedAt }),
      ...(peer !== undefined && { peer }),
      ...(nextTimer !== undefined && { nextTimer }),
      isStuck: isCall ? this.#anyStuck(entry, now) : this.#isStuck(entry, now)
    };
  }

  #anyStuck(group: Group, now: number): boolean {
    for (const living of group.all()) if (this.#isStuck(living, now)) return true;
    return false;
  }
}

function matcher(state: string | undefined, text: string | undefined): (entry: Living | Group) => boolean {
  const wanted = state?.toLowerCase();
  const part = text?.toLowerCase();
  return (entry) => {
    if (wanted !== undefined) {
      const place = entry.place.toLowerCase();
      if (place !== wanted && !place.startsWith(`${wanted}.`)) return false;
    }
    if (part === undefined) return true;
    const { startLine, callId, peer } = entry;
    const more = entry instanceof Living ? [entry.name, entry.key] : ['call'];
    return [startLine, callId, peer, ...more].some((word) => word?.toLowerCase().includes(part));
  };
}
