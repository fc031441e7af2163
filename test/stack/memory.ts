/** A transport in memory: the test is the network. */
import type { Observer } from 'rxjs';
import type { ToTransport } from '../../machines/events.ts';
import { formatMessage } from '../../src/message/format.ts';
import type { SipMessage } from '../../src/message/message.ts';
import type { Flow } from '../../src/transaction/flow.ts';
import type { Inbound, Transport } from '../../src/transport/transport.ts';
import { read } from '../support/messages.ts';
import { flowOver } from '../support/transactions.ts';
import { Heard, textOf } from '../transport/running.ts';

export class Memory {
  readonly transport: Transport;
  /** What was sent, as text with plain line ends. */
  readonly sent = new Heard<string>();
  readonly flow: Flow;
  /** The flows that were to be closed. */
  readonly closed: Flow[] = [];
  /** Whether its actor runs. */
  running = false;
  #inbound: Observer<Inbound> | undefined;

  constructor(protocol = 'UDP', host = flowOver(protocol).local.host) {
    const local = { host, port: 5060 };
    this.flow = { ...flowOver(protocol), local };
    const logic = {
      getInitialSnapshot: (_: unknown, { inbound }: { readonly inbound: Observer<Inbound> }) => {
        this.#inbound = inbound;
        return { status: 'active', output: undefined, error: undefined };
      },
      start: () => {
        this.running = true;
      },
      transition: (snapshot: object, event: ToTransport | { readonly type: 'xstate.stop' }) => {
        this.#hear(event);
        return event.type === 'xstate.stop' ? { ...snapshot, status: 'stopped' } : snapshot;
      },
      getPersistedSnapshot: (snapshot: unknown) => snapshot
    };
    const closed = async (): Promise<void> => Promise.resolve();
    this.transport = { protocol, local, logic: logic as never, closed: closed(), close: closed };
  }

  #hear(event: ToTransport | { readonly type: 'xstate.stop' }): void {
    if (event.type === 'send') this.sent.push(textOf(formatMessage(event.message)).replaceAll('\r\n', '\n'));
    else if (event.type === 'close') this.closed.push(event.flow);
    else this.running = false;
  }

  /** What was sent, as its receiver reads it. */
  get messages(): readonly SipMessage[] {
    return this.sent.all.map(read);
  }

  /** The next message that is sent, when it is. */
  async next(): Promise<SipMessage> {
    return read(await this.sent.next());
  }

  /** Something comes in from Alice. */
  deliver(inbound: SipMessage | string | Uint8Array, rest: Partial<Inbound> = {}): void {
    const bytes =
      inbound instanceof Uint8Array
        ? inbound
        : typeof inbound === 'string'
          ? new TextEncoder().encode(inbound.replaceAll('\n', '\r\n'))
          : formatMessage(inbound);
    this.#inbound?.next({ flow: this.flow, bytes, ...rest });
  }

  /** Alice's connection was given up, because nothing came in time. */
  slow(): void {
    this.#inbound?.next({ flow: this.flow, slow: true });
  }

  keepAlive(): void {
    this.#inbound?.next({ flow: this.flow, keepAlive: true });
  }
}
