/** Runs one scenario over one line to the target, on an injected clock. */
import { parseMessage } from '../../message/parse.ts';
import type { SipMessage } from '../../message/message.ts';
import type { Clock } from '../../stack/clock.ts';
import type { Address } from '../../transaction/flow.ts';
import { Exchange, type ExchangeOptions } from './exchange.ts';
import type { Heard, Outcome, Scenario, Step } from './scenario.ts';

/** A socket of its own between a scenario and the target. */
export interface Line {
  readonly local: Address;
  /** Sends bytes: one datagram, or a piece of the stream. */
  send(bytes: Uint8Array): void;
  /** Has every message that comes, whole, given to `take`. */
  listen(take: (bytes: Uint8Array) => void): void;
  /** Closes it. */
  close(): void;
}

/** What a scenario is run with. */
export interface RunOptions extends Omit<ExchangeOptions, 'local'> {
  readonly line: Line;
  readonly clock: Clock;
  /** How far a time may be off: so many milliseconds, and this part of the time. */
  readonly tolerance?: { readonly ms: number; readonly part: number };
}

/** What is allowed unless it is said: a loaded machine, and timers that fire late. */
const defaultTolerance = { ms: 200, part: 0.05 };

/** How long we go on answering what the target still sends after a scenario, ms. */
const linger = 600;

type Expectation = Extract<Step, { readonly kind: 'expect' }>;

const isProvisional = (message: SipMessage): boolean => message.kind === 'response' && message.status < 200;

/** Something that was wrong; thrown by a step, caught by the run. */
class Wrong extends Error {}

/** What was due did not come: of a step that only arranges, nothing follows from it. */
class Missing extends Wrong {}

const encoder = new TextEncoder();

/** A message in a few words: `INVITE`, `486 to INVITE`. */
export function wordsFor(message: SipMessage): string {
  return message.kind === 'request' ? message.method : `${String(message.status)} to ${message.cseq.method}`;
}

const fieldsThatStay = ['Via', 'From', 'To', 'Call-ID', 'CSeq', 'Contact'];

/** Whether one message is another one sent again: start line, the fields that name it, and body. */
export function isRepetition(message: SipMessage, of: SipMessage): boolean {
  const lines = (one: SipMessage): string =>
    [one.startLine, ...fieldsThatStay.flatMap((name) => one.fieldsOf(name).map(({ value }) => value))].join('\n');
  return lines(message) === lines(of) && new TextDecoder().decode(message.body) === new TextDecoder().decode(of.body);
}

