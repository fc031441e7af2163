/** One transaction that runs, every step of which is held against the table of the RFC's text. */
import { expect } from 'vitest';
import { type AnyActor, type AnyActorLogic, createActor, type EventObject, type InspectionEvent } from 'xstate';
import { formatMessage } from '../../src/message/format.ts';
import type { Sendable, SipMessage, SipRequest } from '../../src/message/message.ts';
import { installScheduler, type ScheduledEvent, type Scheduler } from '../../src/stack/scheduler.ts';
import { TimerQueue } from '../../src/stack/timer-queue.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import { defaultTimers } from '../../src/transaction/timers.ts';
import { messageOf } from './messages.ts';
import { intervalOf, type Oracle, type Row } from './oracle.ts';
import { timerOf } from './paths.ts';
import { hearing, nameOf, type SaidEvent } from './stage.ts';
import { flowOver, type Protocol } from './transactions.ts';

/** What is run, and what it may be told by the names of its table. */
export interface Transaction {
  readonly oracle: Oracle;
  readonly logic: AnyActorLogic;
  readonly request: SipRequest;
  readonly events: Readonly<Record<string, EventObject>>;
}

/** A timer that runs. */
interface Running {
  readonly timer: ScheduledEvent;
  readonly interval: number;
}

/** The step that is being taken. */
interface Step {
  readonly state: string;
  readonly event: string;
  readonly running: ReadonlyMap<string, Running>;
  readonly armed: Set<string>;
  readonly sent: SipMessage[];
  readonly told: SaidEvent[];
  readonly context: unknown;
}

interface AnySnapshot {
  readonly status: string;
  readonly value: string | Readonly<Record<string, unknown>>;
  readonly context: unknown;
}

/** The state of the RFC's figure: substates are ours. */
/** The same on the wire. */
const written = (message: Sendable): unknown => {
  const bytes = formatMessage(message);
  return expect.toSatisfy(
    (sent: Sendable) => Buffer.compare(formatMessage(sent), bytes) === 0,
    `is ${message.startLine}`
  );
};

const figureState = ({ value }: AnySnapshot): string =>
  typeof value === 'string' ? value : (Object.keys(value)[0] ?? '');

export class Witness {
  readonly clock = new VirtualClock();
  /** The rows that were followed. */
  readonly rows = new Set<Row>();
  /** The arrows that were taken: the chart's own definitions of them, when XState runs it. */
  readonly taken = new Set<unknown>();
  readonly #transaction: Transaction;
  readonly #over: Protocol;
  readonly #actor: AnyActor;
  readonly #scheduler: Scheduler;
  readonly #running = new Map<string, Running>();
  readonly #path: string[] = [];
  readonly #everSent: SipMessage[] = [];
  #step: Step | undefined;

  constructor(transaction: Transaction, over: Protocol) {
    this.#transaction = transaction;
    this.#over = over;
    const inspect = (event: InspectionEvent): void => {
      if (event.type === '@xstate.microstep') for (const arrow of event._transitions) this.taken.add(arrow);
    };
    const recorder = (take: (event: SaidEvent) => void) => createActor(hearing(take)).start();
    const input = {
      request: transaction.request,
      flow: flowOver(over),
      transport: recorder(({ message }) => this.#step?.sent.push(message as SipMessage)),
      user: recorder((event) => this.#step?.told.push(event)),
      timers: defaultTimers
    };
    this.#actor = createActor(transaction.logic, { input, inspect });
    const queue = new TimerQueue({ clock: this.clock, onError: (error) => expect.unreachable(String(error)) });
    this.#scheduler = installScheduler(this.#actor.system, queue);
    this.#scheduler.observe({
      armed: (timer) => {
        const name = timerOf(timer.event) ?? '';
        this.#running.set(name, { timer, interval: timer.due - this.clock.now() });
        this.#step?.armed.add(name);
      },
      cancelled: (timer) => this.#running.delete(timerOf(timer.event) ?? ''),
      fired: (timer) => {
        this.#close();
        const name = timerOf(timer.event) ?? '';
        this.#open(name);
        this.#running.delete(name);
      }
    });
    this.#open('start');
    this.#actor.start();
    this.#close();
  }

