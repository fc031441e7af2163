/** A flight recorder: the last calls of a running stack, each as a piece of its trace that can be read by itself. */
import { Observable, type Subscriber, type Subscription } from 'rxjs';
import { UsageError } from '../message/usage-error.ts';
import { type TraceBegin, type TraceEvent, traceVersion } from './event.ts';
import { EventLog, type EventLogLimits, type Placed } from './event-log.ts';
import { GuardedObservable } from './guarded.ts';
import { Introductions } from './introductions.ts';
import { Living } from './living.ts';

/** How much is kept. */
export interface RecorderOptions {
  /**
   * How many calls, 1,000 unless given: Call-IDs with an INVITE or a dialog, those that began last. As many again of
   * others (OPTIONS, REGISTER, what was refused unread), which push no call out.
   */
  readonly calls?: number;
  /** How many events of each, 2,000 unless given: the first half and the last half, `lost` between them. */
  readonly eventsPerCall?: number;
  /** How many bytes in all, 64 MiB unless given: messages as they are on the wire, and 256 for each event. */
  readonly bytes?: number;
  /** Told what a subscriber of `follow` throws; it is told no more. */
  readonly onError?: (error: unknown) => void;
}

/** One Call-ID of which something is kept. */
export interface RecordedCall {
  readonly callId: string;
  /** Milliseconds of the stack's clock: its first event. */
  readonly startedAt: number;
  /** When the last of its actors ended; absent while one lives. */
  readonly endedAt?: number;
  /** The method of its first message that could be read. */
  readonly method?: string;
  /** How many events are kept, and how many are not. */
  readonly events: number;
  readonly lost: number;
}

/** Says what is not sound in what a follower did. */
type Report = (error: unknown) => void;

/** A Call-ID in the recorder. */
class CallRecord {
  readonly callId: string;
  readonly startedAt: number;
  readonly log: EventLog;
  isCall = false;
  method: string | undefined;
  endedAt: number | undefined;
  /** How many of its actors live. */
  living = 0;
  /** It had to make room: what still happens of it is not kept. */
  isEvicted = false;
  followers: Set<Follower> | undefined;

  constructor(callId: string, startedAt: number, limits: EventLogLimits) {
    this.callId = callId;
    this.startedAt = startedAt;
    this.log = new EventLog(limits);
  }

  describe(): RecordedCall {
    const { callId, startedAt, endedAt, method, log } = this;
    return {
      callId,
      startedAt,
      ...(endedAt !== undefined && { endedAt }),
      ...(method !== undefined && { method }),
      events: log.size,
      lost: log.lost
    };
  }
}

interface Follower {
  readonly subscriber: Subscriber<TraceEvent>;
  readonly introductions: Introductions;
}

/** Charts that make a Call-ID a call. */
const callChart = /^(?:dialog|u[as][cs]Invite|invite(?:Client|Server)Transaction)$/;

const isOfCall = (event: TraceEvent): boolean =>
  event.type === 'message' ? event.cseq?.method === 'INVITE' : 'kind' in event && callChart.test(event.name);

function wholeNumber(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new UsageError('ERR_SIP_INVALID_OPTION', `${name} is no number above 0: ${String(value)}`);
  return value;
}

const leading = (at: number, epoch: number | undefined, living: readonly TraceEvent[]): TraceBegin => {
  const actors = living.filter(({ type }) => type === 'actor.living').length;
  return {
    type: 'begin',
    at,
    version: traceVersion,
    ...(epoch !== undefined && { epoch }),
    living: { actors, timers: living.length - actors }
  };
};

/**
 * Keeps what happened of the last calls of a stack, in bounded memory. Give it `stack.trace$` and ask it afterwards; it may
 * come at any time, and an event costs it the same however many calls there are.
 *
 * A call begins with the first event that has its Call-ID. What belongs to none, such as what could not be read, is kept in
 * one log of the last events. The recorder leaves when it is disposed of, and keeps what it has.
 */
export class FlightRecorder implements Disposable {
  readonly #subscription: Subscription;
  readonly #calls: number;
  readonly #bytes: number;
  readonly #limits: EventLogLimits;
  readonly #report: Report;
  /** Those that are kept, the oldest first. */
  readonly #kept = { calls: new Map<string, CallRecord>(), others: new Map<string, CallRecord>() };
  /** Those that are not kept any more while their actors live. */
  readonly #evicted = new Map<string, CallRecord>();
  readonly #common: EventLog;
  /** What lives of what belongs to no call. */
  readonly #services = new Living();
  /** Each living actor of a call. */
  readonly #records = new Map<number, CallRecord>();
  /** What came in last, and which timer fired last: what is due to them. */
  #lastMessage = 0;
  #lastTimer = 0;
  #recordOfMessage: CallRecord | undefined;
  #recordOfTimer: CallRecord | undefined;
  #begin: TraceBegin | undefined;
  /** How many events of what lived before are still to come. */
  #living = 0;
  #place = 0;
  #total = 0;
  /** Who waits for a Call-ID to come. */
  readonly #waiting = new Map<string, Set<Follower>>();
  #isOver = false;

