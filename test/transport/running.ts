/** A transport whose actor runs, and those who send by it; what they hear can be waited for. */
import { createActor } from 'xstate';
import type { Recipient, ToTransport, TransportError } from '../../machines/events.ts';
import type { Sendable } from '../../src/message/message.ts';
import type { Flow } from '../../src/transaction/flow.ts';
import type { Inbound, Transport } from '../../src/transport/transport.ts';
import { hearing } from '../support/stage.ts';

/** Things that come one by one, and are waited for. */
export class Heard<T> {
  /** Everything so far. */
  readonly all: T[] = [];
  #taken = 0;
  #wake: (() => void) | undefined;

  readonly push = (one: T): void => {
    this.all.push(one);
    this.#wake?.();
  };

  /** The next one that was not taken yet. */
  async next(): Promise<T> {
    while (this.#taken >= this.all.length) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.all[this.#taken++] as T;
  }
}

/** What a transport was told to send, beside the message. */
export interface Sending {
  readonly flow: Flow;
  readonly sender?: Recipient<TransportError>;
}

export class Running {
  readonly transport: Transport;
  readonly inbound = new Heard<Inbound>();
  readonly #actor;

  constructor(transport: Transport) {
    this.transport = transport;
    const inbound = { next: this.inbound.push, error: fail, complete: () => {} };
    this.#actor = createActor(transport.logic, { input: { inbound } }).start();
  }

  get port(): number {
    return this.transport.local.port;
  }

  /** The flow to a port of this machine. */
  flowTo(port: number, host = this.transport.local.host): Flow {
    return { transport: this.transport.protocol, local: this.transport.local, remote: { host, port } };
  }

  tell(event: ToTransport): void {
    this.#actor.send(event);
  }

  send(message: Sendable, sending: Sending): void {
    this.tell({ type: 'send', message, ...sending });
  }

  /** The bytes of the next thing that comes in, as text. */
  async nextText(): Promise<string> {
    const inbound = await this.inbound.next();
    if ('slow' in inbound) return 'slow';
    return 'keepAlive' in inbound ? 'keep-alive' : textOf(inbound.bytes);
  }

  async close(): Promise<void> {
    this.#actor.stop();
    return this.transport.closed;
  }
}

function fail(error: unknown): never {
  throw error;
}

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Somebody who sends, and hears of what could not be sent. */
export function aSender(): { readonly sender: Recipient<TransportError>; readonly heard: Heard<string> } {
  const heard = new Heard<string>();
  const sender = createActor(
    hearing((event) => {
      heard.push((event as unknown as TransportError).error.message);
    })
  ).start();
  return { sender, heard };
}
