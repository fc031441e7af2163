/** What a conformance scenario is: the messages we send, and what the RFC lets come back, as plain data. */
import type { SipMessage } from '../../message/message.ts';
import type { Exchange } from './exchange.ts';

/** The transports that scenarios know. */
export type ScenarioTransport = 'UDP' | 'TCP';

/** What the user behind the target has to do of itself; a target is told by the user part of the Request-URI. */
export type Behaviour = 'answering' | 'refusing' | 'ringing';

/** A message that came from the target. */
export interface Heard {
  /** When, in milliseconds of the runner's clock. */
  readonly at: number;
  readonly message: SipMessage;
}

/** What is wrong with a message, in words; undefined when nothing is. */
export type Check = (heard: Heard, exchange: Exchange) => string | undefined;

/** One step; the next one begins when it is over. */
export type Step =
  /** Sends what `write` gives. */
  | { readonly kind: 'send'; readonly what: string; readonly write: (exchange: Exchange) => string }
  /**
   * Waits for a message. Provisional responses and repetitions on the way are passed over, any other message is a failure.
   * Expectations that follow each other may be met in any order.
   * `arranges` marks what only prepares the scenario: when it does not come, nothing can be judged.
   */
  | {
      readonly kind: 'expect';
      readonly what: string;
      readonly is: (message: SipMessage, exchange: Exchange) => boolean;
      readonly check?: Check;
      /** Milliseconds. */
      readonly within: number;
      readonly arranges?: boolean;
    }
  /** The last expected message comes again and again, each time so many milliseconds after the last time, and nothing else comes. */
  | { readonly kind: 'repeats'; readonly intervals: readonly number[] }
  /** For so many milliseconds nothing comes but what `may`. */
  | {
      readonly kind: 'silence';
      readonly ms: number;
      readonly may?: (message: SipMessage, exchange: Exchange) => boolean;
    }
  /** Lets time pass; what comes is looked at by the next step. */
  | { readonly kind: 'wait'; readonly ms: number }
  /** Lets time pass; what comes is not looked at, not even whether it can be read. */
  | { readonly kind: 'ignore'; readonly ms: number };

/** A path of a chart that a scenario drives through a socket. */
export interface DrivenPath {
  readonly chart: 'inviteServer' | 'nonInviteServer' | 'nonInviteClient';
  /** The chart's events and timers, in order, as the tables of the RFC's text name them. */
  readonly events: readonly string[];
}

/** One scenario. */
export interface Scenario {
  /** What has to be so, in a sentence. */
  readonly name: string;
  /** As `RFC 3261 §17.2.1`; the first is the one that is reported. */
  readonly clauses: readonly string[];
  /** Whose duty it is: that of parser and transport, of the transaction, or of the user agent above it. */
  readonly layer: 'message' | 'transaction' | 'user agent';
  /** What the target is to us. */
  readonly role: 'UAS' | 'UAC';
  readonly over: readonly ScenarioTransport[];
  /** A behaviour that not every target has. */
  readonly needs?: Behaviour;
  readonly path?: DrivenPath;
  readonly steps: readonly Step[];
}

/** What became of a scenario. */
export type Outcome =
  | { readonly verdict: 'passed' }
  /** `step` counts from 1. */
  | { readonly verdict: 'failed'; readonly step: number; readonly why: string }
  /** The target does something else than the scenario is about: it can say nothing of the clause. */
  | { readonly verdict: 'unjudged'; readonly step: number; readonly why: string }
  | { readonly verdict: 'left out'; readonly why: string };

/** How long a scenario takes at most when everything comes as it should, ms. */
export function durationOf({ steps }: Scenario): number {
  return steps.reduce((sum, step) => {
    if ('ms' in step) return sum + step.ms;
    return step.kind === 'repeats' ? sum + step.intervals.reduce((all, interval) => all + interval, 0) : sum;
  }, 0);
}
