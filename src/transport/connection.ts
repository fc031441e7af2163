/** One TCP connection: what it sends, what comes out of it, and when it is given up. RFC 3261 §18. */
import type { Socket } from 'node:net';
import type { Recipient, TransportError } from '../../machines/events.ts';
import { CR, LF } from '../syntax/characters.ts';
import type { Clock } from '../stack/clock.ts';
import type { Flow } from '../transaction/flow.ts';
import { type Frame, StreamFramer, type StreamLimits } from './framing/stream.ts';

/** How long and how much a connection may take; milliseconds and bytes. */
export interface ConnectionLimits extends StreamLimits {
  /** To be connected. */
  readonly connect: number;
  /** From being accepted to its first byte. */
  readonly firstByte: number;
  /** From a message's first byte to its last. */
  readonly oneMessage: number;
  /** Without anything being taken by the peer while something waits. */
  readonly stalled: number;
  /** What may wait to be sent. */
  readonly queued: number;
}

/** Who is told what of a connection. */
export interface ConnectionEvents {
  frame(frame: Frame, connection: Connection): void;
  /** Nothing came, or no whole message, in time: it is closed. */
  slow(connection: Connection): void;
  closed(connection: Connection): void;
}

type Sender = Recipient<TransportError> | undefined;

const fewAsking = 64;

/** The answer to so many pings. */
const pongs = (pings: number): Uint8Array => new Uint8Array(2 * pings).map((_, at) => (at % 2 === 0 ? CR : LF));

export class Connection {
  readonly flow: Flow;
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #limits: ConnectionLimits;
  readonly #events: ConnectionEvents;
  readonly #framer: StreamFramer;
  /** What is not yet written, and who hears of it when it never will be. */
  readonly #unwritten = new Set<{ readonly sender: Sender }>();
  /** Who has sent a request on it and may still wait for the response, which a reset takes along. */
  readonly #asking = new Set<Recipient<TransportError>>();
  /** How many those may be before the ones that have ended are looked for. */
  #manyAsking = fewAsking;
  #deadline: unknown;
  #stall: unknown;
  #open = true;
  #closing = false;

  /** Takes over a socket; an outgoing one may still be connecting. */
  constructor(socket: Socket, flow: Flow, limits: ConnectionLimits, clock: Clock, events: ConnectionEvents) {
    this.flow = flow;
    this.#socket = socket;
    this.#clock = clock;
    this.#limits = limits;
    this.#events = events;
    this.#framer = new StreamFramer(limits);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Uint8Array) => {
      this.#take(chunk);
    });
    socket.on('error', (error) => {
      for (const sender of this.#asking) this.#unwritten.add({ sender });
      this.#end(error);
    });
    socket.on('close', () => {
      this.#end(new Error('the connection was closed'));
    });
    if (socket.connecting) {
      this.#within(limits.connect, 'the connection was not made in time');
      socket.once('connect', () => {
        this.#clock.clearTimeout(this.#deadline);
        this.#watchStall();
      });
    } else this.#awaitPeer(limits.firstByte, 'nothing came');
  }

  /** Whether it can still be sent on. */
  get open(): boolean {
    return this.#open && !this.#closing && this.#socket.writable;
  }

  #within(ms: number, otherwise: string, tell?: () => void): void {
    this.#clock.clearTimeout(this.#deadline);
    this.#deadline = this.#clock.setTimeout(() => {
      this.#end(new Error(otherwise));
      tell?.();
    }, ms);
  }

  /** The peer has so long to say what it has to. */
  #awaitPeer(ms: number, otherwise: string): void {
    this.#within(ms, otherwise, () => {
      this.#events.slow(this);
    });
  }

  #take(chunk: Uint8Array): void {
    const pending = this.#framer.pending;
    const frames = this.#framer.push(chunk);
    const pings = frames.filter(({ kind }) => kind === 'ping').length;
    if (pings > 0) this.send(pongs(pings), undefined, 'response');
    for (const frame of frames) {
      if (!this.#open || this.#closing) return;
      this.#events.frame(frame, this);
    }
    if (!this.#open || this.#closing) return;
    if (!this.#framer.pending) this.#clock.clearTimeout(this.#deadline);
    else if (!pending || frames.length > 0) this.#awaitPeer(this.#limits.oneMessage, 'a message took too long');
  }

  /**
   * Sends bytes while it is open; `sender` hears of it when they could not be, and that of a request also when the peer
   * resets the connection afterwards (§18.4). When the peer only closes it, the response may come on another one (§18.2.2).
   * A peer that does not read is given up.
   */
  send(bytes: Uint8Array, sender: Sender, kind: 'request' | 'response'): void {
    if (kind === 'request' && sender !== undefined) this.#noteAsking(sender);
    const waiting = { sender };
    this.#unwritten.add(waiting);
    this.#socket.write(bytes, () => {
      this.#unwritten.delete(waiting);
      if (this.#open && !this.#closing) this.#watchStall();
    });
    if (this.#socket.writableLength > this.#limits.queued) this.#end(new Error('the peer does not read'));
    else if (this.#stall === undefined) this.#watchStall();
  }

  #noteAsking(sender: Recipient<TransportError>): void {
    this.#asking.add(sender);
    if (this.#asking.size < this.#manyAsking) return;
    for (const one of this.#asking) if (one.getSnapshot().status !== 'active') this.#asking.delete(one);
    this.#manyAsking = Math.max(fewAsking, 2 * this.#asking.size);
  }

  /** While something waits, something has to be taken within the limit. */
  #watchStall(): void {
    this.#clock.clearTimeout(this.#stall);
    this.#stall = undefined;
    if (this.#socket.connecting || this.#socket.writableLength === 0) return;
    this.#stall = this.#clock.setTimeout(() => {
      this.#end(new Error('the peer does not read'));
    }, this.#limits.stalled);
  }

  /** Closes it once everything is written; what still comes is not looked at. */
  close(): void {
    if (!this.open) return;
    this.#closing = true;
    this.#clock.clearTimeout(this.#stall);
    this.#socket.end();
    this.#within(this.#limits.stalled, 'the peer does not close');
  }

  /** Closes it at once. */
  destroy(): void {
    this.#end(new Error('the transport was closed'));
  }

  #end(error: Error): void {
    if (!this.#open) return;
    this.#open = false;
    this.#clock.clearTimeout(this.#deadline);
    this.#clock.clearTimeout(this.#stall);
    this.#socket.destroy();
    this.#events.closed(this);
    const senders = new Set([...this.#unwritten].map(({ sender }) => sender));
    this.#unwritten.clear();
    this.#asking.clear();
    for (const sender of senders) sender?.send({ type: 'transport.error', error });
  }
}
