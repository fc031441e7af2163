/** Plays a recording to a stack, step by step, and finds the first place where the stack does something else. */
import type { Timer } from '../stack/timer-queue.ts';
import type { Stack } from '../stack/stack.ts';
import { Fault } from '../message/fault.ts';
import { encodeLatin1 } from '../syntax/latin1.ts';
import type { DrawnEvent, FramingFault, MessageEvent, OrderEvent, TraceEvent, UnsentEvent } from '../trace/event.ts';
import type { Flow } from '../transaction/flow.ts';
import type { Identity, RecordedApplication } from './application.ts';
import { differencesOf, type Numbers } from './difference.ts';
import type { RecordedClock, RecordedEntropy, RecordedTimers, RecordedTransport } from './script.ts';

/** Where a replay departs from its recording. */
export interface Departure {
  /** What the stack was dealing with: what came in, fired, or was ordered. */
  readonly step: TraceEvent;
  /** What happened then; absent when nothing more did. */
  readonly expected?: TraceEvent;
  /** What happens now; absent when nothing more does. */
  readonly actual?: TraceEvent;
  /** What is not the same in them. */
  readonly properties: readonly string[];
}

/** What the player plays on. */
export interface Stage {
  readonly stack: Stack;
  readonly application: RecordedApplication;
  readonly clock: RecordedClock;
  readonly timers: RecordedTimers;
  readonly entropy: RecordedEntropy;
  readonly transports: readonly RecordedTransport[];
}

/** What a step begins with, in place of what comes from outside of a stack. */
type Outside = Extract<TraceEvent, { readonly type: 'message' | 'timer.fired' | 'order' | 'unsent' | 'counted' }>;

/** What comes from outside while the stack is dealing with something else. */
const isNested = (event: TraceEvent): event is OrderEvent | UnsentEvent =>
  (event.type === 'order' && event.cause !== undefined) ||
  (event.type === 'unsent' && (event.cause !== undefined || event.order !== undefined));

/** Bytes that were no message, and silence: they are only counted. */
const isCountedAlone = (event: TraceEvent): boolean =>
  event.type === 'counted' &&
  event.cause === undefined &&
  (event.name === 'keepAlive' || event.name === 'slowPeer') &&
  event.flow !== undefined;

function comesFromOutside(event: TraceEvent): event is Outside {
  if (event.type === 'message') return event.direction === 'in';
  if (event.type === 'order' || event.type === 'unsent') return !isNested(event);
  return event.type === 'timer.fired' || isCountedAlone(event);
}

/** What is not compared: who lives already, what was drawn, whoever waits for a request, and the application’s own mishaps. */
const isPassedOver = (event: TraceEvent): boolean =>
  event.type === 'begin' ||
  event.type === 'actor.living' ||
  event.type === 'drawn' ||
  event.type === 'lost' ||
  (event.type === 'actor.started' && event.name === 'request') ||
  (event.type === 'counted' && event.name === 'shellError');

interface Step {
  readonly from: Outside;
  /** What follows, itself included. */
  readonly events: readonly TraceEvent[];
  readonly drawn: readonly DrawnEvent[];
}

function stepsOf(events: readonly TraceEvent[]): readonly Step[] {
  const steps: { from: Outside; events: TraceEvent[]; drawn: DrawnEvent[] }[] = [];
  for (const event of events) {
    if (comesFromOutside(event)) steps.push({ from: event, events: [], drawn: [] });
    if (event.type === 'drawn') steps.at(-1)?.drawn.push(event);
    else if (!isPassedOver(event)) steps.at(-1)?.events.push(event);
  }
  return steps;
}

const faultOf = ({ code, status, section, offset, field }: FramingFault): Fault =>
  new Fault(code, status, section, offset, field);

export class Player {
  readonly #stage: Stage;
  readonly #numbers: Numbers = { actors: new Map(), timers: new Map() };
  /** Who is who in the replay, and which timer has which number. */
  readonly #identities = new Map<number, Identity>();
  readonly #timers = new Map<number, Timer>();
  #step: Step | undefined;
  #next = 0;
  #departure: Departure | undefined;
  #compared = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** How many events were the same. */
  get compared(): number {
    return this.#compared;
  }

