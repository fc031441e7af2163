/** A whole user agent over a transport in memory, to which any bytes can be thrown; what comes of them is told in one value. */
import type { Observer } from 'rxjs';
import type { CounterName } from '../../machines/counters.ts';
import type { FromUserAgentCore, ToTransport } from '../../machines/events.ts';
import type { Fault } from '../../src/message/fault.ts';
import { formatMessage } from '../../src/message/format.ts';
import { type ParsedMessage, parseMessage } from '../../src/message/parse.ts';
import type { Inbound, Transport } from '../../src/transport/transport.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import { startSystem, type System, type SystemOptions } from './system.ts';
import { flowOver } from './transactions.ts';

/** What came of something that came in. */
export interface Reaction {
  /** What was sent, as its receiver reads it. */
  readonly sent: readonly ParsedMessage[];
  /** The first lines of what was sent. */
  readonly lines: readonly string[];
  /** The INVITEs that were offered to the application. */
  readonly offered: readonly FromUserAgentCore[];
  /** What was counted, each name as often as it was. */
  readonly counted: readonly CounterName[];
  /** Whether the flow was closed. */
  readonly closed: boolean;
}

const latin1 = new TextDecoder('latin1');

export class Endpoint {
  readonly clock = new VirtualClock();
  readonly system: System;
  /** What was thrown anywhere: there should be nothing. */
  readonly thrown: unknown[] = [];
  readonly over: string;
  #inbound: Observer<Inbound> | undefined;
  #sent: Uint8Array[] = [];
  #offered: FromUserAgentCore[] = [];
  #closed = false;

  constructor(over = 'UDP', options: SystemOptions = {}) {
    this.over = over;
    const note = (error: unknown): void => {
      this.thrown.push(error);
    };
    this.system = startSystem(options, {
      clock: this.clock,
      transport: this.#transport(),
      application: (event) => this.#offered.push(event),
      onError: note,
      report: note
    });
  }

  #transport(): Transport {
    const transport = {
      protocol: this.over,
      local: flowOver(this.over).local,
      logic: {
        getInitialSnapshot: (_: unknown, input: { readonly inbound: Observer<Inbound> }) => {
          this.#inbound = input.inbound;
          return { status: 'active', output: undefined, error: undefined };
        },
        transition: (snapshot: unknown, event: ToTransport) => {
          if (event.type === 'send') this.#sent.push(formatMessage(event.message));
          if (event.type === 'close') this.#closed = true;
          return snapshot;
        },
        getPersistedSnapshot: (snapshot: unknown) => snapshot
      }
    };
    return transport as unknown as Transport;
  }

  /** One candidate message comes in; with a fault, one whose framing failed. */
  take(bytes: Uint8Array, fault?: Fault): Reaction {
    const flow = flowOver(this.over);
    return this.#during(() => {
      this.#inbound?.next(fault === undefined ? { flow, bytes } : { flow, bytes, fault });
    });
  }

  #during(happen: () => void): Reaction {
    const before = this.system.counters;
    this.#sent = [];
    this.#offered = [];
    this.#closed = false;
    happen();
    const after = this.system.counters;
    const names = Object.keys(after) as CounterName[];
    return {
      sent: this.#sent.map((bytes) => parseMessage(bytes)),
      lines: this.#sent.map((bytes) => latin1.decode(bytes).split('\r\n', 1)[0]!),
      offered: this.#offered,
      counted: names.flatMap((name) => Array.from({ length: after[name] - before[name] }, () => name)),
      closed: this.#closed
    };
  }
}