/** Runs a scenario; resolves when it is judged and the target was left without an open call. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<Outcome> {
  return new Run(options).run(scenario);
}

class Run {
  readonly #line: Line;
  readonly #clock: Clock;
  readonly #tolerance: { readonly ms: number; readonly part: number };
  readonly #exchange: Exchange;
  /** What came and was not looked at yet. */
  readonly #queue: Heard[] = [];
  /** What came before the step that waits for it. */
  readonly #early: Heard[] = [];
  /** Everything that came. */
  readonly #all: Heard[] = [];
  #unreadable: string | undefined;
  #wake: () => void = () => undefined;
  #lingering = false;

  constructor({ line, clock, tolerance = defaultTolerance, ...exchange }: RunOptions) {
    this.#line = line;
    this.#clock = clock;
    this.#tolerance = tolerance;
    this.#exchange = new Exchange({ ...exchange, local: line.local });
    line.listen((bytes) => {
      this.#take(bytes);
    });
  }

  async run({ steps }: Scenario): Promise<Outcome> {
    let outcome: Outcome = { verdict: 'passed' };
    for (const [at, step] of steps.entries()) {
      try {
        await this.#do(step, steps.slice(at + 1));
      } catch (error) {
        if (!(error instanceof Wrong)) throw error;
        const arranging = error instanceof Missing && step.kind === 'expect' && step.arranges === true;
        outcome = { verdict: arranging ? 'unjudged' : 'failed', step: at + 1, why: error.message };
        break;
      }
    }
    await this.#leave();
    return outcome;
  }

  #take(bytes: Uint8Array): void {
    const message = parseMessage(bytes);
    if (message.kind === 'refused') {
      this.#unreadable ??= `sent what can not be read: ${message.fault.toString()}`;
      this.#wake();
      return;
    }
    const heard = { at: this.#clock.now(), message };
    this.#all.push(heard);
    if (this.#lingering) this.#settle(heard);
    else this.#queue.push(heard);
    this.#wake();
  }

  /** The next message, or undefined when none comes before the instant. */
  async #next(until: number): Promise<Heard | undefined> {
    for (;;) {
      if (this.#unreadable !== undefined) throw new Wrong(this.#unreadable);
      const first = this.#queue.shift();
      if (first !== undefined) return first;
      if (this.#clock.now() >= until) return undefined;
      await new Promise<void>((resolve) => {
        const timer = this.#clock.setTimeout(resolve, until - this.#clock.now());
        this.#wake = () => {
          this.#clock.clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async #do(step: Step, further: readonly Step[]): Promise<void> {
    switch (step.kind) {
      case 'send':
        this.#send(step.write(this.#exchange));
        return;
      case 'expect':
        return this.#expect(step, further);
      case 'repeats':
        return this.#repeats(step.intervals);
      case 'silence':
        return this.#silence(step);
      case 'ignore':
        await this.#pass(step.ms);
        this.#queue.length = 0;
        this.#unreadable = undefined;
        return;
      case 'wait':
        return this.#pass(step.ms);
    }
  }

  #send(text: string): void {
    this.#exchange.sent.push(text);
    this.#line.send(encoder.encode(text));
  }

  async #pass(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.setTimeout(resolve, ms);
    });
  }

  /** Whether a message only repeats what was expected before. */
  #isOld({ message }: Heard): boolean {
    return this.#exchange.heard.some((old) => isRepetition(message, old.message));
  }

  async #expect(step: Expectation, further: readonly Step[]): Promise<void> {
    const { what, is, check, within } = step;
    const until = this.#clock.now() + within + this.#tolerance.ms;
    // Expectations that follow each other may be met in any order.
    const end = further.findIndex(({ kind }) => kind !== 'expect');
    const together = further.slice(0, end < 0 ? undefined : end) as Expectation[];
    const early = this.#early.findIndex(({ message }) => is(message, this.#exchange));
    for (let [heard] = early < 0 ? [] : this.#early.splice(early, 1); ; heard = undefined) {
      heard ??= await this.#next(until);
      if (heard === undefined) throw new Missing(`${what} was due within ${String(within)} ms, nothing came`);
      const { message } = heard;
      if (is(message, this.#exchange)) {
        const wrong = check?.(heard, this.#exchange);
        if (wrong !== undefined) throw new Wrong(wrong);
        this.#exchange.heard.push(heard);
        return;
      }
      if (together.some((other) => other.is(message, this.#exchange))) this.#early.push(heard);
      else if (!isProvisional(message) && !this.#isOld(heard))
        throw new Missing(`${what} was due, ${wordsFor(message)} came`);
    }
  }

  async #repeats(intervals: readonly number[]): Promise<void> {
    const first = this.#exchange.heard.at(-1);
    if (first === undefined) throw new Error('nothing was expected before');
    let last = first;
    for (const [index, interval] of intervals.entries()) {
      const off = this.#tolerance.ms + interval * this.#tolerance.part;
      const due = `${wordsFor(first.message)}, time ${String(index + 2)}, was due after ${String(interval)} ms`;
      const heard = await this.#next(last.at + interval + off);
      if (heard === undefined) throw new Wrong(`${due}, nothing came`);
      const after = String(Math.round(heard.at - last.at));
      if (!isRepetition(heard.message, first.message))
        throw new Wrong(`${due}, after ${after} ms came ${wordsFor(heard.message)} and not the same again`);
      if (heard.at < last.at + interval - off) throw new Wrong(`${due}, it came after ${after} ms`);
      last = heard;
    }
  }

  async #silence({ ms, may }: Extract<Step, { readonly kind: 'silence' }>): Promise<void> {
    const began = this.#clock.now();
    for (;;) {
      const heard = await this.#next(began + ms);
      if (heard === undefined) return;
      // What came before our last message left is not an answer to it.
      if (heard.at < began && this.#isOld(heard)) continue;
      if (may?.(heard.message, this.#exchange) === true) continue;
      const after = String(Math.round(heard.at - began));
      throw new Wrong(`nothing was due for ${String(ms)} ms, ${wordsFor(heard.message)} came after ${after} ms`);
    }
  }

  /** Gives up what is open, and answers for a while what still comes: the target is to be as it was. */
  async #leave(): Promise<void> {
    const answered = this.#all.some(
      ({ message }) => message.kind === 'response' && message.status >= 200 && message.cseq.method === 'INVITE'
    );
    this.#lingering = true;
    if (this.#isCall && !answered) this.#line.send(encoder.encode(this.#exchange.cancel()));
    for (const heard of this.#all) this.#settle(heard);
    await this.#pass(linger);
    this.#line.close();
  }

  /** Whether an INVITE was sent, well or badly. */
  get #isCall(): boolean {
    return this.#exchange.sent.some((text) => text.startsWith('INVITE sip:'));
  }

  readonly #settled: SipMessage[] = [];

  /** Acknowledges a final response to an INVITE and hangs up what it opened; answers a request. */
  #settle(heard: Heard): void {
    const { message } = heard;
    const again = this.#settled.some((old) => isRepetition(message, old));
    this.#settled.push(message);
    if (message.kind === 'request') {
      if (message.method !== 'ACK') this.#line.send(encoder.encode(this.#exchange.answer(message, 200, 'OK')));
      return;
    }
    if (!this.#isCall || message.cseq.method !== 'INVITE' || message.status < 200) return;
    this.#exchange.heard.push(heard);
    this.#line.send(encoder.encode(this.#exchange.ack()));
    if (message.status < 300 && !again) this.#line.send(encoder.encode(this.#exchange.inDialog('BYE', 999)));
  }
}
