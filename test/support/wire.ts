/** The simulated network at its best: Bob, Alice and Carol have their addresses, and tests read the ladder. */
import { expect } from 'vitest';
import type { SipMessage, SipRequest, SipResponse } from '../../src/message/message.ts';
import type { Stack, StackOptions } from '../../src/stack/stack.ts';
import { Network, type NetworkOptions } from '../../src/testing/index.ts';
import { engine } from './engine.ts';

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

/** Where each stack is. */
const hosts = { bob: '192.0.2.1', alice: '192.0.2.2', carol: '192.0.2.3' };

export class Wire extends Network {
  constructor(options: NetworkOptions = {}) {
    super({ hosts, delay: latency, ...options });
  }

  /** A stack whose charts the engine under test runs. */
  override stack(name: string, options: Partial<StackOptions> = {}): Stack {
    return super.stack(name, { engine, ...options });
  }

  /** What was sent, lost or not. */
  get rungs(): readonly Rung[] {
    return this.sent().map((datagram) => {
      const { at, from, to, message } = datagram;
      if (message.kind === 'refused') throw new Error(`${from} sends what can not be read: ${String(message.fault)}`);
      return { at, from, to, message };
    });
  }

  /** Lets messages arrive and be answered: time for ten trips. */
  async settle(): Promise<void> {
    await this.pass(10 * latency);
  }

  /** When a message was sent, by its words: `180 INVITE`. */
  times(words: string): readonly number[] {
    return this.sent({ what: words }).map(({ at }) => at);
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
    const last = this.sent({ what: words }).at(-1)?.message;
    if (last === undefined || last.kind === 'refused') throw new Error(`no ${words}, but ${this.ladder().join(', ')}`);
    return last;
  }

  /** Once time has passed, nothing is left anywhere, and nothing was reported. */
  async expectNothingLeft(): Promise<void> {
    await this.pass(64 * 500 + 5000);
    for (const { transactions, dialogs, invites, requestsInDialogs } of this.stacks)
      expect([transactions, dialogs, invites, requestsInDialogs]).toEqual([0, 0, 0, 0]);
    expect({ timers: this.clock.pending, errors: this.errors }).toEqual({ timers: 0, errors: [] });
  }
}
