/** Everything that is dropped, refused or lost is counted under one of these names. */

/** What is counted. */
export type CounterName =
  /** Datagrams and empty lines that keep a binding open. */
  | 'keepAlive'
  /** Bytes that were no SIP message and could not be answered. */
  | 'unreadable'
  /** Requests that were not sound and got a stateless 4xx or 5xx. */
  | 'refused'
  /** Connections that were given up because nothing came, or no whole message, in time. */
  | 'slowPeer'
  /** Responses whose top Via is not ours (§18.1.2). */
  | 'foreignResponse'
  /** Responses with another Via beside ours: they were sent astray (§8.1.3.3). */
  | 'misroutedResponse'
  /** Responses that match no client transaction (§17.1.3, RFC 6026 §7.3). */
  | 'strayResponse'
  /** ACKs that match neither a transaction nor a dialog, or come before there is anything to acknowledge. */
  | 'strayAck'
  /** Messages that changed nothing of their transaction: retransmissions that it absorbs, and what may not come there. */
  | 'absorbed'
  /** Requests that got a stateless 503, or 481, because too much is going on or too little memory is left. */
  | 'overload'
  /** New requests that got a stateless 503 because their source sent too many. */
  | 'sourceRate'
  /** New INVITEs that got a 503 because the stack is draining. */
  | 'draining'
  /** Transactions that ended because nobody answered or acknowledged in time. */
  | 'timeout'
  /** Messages a transport could not send. */
  | 'transportError'
  /** Actors that ended by an exception; each took only itself along. */
  | 'childError'
  /** Exceptions in the table or the core; each took only the message it was about. */
  | 'internalError'
  /** Exceptions in timers, transports and subscribers of the application. */
  | 'shellError';

const names: readonly CounterName[] = [
  'keepAlive',
  'unreadable',
  'refused',
  'slowPeer',
  'foreignResponse',
  'misroutedResponse',
  'strayResponse',
  'strayAck',
  'absorbed',
  'overload',
  'sourceRate',
  'draining',
  'timeout',
  'transportError',
  'childError',
  'internalError',
  'shellError'
];

/** Counts from 0, only upwards. */
export class Counters {
  readonly #counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<CounterName, number>;

  /** Told of each thing that is counted; may be set and unset at any time. It must not throw. */
  observer: ((name: CounterName) => void) | undefined = undefined;

  /** One more. */
  count(name: CounterName): void {
    this.#counts[name]++;
    this.observer?.(name);
  }

  /** How many there were. */
  get(name: CounterName): number {
    return this.#counts[name];
  }

  /** All of them, as a plain object. */
  read(): Readonly<Record<CounterName, number>> {
    return { ...this.#counts };
  }
}