  /** Plays a recording; the result is where the replay departs from it, or undefined. */
  play(events: readonly TraceEvent[]): Departure | undefined {
    const { stack, entropy } = this.#stage;
    const living: TraceEvent[] = [];
    const subscription = stack.trace$.subscribe((event) => {
      if (event.type === 'actor.living') living.push(event);
      this.#see(event);
    });
    this.#recognize(events, living);
    for (const step of stepsOf(events)) {
      this.#step = step;
      this.#next = 0;
      entropy.load(step.drawn);
      this.#enter(step.from);
      const expected = step.events[this.#next];
      if (expected !== undefined) this.#depart({ expected });
      if (this.#departure !== undefined) break;
    }
    subscription.unsubscribe();
    return this.#departure;
  }

  /** The services that are there from the start have the same names. */
  #recognize(recorded: readonly TraceEvent[], replayed: readonly TraceEvent[]): void {
    for (const one of recorded) {
      if (one.type !== 'actor.living' || one.kind !== 'service') continue;
      const other = replayed.find(
        (event) => event.type === 'actor.living' && event.name === one.name && event.key === one.key
      );
      if (other?.type === 'actor.living') this.#numbers.actors.set(one.actor, other.actor);
    }
  }

  #depart(departure: Omit<Departure, 'step' | 'properties'> & { readonly properties?: readonly string[] }): void {
    if (this.#step !== undefined) this.#departure ??= { step: this.#step.from, properties: [], ...departure };
  }

  // --- what the replay does ---------------------------------------------------------------------------------------------

  #see(event: TraceEvent): void {
    if (event.type === 'actor.started' || event.type === 'actor.living') this.#identities.set(event.actor, event);
    if (event.type === 'timer.armed' && this.#stage.timers.last !== undefined)
      this.#timers.set(event.timer, this.#stage.timers.last);
    if (event.type === 'timer.fired' || event.type === 'timer.cancelled') this.#timers.delete(event.timer);
    if (this.#step === undefined || this.#departure !== undefined || isPassedOver(event)) return;
    const expected = this.#step.events[this.#next];
    if (expected === undefined) {
      this.#depart({ actual: event });
      return;
    }
    if (expected.type === 'order' && event.type === 'order' && expected.user !== undefined && event.user !== undefined)
      this.#numbers.actors.set(expected.user, event.user);
    const properties = differencesOf(expected, event, this.#numbers);
    if (properties.length > 0) {
      this.#depart({ expected, actual: event, properties });
      return;
    }
    if (event.type === 'actor.ended') this.#identities.delete(event.actor);
    this.#next++;
    this.#compared++;
    const next = this.#step.events[this.#next];
    if (next !== undefined && isNested(next)) this.#enter(next);
  }

  // --- what comes from outside ------------------------------------------------------------------------------------------

  #enter(event: Outside | OrderEvent | UnsentEvent): void {
    this.#stage.clock.set(event.at);
    try {
      if (!this.#happen(event)) this.#depart({ expected: event });
    } catch (error) {
      this.#depart({ expected: event, properties: [String(error)] });
    }
  }

  /** Has it happen again; false when it can not. */
  #happen(event: Outside | OrderEvent | UnsentEvent): boolean {
    switch (event.type) {
      case 'message':
        return this.#deliver(event.flow, this.#bytesOf(event));
      case 'counted':
        return (
          event.flow !== undefined &&
          this.#deliver(event.flow, event.name === 'slowPeer' ? { slow: true } : { keepAlive: true })
        );
      case 'timer.fired': {
        const number = this.#numbers.timers.get(event.timer);
        return number !== undefined && this.#stage.timers.fire(this.#timers.get(number));
      }
      case 'order':
        return this.#stage.application.give(event, (actor) => this.#standInFor(actor));
      case 'unsent': {
        const whom = this.#standInFor(event.actor);
        const actor = whom && this.#stage.application.find(whom);
        actor?.send({ type: 'transport.error', error: new Error(event.error) });
        return actor !== undefined;
      }
    }
  }

  #bytesOf({ text, framing }: MessageEvent): { readonly bytes: Uint8Array; readonly fault?: Fault } {
    return { bytes: encodeLatin1(text), ...(framing !== undefined && { fault: faultOf(framing) }) };
  }

  #deliver(flow: Flow, inbound: object): boolean {
    const transport = this.#stage.transports.find((one) => one.has(flow));
    transport?.deliver({ ...inbound, flow } as Parameters<RecordedTransport['deliver']>[0]);
    return transport !== undefined;
  }

  #standInFor(actor: number): Identity | undefined {
    const number = this.#numbers.actors.get(actor);
    return number === undefined ? undefined : this.#identities.get(number);
  }
}