  get #snapshot(): AnySnapshot {
    return this.#actor.getSnapshot() as AnySnapshot;
  }

  /** The figure's state. */
  get state(): string {
    return figureState(this.#snapshot);
  }

  get ended(): boolean {
    return this.#snapshot.status !== 'active';
  }

  /** The timers that run, the next one first. */
  get timers(): readonly string[] {
    return [...this.#running].sort(([, a], [, b]) => a.timer.due - b.timer.due).map(([name]) => name);
  }

  /** Tells it something. A timer is told by its event, however far its time is off. */
  tell(name: string): this {
    const timer = this.#running.get(name)?.timer;
    this.#open(name);
    if (timer === undefined) this.#actor.send(this.#eventOf(name));
    else {
      this.#scheduler.cancel(this.#actor, timer.id ?? '');
      this.#actor.send(timer.event);
    }
    this.#close();
    return this;
  }

  /** Lets time pass until a timer has fired, and whatever fires before it; false when that ends the timer. */
  runTo(name: string): boolean {
    for (let at = this.#running.get(name)?.timer.due; at !== undefined; at = this.#running.get(name)?.timer.due) {
      const due = this.#nextDue();
      this.#pass(due);
      if (due === at) return true;
    }
    return false;
  }

  /** Lets time pass to one millisecond before a timer that leads to another state; not where none is running. */
  runToTheLastMoment(): void {
    for (;;) {
      const leading = [...this.#running].filter(([name]) => this.#row(this.state, name).next !== this.state);
      const last = Math.min(...leading.map(([, { timer }]) => timer.due)) - 1;
      if (last === Infinity || last < this.clock.now()) return;
      const due = this.#nextDue();
      if (due > last) {
        this.clock.advanceTo(last);
        return;
      }
      this.#pass(due);
    }
  }

  /** Lets time pass until no timer runs. */
  runOut(): this {
    while (this.#running.size > 0) this.#pass(this.#nextDue());
    return this;
  }

  #nextDue(): number {
    return Math.min(...[...this.#running.values()].map(({ timer }) => timer.due));
  }

  /** To an instant at which something is due; a millisecond earlier nothing happens. */
  #pass(due: number): void {
    const before = this.#everSent.length;
    if (due - 1 > this.clock.now()) this.clock.advanceTo(due - 1);
    expect(this.#everSent.length, this.#where('too early')).toBe(before);
    this.clock.advanceTo(due);
    this.#close();
  }

  /** Whatever it is told once it has ended: nothing is sent, nobody is told, nothing is thrown. */
  tellAfterTheEnd(): void {
    expect(this.ended).toBe(true);
    this.#open('after the end');
    for (const event of Object.values(this.#transaction.events)) this.#actor.send(event);
    expect([this.#step?.sent, this.#step?.told, this.#running.size], this.#where('after the end')).toEqual([[], [], 0]);
    expect(this.clock.pending).toBe(0);
  }

  #eventOf(name: string): EventObject {
    const event = this.#transaction.events[name];
    if (event === undefined) throw new Error(`no event ${name}`);
    return event;
  }

  #row(state: string, event: string): Row {
    return this.#transaction.oracle.row(state, event, this.#over);
  }

  #where(what: string): string {
    return `${this.#transaction.oracle.name} over ${this.#over}: ${this.#path.join(', ')}: ${what}`;
  }

  #open(event: string): void {
    this.#path.push(event);
    const state = event === 'start' ? '' : this.state;
    const context = event === 'start' ? undefined : this.#snapshot.context;
    this.#step = { state, event, context, running: new Map(this.#running), armed: new Set(), sent: [], told: [] };
  }

  /** Holds what has happened against the row. */
  #close(): void {
    const step = this.#step;
    if (step === undefined) return;
    this.#step = undefined;
    const row = this.#row(step.state, step.event);
    this.rows.add(row);
    const expected = row.next === '' ? step.state : row.next;
    expect(this.state, this.#where(row.clause)).toBe(expected);
    expect(step.sent, this.#where(`sends, ${row.clause}`)).toEqual(this.#sends(row));
    this.#everSent.push(...step.sent);
    this.#compareTold(row, step);
    this.#compareTimers(row, step);
    if (row.next === '') expect(this.#snapshot.context, this.#where('is not expected')).toBe(step.context);
  }

  /** The very messages: a retransmission is the same message. */
  #sends({ sends, event }: Row): readonly unknown[] {
    const last = this.#everSent.at(-1);
    const named = (name: string): unknown =>
      expect.toSatisfy((sent: Sendable) => nameOf(messageOf(sent)) === name, `is ${name}`) as unknown;
    switch (sends) {
      case '':
        return [];
      case 'request':
        return [this.#transaction.request];
      case 'response':
        return [written((this.#eventOf(event) as SaidEvent).response as SipMessage)];
      case 'last response':
        return last === undefined ? [] : [last];
      case 'last ACK':
        expect(nameOf(messageOf(last as Sendable))).toBe('ACK');
        return [last];
      default:
        return [named(sends)];
    }
  }

  #compareTold({ tells, event, clause }: Row, { told }: Step): void {
    expect(
      told.map(({ type }) => type),
      this.#where(`tells the user, ${clause}`)
    ).toEqual(tells === '' ? [] : [tells]);
    const came = this.#transaction.events[event] as SaidEvent | undefined;
    for (const { response, request } of told) {
      if (response !== undefined) expect(response, this.#where(event)).toBe(came?.response);
      if (request !== undefined) expect(request, this.#where(event)).toBe(came?.request ?? this.#transaction.request);
    }
  }

  #compareTimers({ timers, next, clause }: Row, { event, running, armed }: Step): void {
    const before = [...running].filter(([name]) => name !== event);
    const list = next === '' || timers === '=' ? before.map(([name]) => name) : timers.split(' ').filter(Boolean);
    const expected = new Map<string, Running['interval'] | ScheduledEvent>();
    for (const entry of list) {
      const [name = '', interval] = entry.split('=');
      const ran = before.find(([other]) => other === name)?.[1];
      if (interval !== undefined) {
        const last = (timer: string): number => running.get(timer)?.interval ?? Number.NaN;
        expected.set(name, intervalOf(interval, defaultTimers, last));
      } else if (ran !== undefined) expected.set(name, ran.timer);
    }
    const found = [...this.#running].map(
      ([name, { timer, interval }]) => [name, armed.has(name) ? interval : timer] as const
    );
    expect(new Map(found), this.#where(`timers, ${clause}`)).toEqual(expected);
  }
}
