/** Conformance in memory: our own answering machine as the target, lines without sockets, on a virtual clock. */
import { setImmediate } from 'node:timers/promises';
import type { Observer } from 'rxjs';
import { fromCallback } from 'xstate';
import type { ToTransport } from '../../../machines/events.ts';
import { formatMessage } from '../../../src/message/format.ts';
import { answerEveryCall } from '../../../src/server/answering-machine.ts';
import { Stack, type StackOptions } from '../../../src/stack/stack.ts';
import {
  type ConformanceOptions,
  type Line,
  type Result,
  runConformance,
  type Scenario,
  type ScenarioTransport,
  VirtualClock
} from '../../../src/testing/index.ts';
import type { Flow } from '../../../src/transaction/flow.ts';
import { frameDatagram } from '../../../src/transport/framing/datagram.ts';
import { StreamFramer } from '../../../src/transport/framing/stream.ts';
import { datagramTarget } from '../../../src/transport/response-target.ts';
import type { Inbound, Transport, TransportInput } from '../../../src/transport/transport.ts';
import { countingEntropy } from '../../support/entropy.ts';

const target = { host: '192.0.2.1', port: 5060 };
const ourHost = '192.0.2.2';

/** How long a message is under way, ms. */
const latency = 10;

/** What a target says, made worse: the messages that go out in place of one of its own. */
export type Meddling = (text: string) => readonly string[];

export interface LaboratoryOptions extends Partial<StackOptions> {
  readonly meddling?: Meddling;
}

export class Laboratory {
  readonly clock = new VirtualClock();
  /** What the target has reported: there should be nothing. */
  readonly errors: unknown[] = [];
  readonly stack: Stack;
  readonly transport: ScenarioTransport;
  readonly #meddling: Meddling;
  readonly #ears = new Map<number, (bytes: Uint8Array) => void>();
  #inbound: Observer<Inbound> | undefined;
  #ports = 20_000;

  constructor(transport: ScenarioTransport, { meddling = (text) => [text], ...options }: LaboratoryOptions = {}) {
    this.transport = transport;
    this.#meddling = meddling;
    this.stack = new Stack({
      transports: [this.#transport()],
      environment: {
        clock: this.clock,
        entropy: countingEntropy(),
        resolveHost: async (host) => Promise.reject(new Error(`no address for ${host}`))
      },
      onError: (error) => this.errors.push(error),
      ...options
    });
    answerEveryCall({ stack: this.stack, clock: this.clock, address: target.host, testNumbers: true });
  }

  #transport(): Transport {
    const logic = fromCallback<ToTransport, TransportInput>(({ input, receive }) => {
      this.#inbound = input.inbound;
      receive((event) => {
        if (event.type === 'send') this.#carry(event);
      });
    });
    const closed = Promise.resolve();
    return { protocol: this.transport, local: target, logic, closed, close: async () => closed };
  }

  #carry({ message, flow }: Extract<ToTransport, { readonly type: 'send' }>): void {
    const direct = this.transport === 'TCP' || message.kind === 'request';
    const port = direct ? flow.remote.port : datagramTarget(message.topmostVia)?.port;
    const text = Buffer.from(formatMessage(message)).toString('latin1');
    for (const said of this.#meddling(text)) {
      this.clock.setTimeout(() => this.#ears.get(port ?? 0)?.(Buffer.from(said, 'latin1')), latency);
    }
  }

  #open(): Line {
    const local = { host: ourHost, port: this.#ports++ };
    const flow: Flow = { transport: this.transport, local: target, remote: local };
    const framer = new StreamFramer();
    const arrive = (bytes: Uint8Array): void => {
      if (this.transport === 'UDP') {
        const framed = frameDatagram(bytes);
        this.#inbound?.next(framed === undefined ? { flow, keepAlive: true } : { flow, bytes: framed });
      } else {
        for (const frame of framer.push(bytes))
          if (frame.kind === 'message') this.#inbound?.next({ flow, bytes: frame.bytes });
      }
    };
    return {
      local,
      send: (bytes) => {
        this.clock.setTimeout(() => {
          arrive(bytes);
        }, latency);
      },
      listen: (take) => {
        this.#ears.set(local.port, take);
      },
      close: () => {
        this.#ears.delete(local.port);
      }
    };
  }

  /** Runs scenarios, as time passes. */
  async run(scenarios: readonly Scenario[], options: Partial<ConformanceOptions> = {}): Promise<readonly Result[]> {
    const running: { results?: readonly Result[] } = {};
    const run = runConformance(scenarios, {
      target,
      transport: this.transport,
      open: async () => Promise.resolve(this.#open()),
      clock: this.clock,
      entropy: { ...countingEntropy(), token: tokens() },
      users: { ringing: 'ring', refusing: 'busy' },
      tolerance: { ms: 50, part: 0 },
      ...options
    }).then((results) => {
      running.results = results;
    });
    while (running.results === undefined) {
      await setImmediate();
      const due = this.clock.nextDue;
      if (due !== undefined) this.clock.advanceTo(due);
    }
    await run;
    return running.results;
  }
}

/** Tokens of the caller, unlike those of the target. */
function tokens(): () => string {
  let count = 0;
  return () => `a${String(++count)}x`;
}
