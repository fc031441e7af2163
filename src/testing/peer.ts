/** A peer that a test plays by hand: it hears messages and says whatever it is told to, right or wrong. */
import { formatMessage } from '../message/format.ts';
import type { Sendable, SipMessage, SipRequest } from '../message/message.ts';
import { parseMessage } from '../message/parse.ts';
import { buildResponse, type ResponseOptions } from '../message/response.ts';
import { type Address, defaultPort } from '../transaction/flow.ts';

/** What the network does for a peer. */
export interface PeerServices {
  readonly send: (to: string, bytes: Uint8Array) => void;
  /** The name of the place at an address. */
  readonly nameAt: (address: Address) => string;
}

/** What a peer hears, and where from. */
export type Hearing = (message: SipMessage, from: string) => void;

/** @internal What is sent for a message, or for bytes. */
export const bytesOf = (message: Sendable | Uint8Array): Uint8Array =>
  message instanceof Uint8Array ? message : formatMessage(message);

export class Peer {
  /** Its name on the network. */
  readonly name: string;
  /** Every message that reached it and could be read, in order. */
  readonly heard: SipMessage[] = [];
  /** How many of those that reached it could not be read. */
  unreadable = 0;
  /** Called for each message that reaches it; may be set and unset at any time. */
  hears: Hearing | undefined;
  readonly #services: PeerServices;

  /** Made by the network. */
  constructor(name: string, hears: Hearing | undefined, services: PeerServices) {
    this.name = name;
    this.#services = services;
    this.hears = hears;
  }

  /** Sends messages to a place, or any bytes, by the network's conditions and rules. */
  send(to: string, ...messages: readonly (Sendable | Uint8Array)[]): void {
    for (const message of messages) this.#services.send(to, bytesOf(message));
  }

  /**
   * Responds to a request, to where its top Via says that it came from.
   * @throws UsageError as `buildResponse`
   */
  respond(request: SipRequest, status: number, options: ResponseOptions = {}): void {
    const { host, port, transport } = request.topmostVia;
    const sender = this.#services.nameAt({ host, port: port ?? defaultPort(transport) });
    this.send(sender, buildResponse(request, status, options));
  }

  /** The last request of a method that it heard. @throws Error when there is none */
  request(method: string): SipRequest {
    const last = this.heard.findLast((message) => message.kind === 'request' && message.method === method);
    if (last?.kind !== 'request') throw new Error(`${this.name} heard no ${method}`);
    return last;
  }

  /** @internal */
  take(bytes: Uint8Array, from: string): void {
    const message = parseMessage(bytes);
    if (message.kind === 'refused') {
      this.unreadable++;
      return;
    }
    this.heard.push(message);
    this.hears?.(message, from);
  }
}
