/** What a trace counts: who lives and in which state, what was started, requests, responses, timers. */
import type { ActorLiving, ActorStarted, ChartState, MessageEvent, TraceEvent } from '../trace/event.ts';
import { Counts, FirstNames } from './counts.ts';
import { type SetUp, SetUpTimes } from './set-up-times.ts';

/** The methods that have a value of their own: a peer may invent any number. */
const methods = new Set([
  ...['INVITE', 'ACK', 'BYE', 'CANCEL', 'OPTIONS', 'REGISTER', 'PRACK', 'UPDATE'],
  ...['INFO', 'SUBSCRIBE', 'NOTIFY', 'REFER', 'MESSAGE', 'PUBLISH']
]);

const methodOf = (word: string): string => (methods.has(word) ? word : 'other');

/** The state that the figure shows: of states within states the outer one. */
const outermost = (state: ChartState): string => (typeof state === 'string' ? state : (Object.keys(state)[0] ?? ''));

/** An actor that lives, by its labels. */
interface Living {
  readonly chart: string;
  readonly method: string;
  state: string;
}

export class TraceCounts {
  /** Charts that live now. `method` is '' but of transactions. */
  readonly living = new Counts('chart', 'method', 'state');
  /** Charts that were started. */
  readonly started = new Counts('chart', 'method');
  /** Whatever is sent again is counted again. */
  readonly requests = new Counts('method', 'direction');
  readonly responses = new Counts('class', 'method', 'direction');
  /** Of the requests and responses those that were sent before. */
  readonly repeated = new Counts('kind', 'method', 'direction');
  readonly timers = new Counts('timer');

  readonly #actors = new Map<number, Living>();
  readonly #charts = new FirstNames(50);
  readonly #states = new FirstNames(200);
  readonly #timers = new FirstNames(100);
  readonly #times = new SetUpTimes();
  readonly #onSetUp: (call: SetUp) => void;

  constructor(onSetUp: (call: SetUp) => void) {
    this.#onSetUp = onSetUp;
  }

  see(event: TraceEvent): void {
    switch (event.type) {
      case 'actor.started':
      case 'actor.living':
        this.#begin(event);
        return;
      case 'transition':
        this.#move(event.actor, event.to);
        return;
      case 'actor.ended':
        this.#end(event.actor);
        return;
      case 'message':
        this.#message(event);
        return;
      case 'timer.fired':
        this.timers.add(1, this.#timers.of(event.name));
        return;
      default:
    }
  }

  #begin({ type, actor, kind, name, key = '', state = '' }: ActorStarted | ActorLiving): void {
    if (kind !== 'chart') return;
    const chart = this.#charts.of(name);
    // The key of a transaction ends with its method.
    const method = name.endsWith('Transaction') ? methodOf(key.slice(key.lastIndexOf(' ') + 1).toUpperCase()) : '';
    const living = { chart, method, state: this.#states.of(outermost(state)) };
    this.#actors.set(actor, living);
    this.living.add(1, chart, method, living.state);
    if (type === 'actor.started') this.started.add(1, chart, method);
  }

  #move(actor: number, to: ChartState): void {
    const living = this.#actors.get(actor);
    const state = this.#states.of(outermost(to));
    if (living === undefined || living.state === state) return;
    this.living.add(-1, living.chart, living.method, living.state);
    living.state = state;
    this.living.add(1, living.chart, living.method, state);
  }

  #end(actor: number): void {
    const living = this.#actors.get(actor);
    if (living === undefined) return;
    this.#actors.delete(actor);
    this.living.add(-1, living.chart, living.method, living.state);
  }

  #message(message: MessageEvent): void {
    const { startLine, status, cseq, direction, repeats } = message;
    // What could not be read is among the stack's own counters.
    if (startLine === undefined) return;
    const method = methodOf(cseq?.method ?? startLine.slice(0, startLine.indexOf(' ')));
    if (status === undefined) this.requests.add(1, method, direction);
    else this.responses.add(1, `${String(Math.floor(status / 100))}xx`, method, direction);
    if (repeats !== undefined) this.repeated.add(1, status === undefined ? 'request' : 'response', method, direction);
    const call = this.#times.see(message);
    if (call !== undefined) this.#onSetUp(call);
  }
}
