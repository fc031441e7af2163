/** Replays a recording of a stack on a stack of now, and says where that does something else. */
import type { ChartLogic } from '../../machines/charts.ts';
import type { Engine } from '../stack/compiled-charts.ts';
import { Stack } from '../stack/stack.ts';
import type { StackDescription, TraceEvent } from '../trace/event.ts';
import { traceToText } from '../trace/format.ts';
import { RecordedApplication } from './application.ts';
import { type Departure, Player } from './player.ts';
import { RecordedClock, RecordedEntropy, RecordedTimers, RecordedTransport } from './script.ts';
import { type OmittedCall, select } from './selection.ts';

/** How a recording is replayed. */
export interface ReplayOptions {
  /** Of all its calls only this one. */
  readonly callId?: string;
  /** Who runs the charts: `compiled` unless given. A recording does not tell who ran them. */
  readonly engine?: Engine;
  /** Other logic in place of single charts, as of `StackOptions`: another version, to see where it departs. */
  readonly logic?: Partial<ChartLogic>;
}

/** The first thing that is not as it was. */
export interface Difference extends Departure {
  /** Milliseconds of the recorded stack's clock. */
  readonly at: number;
  /** All of it, for people. */
  readonly text: string;
}

/** What came of a replay. */
export interface Replay {
  /** Whether everything was as it had been. */
  readonly same: boolean;
  readonly difference?: Difference;
  /** The calls that were replayed, and those that could not be. */
  readonly callIds: readonly string[];
  readonly omitted: readonly OmittedCall[];
  /** The part of the recording that was replayed: a recording of its own. */
  readonly recording: readonly TraceEvent[];
  /** How many events were the same. */
  readonly compared: number;
}

/** JSON has no Infinity. */
const restored = <T extends object>(limits: T): T =>
  Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, (value as unknown) ?? Infinity])) as T;

/** What the stack was made with, without what it has not. */
function optionsOf({ transports, timers, callLimits, messageLimits, ...rest }: StackDescription) {
  const { transactionLimit, dialogLimit, capabilities, sourceRate } = rest;
  return {
    transports: transports.map((described) => new RecordedTransport(described)),
    capabilities,
    timers: restored(timers),
    callLimits: restored(callLimits),
    messageLimits: restored(messageLimits),
    ...restored({ transactionLimit, dialogLimit }),
    ...(sourceRate !== undefined && { sourceRate: restored(sourceRate) })
  };
}

/**
 * Replays a recording: a stack that is made as the recorded one was gets the same messages, orders and randomness at the
 * same times, each timer fires when it did, and what the stack does is compared with what it did then: messages out byte
 * by byte (with what redaction blanked in them blanked), transitions, timers, starts and ends of actors, drops. It ends at
 * the first difference.
 *
 * It takes recordings by a listener that was there when the stack was made, or of calls that began after it came. Left out
 * are calls that are not there from their beginning to the end of the recording, calls with charts of the application's
 * own, and calls where the application sent credentials that are blanked. How much memory is in use is not recorded: a
 * refusal for that reason is a difference.
 * @throws UsageError `ERR_SIP_NOT_REPLAYABLE` that says why, when no call can be replayed
 */
export async function replay(recording: readonly TraceEvent[], options: ReplayOptions = {}): Promise<Replay> {
  const { begin, events, callIds, omitted } = select(recording, options.callId);
  const clock = new RecordedClock(begin.at);
  const entropy = new RecordedEntropy();
  const timers = new RecordedTimers(clock, () => undefined);
  const described = optionsOf(begin.stack);
  const stack = new Stack({
    ...described,
    ...(options.engine !== undefined && { engine: options.engine }),
    ...(options.logic !== undefined && { logic: options.logic }),
    environment: {
      clock,
      entropy,
      timerQueue: timers,
      resolveHost: async (host) => Promise.reject(new Error(`no name is looked up in a replay: ${host}`))
    }
  });
  const application = new RecordedApplication(stack);
  const { transports } = described;
  const replayed: TraceEvent[] = [];
  const watch = stack.trace$.subscribe((event) => {
    if ('kind' in event) replayed.push(event);
  });
  const player = new Player({ stack, application, clock, timers, entropy, transports });
  const departure = player.play(events);
  watch.unsubscribe();
  await stack.close();
  return {
    same: departure === undefined,
    ...(departure !== undefined && { difference: describe(departure, events, replayed) }),
    callIds,
    omitted,
    recording: events,
    compared: player.compared
  };
}

/** Events in words, with the names of those that they are about. */
function speaker(known: readonly TraceEvent[]): (event: TraceEvent) => string {
  const say = traceToText();
  for (const event of known) if ('kind' in event) say(event);
  return (event) => say(event).trim();
}

function describe(departure: Departure, recorded: readonly TraceEvent[], replayed: readonly TraceEvent[]): Difference {
  const { step, expected, actual, properties } = departure;
  const [then, now] = [speaker(recorded), speaker(replayed)];
  const { at } = expected ?? step;
  const lines = [
    `first difference at ${(at / 1000).toFixed(3)} s${properties.length === 0 ? '' : `: ${properties.join(', ')}`}`,
    `  while     ${then(step)}`,
    `  expected  ${expected === undefined ? 'nothing more' : sayWhole(expected, then)}`,
    `  came      ${actual === undefined ? 'nothing' : sayWhole(actual, now)}`,
    ...textDifference(departure)
  ];
  return { ...departure, at, text: lines.join('\n') };
}

/** An arrow has its name too. */
function sayWhole(event: TraceEvent, say: (event: TraceEvent) => string): string {
  return event.type === 'transition' ? `${say(event)} by ${event.edge}` : say(event);
}

/** The first line of a message that is not the same. */
function textDifference({ expected, actual, properties }: Departure): readonly string[] {
  if (!properties.includes('text') || expected?.type !== 'message' || actual?.type !== 'message') return [];
  const [then, now] = [expected.text.split('\r\n'), actual.text.split('\r\n')];
  const at = then.findIndex((line, index) => line !== now[index]);
  const index = at < 0 ? then.length : at;
  return [
    `  line ${String(index + 1)}:   ${JSON.stringify(then[index] ?? '')} was sent, now ${JSON.stringify(now[index] ?? '')}`
  ];
}
