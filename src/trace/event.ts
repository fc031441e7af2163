/**
 * What a stack tells of itself: `stack.trace$` is a stream of these.
 *
 * Every event is plain data of our own and can be written as JSON. Actors, messages and timers are numbered, each from 1;
 * an event names the others by their numbers, and a number is never given twice in a stack's life. A number is good from
 * the event that introduces it (`actor.started`, `actor.living`, `message`, `timer.armed`, `timer.living`) on.
 */
import type { CounterName } from '../../machines/counters.ts';
import type { CallLimits } from '../../machines/user-agent-core.ts';
import type { Capabilities } from '../core/inspect.ts';
import type { Fault } from '../message/fault.ts';
import type { MessageLimits } from '../message/parse.ts';
import type { SourceRate } from '../stack/source-rate.ts';
import type { Timers } from '../transaction/timers.ts';
import type { Address, Flow } from '../transaction/flow.ts';

/** Goes up when an event changes its meaning or loses a property. New kinds and new properties leave it as it is. */
export const traceVersion = 1;

/** What all events have. */
interface AnyEvent {
  /** Milliseconds of the stack's monotonic clock. */
  readonly at: number;
}

/**
 * What the stack was dealing with: the message that had come in, or the timer that had fired. Absent when it was told to
 * by the application.
 */
export type Cause = { readonly message: number } | { readonly timer: number };

interface Caused {
  readonly cause?: Cause;
}

/** What a stack was made with, as far as it decides what the stack does. Limits without an end are null in JSON. */
export interface StackDescription {
  readonly transports: readonly { readonly protocol: string; readonly local: Address }[];
  readonly timers: Timers;
  readonly callLimits: CallLimits;
  readonly messageLimits: MessageLimits;
  readonly capabilities: Capabilities;
  readonly transactionLimit: number;
  readonly dialogLimit: number;
  readonly sourceRate?: Partial<SourceRate>;
}

/** The first event that each subscriber gets. */
export interface TraceBegin extends AnyEvent {
  readonly type: 'begin';
  readonly version: typeof traceVersion;
  /** The calendar's milliseconds since 1970 (UTC) at the clock's 0, as it was at this moment, if the environment knows it. */
  readonly epoch?: number;
  /** How many `actor.living` and `timer.living` come next: everything that lives. */
  readonly living: { readonly actors: number; readonly timers: number };
  /** What the stack was made with. */
  readonly stack?: StackDescription;
}

/** The state of a chart: its name, or, with states inside, the one that it is in. */
export type ChartState = string | { readonly [state: string]: ChartState };

/** Who an actor is. */
interface ActorIdentity extends AnyEvent {
  readonly actor: number;
  /** Who started it; absent of the root. */
  readonly parent?: number;
  /** A statechart, or a service: the root, the table, the core, a transport, the application … */
  readonly kind: 'chart' | 'service';
  /** The chart's id (`inviteClientTransaction`, `dialog`), or what the service is (`table`, `core`, `transport`). */
  readonly name: string;
  /** What its parent knows it by: the key of a transaction or dialog, the place of a transport. Absent when it has no name. */
  readonly key?: string;
  /** The Call-ID that it is about, if it is about one and that is known. */
  readonly callId?: string;
}

/** An actor begins: `state` is where its chart begins. */
export interface ActorStarted extends ActorIdentity, Caused {
  readonly type: 'actor.started';
  readonly state?: ChartState;
}

/** An actor that was there before the subscriber. */
export interface ActorLiving extends ActorIdentity {
  readonly type: 'actor.living';
  /** Of a chart. */
  readonly state?: ChartState;
  /** When it was made, if somebody was subscribed then. */
  readonly startedAt?: number;
}

/** An actor has ended. */
export interface ActorEnded extends AnyEvent, Caused {
  readonly type: 'actor.ended';
  readonly actor: number;
  /** It came to its final state; its parent stopped it; or an exception ended it. */
  readonly how: 'done' | 'stopped' | 'error';
  /** What it says of its end, when that is a word: a dialog says who ended it. */
  readonly outcome?: string;
  /** The exception's text. */
  readonly error?: string;
}

/** A fault of a stream, as `Fault` has it. */
export type FramingFault = Pick<Fault, 'code' | 'status' | 'section' | 'offset'> & {
  readonly field?: string | undefined;
};

/** A message that came in, or is handed to a transport. */
export interface MessageEvent extends AnyEvent, Caused {
  readonly type: 'message';
  readonly message: number;
  readonly direction: 'in' | 'out';
  /** The transport, our address, and the peer's: where it came from or goes to. */
  readonly flow: Flow;
  /** Who sends it, when that is known. */
  readonly actor?: number;
  /** The first line; with the rest absent when it could not be read. */
  readonly startLine?: string;
  readonly status?: number;
  readonly callId?: string;
  readonly cseq?: { readonly sequence: number; readonly method: string };
  readonly branch?: string;
  /**
   * The first message of this direction with the same start line, branch, Call-ID, CSeq, tags and length of body, among the
   * last few thousand: this one is sent again.
   */
  readonly repeats?: number;
  /** Why it is refused or dropped unread. */
  readonly fault?: string;
  /** What was wrong with the stream that it came from, which can not be read any further. */
  readonly framing?: FramingFault;
  /**
   * The whole message, one character a byte. Made when it is read, and not part of a spread or a structured clone;
   * `JSON.stringify` has it.
   */
  readonly text: string;
}

