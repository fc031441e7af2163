/** What a flight recorder has of one Call-ID. */
import type { Subscriber } from 'rxjs';
import type { TraceEvent } from './event.ts';
import { EventLog, type EventLogLimits } from './event-log.ts';
import type { Introductions } from './introductions.ts';

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

/** A Call-ID in the recorder. */
export class CallRecord {
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
    this.log = new EventLog(callId, limits);
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

/** Who is told what happens of it. */
export interface Follower {
  readonly subscriber: Subscriber<TraceEvent>;
  readonly introductions: Introductions;
}
