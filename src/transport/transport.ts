/**
 * What the stack asks of a transport: the one interface to replace by an actor of your own.
 *
 * Inbound is a stream (`TransportInput.inbound`, an RxJS observer the actor feeds), outbound is an event (`send`).
 */
import type { Observer } from 'rxjs';
import type { ActorLogic } from 'xstate';
import type { ToTransport } from '../../machines/events.ts';
import type { Fault } from '../message/fault.ts';
import type { Address, Flow } from '../transaction/flow.ts';

/** Something that came in: the bytes of one candidate message, or what is wrong with a stream beyond repair. */
export type Inbound =
  /** Bytes that only keep a binding open: counted. */
  | { readonly flow: Flow; readonly keepAlive: true }
  /** Nothing came, or no whole message, in time: counted; the flow is closed already. */
  | { readonly flow: Flow; readonly slow: true }
  | { readonly flow: Flow; readonly bytes: Uint8Array }
  /** Framing failed after the head of a message: it is answered from `bytes`, then the flow is closed (RFC 3261 §18.3). */
  | { readonly flow: Flow; readonly bytes: Uint8Array; readonly fault: Fault };

/** What a transport actor is started with. */
export interface TransportInput {
  /** Takes what comes in, in order. */
  readonly inbound: Observer<Inbound>;
}

/** The logic of a transport actor: fed by `send` events, feeding `input.inbound`. Its snapshot is its own affair. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- so that `fromCallback` and its kin fit
export type TransportLogic = ActorLogic<any, ToTransport, TransportInput>;

/** A transport, ready to run: it is bound, but delivers nothing before its actor is started. */
export interface Transport {
  /** As in Via: `UDP`, `TCP`, `TLS`, `WS`, `WSS`. */
  readonly protocol: string;
  /** What our Via and Contact say: reachable by the peers. IPv6 without brackets. */
  readonly local: Address;
  readonly logic: TransportLogic;
  /** Resolves when its sockets are closed: after its actor was stopped, or after `close`. */
  readonly closed: Promise<void>;
  /** Closes a transport whose actor was never started. */
  close(): Promise<void>;
}