  /** @throws UsageError `ERR_SIP_INVALID_OPTION` for a limit that is no whole number above 0 */
  constructor(
    trace$: Observable<TraceEvent>,
    { calls = 1000, eventsPerCall = 2000, bytes = 64 * 2 ** 20, onError = () => undefined }: RecorderOptions = {}
  ) {
    this.#calls = wholeNumber('calls', calls);
    this.#bytes = wholeNumber('bytes', bytes);
    const first = Math.floor(wholeNumber('eventsPerCall', eventsPerCall) / 2);
    this.#limits = { first, firstBytes: bytes / 4, last: eventsPerCall - first };
    this.#common = new EventLog({ first: 0, firstBytes: 0, last: Math.max(eventsPerCall, 1000) });
    this.#report = onError;
    const over = (): void => {
      this.#end();
    };
    this.#subscription = trace$.subscribe({
      next: (event) => {
        this.#take(event);
      },
      error: over,
      complete: over
    });
  }

  /** What is kept of which Call-IDs, the oldest first. */
  calls(): readonly RecordedCall[] {
    const { calls, others } = this.#kept;
    const records = [...calls.values(), ...others.values()];
    return records.toSorted((one, other) => one.startedAt - other.startedAt).map((record) => record.describe());
  }

  /**
   * A trace that opens by itself: `begin` first, every actor, message and timer introduced before it is named. Of one call
   * (empty but for what lives, when nothing of it is kept), or of all that is kept. Where events are missing there is a
   * `lost`, and after it what lives there.
   */
  recording(callId?: string): readonly TraceEvent[] {
    if (callId === undefined) {
      const { calls, others } = this.#kept;
      return this.#record(
        [...calls.values(), ...others.values()].map(({ log }) => log),
        this.#common
      ).events;
    }
    const log = this.#find(callId)?.log;
    return this.#record(log === undefined ? [] : [log]).events;
  }

  /**
   * `recording(callId)`, and then what happens of it: without a seam, with the numbers of the stack's trace. Of a Call-ID
   * that is not there yet it tells when it comes. Completes when the trace does, or the recorder is disposed of.
   */
  follow(callId: string): Observable<TraceEvent> {
    return new GuardedObservable<TraceEvent>((subscriber) => {
      const record = this.#find(callId) ?? this.#evicted.get(callId);
      const { events, introductions } = this.#record(record === undefined || record.isEvicted ? [] : [record.log]);
      for (const event of events) subscriber.next(event);
      if (this.#isOver) {
        subscriber.complete();
        return undefined;
      }
      const follower: Follower = { subscriber, introductions };
      const waiting = this.#waiting.get(callId) ?? new Set();
      waiting.add(follower);
      this.#waiting.set(callId, waiting);
      if (record !== undefined) record.followers = waiting;
      return () => {
        waiting.delete(follower);
        if (waiting.size === 0 && this.#waiting.get(callId) === waiting) this.#waiting.delete(callId);
      };
    }, this.#report);
  }

  /** Leaves the trace; what was recorded stays. */
  [Symbol.dispose](): void {
    this.#subscription.unsubscribe();
    this.#end();
  }

  #end(): void {
    this.#isOver = true;
    const followers = [...this.#waiting.values()].flatMap((waiting) => [...waiting]);
    this.#waiting.clear();
    for (const { subscriber } of followers) subscriber.complete();
  }

  #find(callId: string): CallRecord | undefined {
    return this.#kept.calls.get(callId) ?? this.#kept.others.get(callId);
  }

  // --- what is told -----------------------------------------------------------------------------------------------------

  #record(logs: readonly EventLog[], common?: EventLog): { events: TraceEvent[]; introductions: Introductions } {
    const entries = [...logs, ...(common === undefined ? [] : [common])]
      .flatMap((log) => [...log.entries()])
      .toSorted((one, other) => one.place - other.place);
    const at = entries[0]?.event.at ?? this.#begin?.at ?? 0;
    const services = common?.before.tell(at) ?? this.#services.tell(at).filter(isLasting);
    const living = [services, ...logs.map(({ before }) => before.tell(at))].flat().toSorted(order);
    const introductions = new Introductions(this.#services);
    const told = [...living, ...entries.map(({ event }) => event)].flatMap((event) => introductions.pass(event));
    return { events: [leading(at, this.#begin?.epoch, living), ...told], introductions };
  }

  #tell(record: CallRecord, event: TraceEvent): void {
    if (record.followers === undefined) return;
    for (const { subscriber, introductions } of record.followers)
      for (const told of introductions.pass(event)) subscriber.next(told);
  }

  // --- what is kept -----------------------------------------------------------------------------------------------------

  #take(event: TraceEvent): void {
    const place = ++this.#place;
    if (event.type === 'begin') {
      this.#begin = event;
      this.#living = event.living.actors + event.living.timers;
      return;
    }
    const record = this.#recordOf(event);
    this.#attribute(event, record);
    if (this.#living > 0) {
      this.#living--;
      (record?.log ?? this.#common).lived(event);
      if (record === undefined) this.#services.see(event);
      return;
    }
    if (record === undefined) {
      this.#services.see(event);
      this.#keep(this.#common, { place, event });
    } else {
      if (!record.isEvicted) this.#keep(record.log, { place, event }, record);
      this.#tell(record, event);
    }
  }

  #keep(log: EventLog, placed: Placed, record?: CallRecord): void {
    const before = log.bytes;
    log.put(placed);
    this.#total += log.bytes - before;
    if (this.#total > this.#bytes) this.#makeRoom(log, record);
  }

  /** Whose event it is; undefined of what belongs to no call. */
  #recordOf(event: TraceEvent): CallRecord | undefined {
    if ('callId' in event) return this.#called(event.callId, event);
    if ('actor' in event && !('kind' in event)) return this.#records.get(event.actor);
    if ('parent' in event) return this.#records.get(event.parent);
    const cause = 'cause' in event ? event.cause : undefined;
    if (cause === undefined || 'kind' in event) return undefined;
    if ('message' in cause) return cause.message === this.#lastMessage ? this.#recordOfMessage : undefined;
    return cause.timer === this.#lastTimer ? this.#recordOfTimer : undefined;
  }

  #called(callId: string, event: TraceEvent): CallRecord {
    const { calls, others } = this.#kept;
    let record = calls.get(callId) ?? others.get(callId) ?? this.#evicted.get(callId);
    if (record === undefined) {
      record = new CallRecord(callId, event.at, this.#limits);
      record.followers = this.#waiting.get(callId);
      record.isCall = isOfCall(event);
      this.#add(record);
    } else if (!record.isCall && !record.isEvicted && isOfCall(event)) {
      others.delete(callId);
      record.isCall = true;
      this.#add(record);
    }
    if (event.type === 'message') record.method ??= event.cseq?.method;
    return record;
  }

  #add(record: CallRecord): void {
    const kept = record.isCall ? this.#kept.calls : this.#kept.others;
    kept.set(record.callId, record);
    if (kept.size <= this.#calls) return;
    for (const oldest of kept.values()) {
      this.#evict(oldest);
      return;
    }
  }

  #evict(record: CallRecord): void {
    const kept = record.isCall ? this.#kept.calls : this.#kept.others;
    kept.delete(record.callId);
    this.#total -= record.log.bytes;
    record.isEvicted = true;
    if (record.living > 0) this.#evicted.set(record.callId, record);
  }

  /** Others go first, then the oldest calls, and at last the oldest events of the one that is being written. */
  #makeRoom(log: EventLog, current: CallRecord | undefined): void {
    const { calls, others } = this.#kept;
    for (const kept of [others, calls])
      for (const oldest of kept.values()) {
        if (this.#total <= this.#bytes) return;
        if (oldest !== current) this.#evict(oldest);
      }
    for (const reduced of [this.#common, log])
      while (this.#total > this.#bytes) {
        const before = reduced.bytes;
        if (!reduced.drop()) break;
        this.#total += reduced.bytes - before;
      }
  }

  /** Notes whose actor it is, and who is to be named for what follows. */
  #attribute(event: TraceEvent, record: CallRecord | undefined): void {
    switch (event.type) {
      case 'actor.started':
      case 'actor.living':
        if (record === undefined || this.#records.has(event.actor)) return;
        this.#records.set(event.actor, record);
        record.living++;
        record.endedAt = undefined;
        return;
      case 'actor.ended':
        if (record === undefined || !this.#records.delete(event.actor)) return;
        record.living--;
        if (record.living > 0) return;
        record.endedAt = event.at;
        this.#evicted.delete(record.callId);
        return;
      case 'message':
        if (event.direction === 'out') return;
        this.#lastMessage = event.message;
        this.#recordOfMessage = record;
        return;
      case 'timer.fired':
        this.#lastTimer = event.timer;
        this.#recordOfTimer = record;
        return;
      default:
    }
  }
}

/** What is there as long as the stack: others are introduced where they are named. */
const isLasting = (event: TraceEvent): boolean =>
  event.type === 'actor.living' && event.kind === 'service' && event.name !== 'request';

/** Actors by their numbers, and then timers by theirs. */
function order(one: TraceEvent, other: TraceEvent): number {
  if (one.type === 'actor.living') return other.type === 'actor.living' ? one.actor - other.actor : -1;
  if (other.type === 'actor.living') return 1;
  return one.type === 'timer.living' && other.type === 'timer.living' ? one.timer - other.timer : 0;
}
