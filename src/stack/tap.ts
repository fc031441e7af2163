/** Where a tracer listens to what comes in: the way from a transport to the table is no actor, and XState tells nothing of it. */
import type { ParsedMessage } from '../message/parse.ts';
import type { Inbound } from '../transport/transport.ts';

/** Who listens. It must not throw. */
export interface TapObserver {
  /** Something came in. `deal` deals with it, and with all that follows at once; it is to be called. */
  receiving(inbound: Inbound, deal: () => void): void;
  /** What a candidate message was read as, before anything is done about it. */
  read(message: ParsedMessage): void;
}

/** Nobody listens unless there is an observer; it may be set and unset at any time. */
export class Tap {
  observer: TapObserver | undefined = undefined;
}
