/** What every transaction user is given: the table below it, randomness, timer values and the way out. */
import type { SipRequest } from '../src/message/message.ts';
import type { Uri } from '../src/message/uri/uri.ts';
import type { Entropy } from '../src/transaction/branch.ts';
import type { Flow } from '../src/transaction/flow.ts';
import type { Timers } from '../src/transaction/timers.ts';
import type { Recipient, ToTransactionTable, TransportRef } from './events.ts';
import type { AnyActorRef } from './xstate.ts';

/** A flow and the transport actor that has it. */
export interface Hop {
  readonly flow: Flow;
  readonly transport: TransportRef;
}

/** A request and the hop it goes to. */
export interface Outgoing {
  readonly request: SipRequest;
  readonly hop: Hop;
}

export interface Surroundings {
  readonly table: Recipient<ToTransactionTable>;
  readonly entropy: Entropy;
  readonly timers: Timers;
  /** Where a request to this URI goes; undefined when its host would have to be looked up, or no transport of ours fits. */
  readonly route: (uri: Uri) => Hop | undefined;
  /** The same request over TCP when it is too long for UDP (§18.1.1), else the same object. */
  readonly fit: (outgoing: Outgoing) => Outgoing;
  /** Takes what nobody waits for: the outcome of a CANCEL, news for a dialog that was never made. */
  readonly nobody: AnyActorRef;
}
