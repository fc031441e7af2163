/** What the two sides of a call have agreed on: the last offer and answer that were both given (RFC 3264 §4). */

/** One side's session description; read when it is asked for, since a callee's offer is answered in the ACK. */
type Description = () => string | undefined;

export class Session {
  #local: Description;
  #remote: Description;

  constructor(local: Description, remote: Description) {
    this.#local = local;
    this.#remote = remote;
  }

  /** Ours. */
  get local(): string | undefined {
    return this.#local();
  }

  /** The peer's. */
  get remote(): string | undefined {
    return this.#remote();
  }

  /** A new offer was answered: from now on this holds. An offer that is refused changes nothing (RFC 3264 §8). */
  commit(local: Description, remote: Description): void {
    this.#local = local;
    this.#remote = remote;
  }
}