/** A chart took an arrow. */
export interface TransitionEvent extends AnyEvent, Caused {
  readonly type: 'transition';
  readonly actor: number;
  /** What the arrow waits for: an event, a timer, or nothing. */
  readonly on: 'event' | 'timer' | 'always';
  /** The event's type or the timer's name (`timerB`); of `always` the one in whose wake it is taken, `start` at the start. */
  readonly event: string;
  readonly from: ChartState;
  readonly to: ChartState;
  readonly guard?: string;
  /** The arrow's own, in order. */
  readonly actions: readonly string[];
  /** The clauses it follows, as `3261§17.1.1.2`. */
  readonly rfc: readonly string[];
  /** The arrow in the drawing of its chart: `dialog.Confirmed/transaction.BYE/1`. */
  readonly edge: string;
}

/** A chart was told something that means nothing in its state. */
export interface IgnoredEvent extends AnyEvent, Caused {
  readonly type: 'ignored';
  readonly actor: number;
  readonly on: 'event' | 'timer';
  readonly event: string;
  readonly state: ChartState;
}

/** A timer of an actor. */
interface TimerIdentity extends AnyEvent, Caused {
  readonly timer: number;
  /** Who armed it. */
  readonly actor: number;
  /** The chart's name for it: `timerB`. */
  readonly name: string;
}

/** When a timer fires. */
interface TimerTimes {
  /** Milliseconds from `at`; null for a timer that never fires. */
  readonly in: number | null;
  /** Milliseconds of the stack's clock, or null. */
  readonly due: number | null;
}

/** A timer was armed. */
export interface TimerArmed extends TimerIdentity, TimerTimes {
  readonly type: 'timer.armed';
}

/** A timer that was armed before the subscriber came. */
export interface TimerLiving extends TimerIdentity, TimerTimes {
  readonly type: 'timer.living';
}

/** A timer fires: its event is delivered next. */
export interface TimerFired extends TimerIdentity {
  readonly type: 'timer.fired';
}

/** A timer will not fire any more: its state was left, or its actor ends. */
export interface TimerCancelled extends TimerIdentity {
  readonly type: 'timer.cancelled';
}

/** An answer to an INVITE as the application gives it: status, fields, body (one character a byte). */
export interface OrderedAnswer {
  readonly status: number;
  readonly reason?: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly body?: { readonly type: string; readonly text: string };
  /** Of a provisional one that is repeated until its PRACK. */
  readonly reliable?: boolean;
}

/** A request that the application wants sent inside a dialog. */
export interface OrderedRequest extends Pick<OrderedAnswer, 'fields' | 'body'> {
  readonly dialog: number;
  readonly method: string;
  /** Whether we made the call. */
  readonly ownsCallId: boolean;
}

/** What the application told the stack: nothing that came in, and no timer, is the cause of it. */
export interface OrderEvent extends AnyEvent, Caused {
  readonly type: 'order';
  /** Numbered from 1. */
  readonly order: number;
  /** Who is told. */
  readonly actor: number;
  /** The event's type (`user.answer`); `close` when the stack is closed. */
  readonly event: string;
  /** Of a request. */
  readonly callId?: string;
  /** Of `user.ring`, `user.answer` and `user.reject`. */
  readonly answer?: OrderedAnswer;
  /** Of `user.invite` and `user.request`: the whole request, one character a byte, where it goes, and our Contact. */
  readonly request?: string;
  readonly flow?: Flow;
  readonly contact?: string;
  /** Of `user.invite`, `user.reInvite` and `user.requestInDialog`: what the application calls it. */
  readonly id?: string;
  /** Of `user.reInvite` and `user.requestInDialog`: what is asked of which dialog. */
  readonly inDialog?: OrderedRequest;
  /** Of `user.request`: who waits for the outcome. */
  readonly user?: number;
}

/** A transport said that it could not send what an actor gave it. */
export interface UnsentEvent extends AnyEvent, Caused {
  readonly type: 'unsent';
  /** Who is told. */
  readonly actor: number;
  readonly error: string;
  /** The order that was given in this turn, when nothing else was dealt with since. */
  readonly order?: number;
}

/** Randomness that the stack was given: a fresh token, the hash of a text, or a number below a limit. */
export interface DrawnEvent extends AnyEvent, Caused {
  readonly type: 'drawn';
  readonly what: 'token' | 'hash' | 'number';
  readonly value: string | number;
  /** The order that it was for, or that was given in the turn in which the application drew it; absent when there is a cause. */
  readonly order?: number;
}

/** Something was dropped, refused, lost or survived: one of the stack's counters went up. */
export interface CountedEvent extends AnyEvent, Caused {
  readonly type: 'counted';
  readonly name: CounterName;
  /** Where it came from, when it was no message. */
  readonly flow?: Flow;
}

/** A reader was too slow, or a recorder had no room: so many events before the next one are missing. Made by those two. */
export interface LostEvent extends AnyEvent {
  readonly type: 'lost';
  readonly count: number;
  /** The call that they were of; null when they were of none; absent when it may have been any. */
  readonly callId?: string | null;
}

/** What `stack.trace$` tells. */
export type TraceEvent =
  | TraceBegin
  | ActorStarted
  | ActorLiving
  | ActorEnded
  | MessageEvent
  | TransitionEvent
  | IgnoredEvent
  | TimerArmed
  | TimerLiving
  | TimerFired
  | TimerCancelled
  | OrderEvent
  | UnsentEvent
  | DrawnEvent
  | CountedEvent
  | LostEvent;
