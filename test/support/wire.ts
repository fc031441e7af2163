/** Stacks joined by a wire in memory, on one virtual clock. Every message is noted: tests read the ladder. */
import { setImmediate } from 'node:timers/promises';
import type { Observer } from 'rxjs';
import { expect } from 'vitest';
import { fromCallback } from 'xstate';
import type { ToTransport } from '../../machines/events.ts';
import { formatMessage } from '../../src/message/format.ts';
import type { SipMessage, SipRequest, SipResponse } from '../../src/message/message.ts';
import { parseMessage } from '../../src/message/parse.ts';
import { Stack, type StackOptions } from '../../src/stack/stack.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import type { Entropy } from '../../src/transaction/branch.ts';
import type { Inbound, Transport, TransportInput } from '../../src/transport/transport.ts';
import { UserAgent, type UserAgentOptions } from '../../src/ua/user-agent.ts';
import { engine } from './engine.ts';
import { countingEntropy } from './entropy.ts';

/** One message on the wire. */
export interface Rung {
  /** When it was sent, ms. */
  readonly at: number;
  readonly from: string;
  readonly to: string;
  /** As its bytes say. */
  readonly message: SipMessage;
}

/** How long a message is under way, ms. */
export const latency = 10;

/** Where each stack is; whoever is not here does not exist. */
const places: Readonly<Record<string, string>> = { bob: '192.0.2.1', alice: '192.0.2.2', carol: '192.0.2.3' };
const placeOf = (name: string): string => places[name] ?? name;
const nameAt = (host: string): string => Object.entries(places).find(([, place]) => place === host)?.[0] ?? host;

/** A message in a word or two: `INVITE`, `180 INVITE`. */
function wordsFor(message: SipMessage): string {
  return message.kind === 'request' ? message.method : `${String(message.status)} ${message.cseq.method}`;
}

/** Tokens that tell whose they are. */
function entropyOf(name: string): Entropy {
  const counting = countingEntropy();
  return { ...counting, token: () => `${name}-${counting.token()}` };
}

export class Wire {
  readonly clock = new VirtualClock();
  readonly rungs: Rung[] = [];
  /** What any stack or user agent has reported. */
  readonly errors: unknown[] = [];
  readonly stacks: Stack[] = [];
  /** Whether a message gets lost; it is on the ladder all the same. */
  loses: (rung: Rung) => boolean = () => false;
  /** Stacks whose sending fails. */
  readonly broken = new Set<string>();
  readonly #inbound = new Map<string, Observer<Inbound>>();

  readonly onError = (error: unknown): void => {
    this.errors.push(error);
  };

  /** A stack at the place of its name. */
  stack(name: string, options: Partial<StackOptions> = {}): Stack {
    const stack = new Stack({
      transports: [this.#transport(name)],
      environment: {
        clock: this.clock,
        entropy: entropyOf(name),
        resolveHost: async (host) => {
          if (host in places) return placeOf(host);
          throw new Error(`no address for ${host}`);
        }
      },
      onError: this.onError,
      engine,
      ...options
    });
    this.stacks.push(stack);
    return stack;
  }

  /** A user agent with a stack at the place of its name. */
  agent(name: string, options: Partial<StackOptions> & UserAgentOptions = {}): UserAgent {
    return new UserAgent(this.stack(name, options), { aor: `sip:${name}@example.org`, ...options }, this.onError);
  }

  #transport(name: string): Transport {
    const local = { host: placeOf(name), port: 5060 };
    const logic = fromCallback<ToTransport, TransportInput>(({ input, receive }) => {
      this.#inbound.set(name, input.inbound);
      receive((event) => {
        if (event.type === 'send') this.#carry(name, event);
      });
      return () => this.#inbound.delete(name);
    });
    return { protocol: 'UDP', local, logic, closed: Promise.resolve(), close: async () => Promise.resolve() };
  }

  #carry(from: string, { message, flow, sender }: Extract<ToTransport, { readonly type: 'send' }>): void {
    if (this.broken.has(from)) {
      const error = new Error('unreachable');
      this.clock.setTimeout(() => sender?.send({ type: 'transport.error', error }), 0);
      return;
    }
    const bytes = formatMessage(message);
    const written = parseMessage(bytes);
    if (written.kind === 'refused') throw new Error(`${from} sends what can not be read: ${written.fault.toString()}`);
    const rung = { at: this.clock.now(), from, to: nameAt(flow.remote.host), message: written };
    this.rungs.push(rung);
    if (this.loses(rung)) return;
    this.clock.setTimeout(() => {
      this.#deliver(from, rung.to, bytes);
    }, latency);
  }

  #deliver(from: string, to: string, ...packets: readonly Uint8Array[]): void {
    const flow = {
      transport: 'UDP',
      local: { host: placeOf(to), port: 5060 },
      remote: { host: placeOf(from), port: 5060 }
    };
    for (const bytes of packets) this.#inbound.get(to)?.next({ flow, bytes });
  }

  /** Messages that a peer without a stack sends; all of them arrive now, in one turn. */
  inject(from: string, to: string, ...messages: readonly SipMessage[]): void {
    this.#deliver(from, to, ...messages.map((message) => formatMessage(message)));
  }

  /** Moves time, and lets promises settle at every deadline. */
  async pass(ms: number): Promise<void> {
    const end = this.clock.now() + ms;
    await setImmediate();
    for (let due = this.clock.nextDue; due !== undefined && due <= end; due = this.clock.nextDue) {
      this.clock.advanceTo(due);
      await setImmediate();
    }
    this.clock.advanceTo(end);
    await setImmediate();
  }

  /** Lets messages arrive and be answered: time for ten trips. */
  async settle(): Promise<void> {
    await this.pass(10 * latency);
  }

  /** The messages from one of them on, each as `alice → bob INVITE`. */
  ladder(first = 0): readonly string[] {
    return this.rungs.slice(first).map(({ from, to, message }) => `${from} → ${to} ${wordsFor(message)}`);
  }

  /** When a message was sent, by its words: `180 INVITE`. */
  times(words: string): readonly number[] {
    return this.rungs.filter(({ message }) => wordsFor(message) === words).map(({ at }) => at);
  }

  /** The last request of a method. */
  request(method: string): SipRequest {
    return this.#last(method) as SipRequest;
  }

  /** The last response, by its words: `180 INVITE`. */
  response(words: string): SipResponse {
    return this.#last(words) as SipResponse;
  }

  #last(words: string): SipMessage {
    const rung = this.rungs.findLast(({ message }) => wordsFor(message) === words);
    if (rung === undefined) throw new Error(`no ${words}, but ${this.ladder().join(', ')}`);
    return rung.message;
  }

  /** Once time has passed, nothing is left anywhere, and nothing was reported. */
  async expectNothingLeft(): Promise<void> {
    await this.pass(64 * 500 + 5000);
    for (const { transactions, dialogs, invites } of this.stacks)
      expect({ transactions, dialogs, invites }).toEqual({ transactions: 0, dialogs: 0, invites: 0 });
    expect({ timers: this.clock.pending, errors: this.errors }).toEqual({ timers: 0, errors: [] });
  }
}
