/** The turns of the event loop: at the end of one, everything has run that only waited for its promise. */

/** A message port as every host has it; Node's types leave the property out. */
interface Port {
  onmessage: (() => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/**
 * Turns to wait for. A message to ourselves is the one way to another turn that every host has and that does not take a
 * millisecond.
 */
export class Turns {
  readonly #channel = new MessageChannel() as unknown as { readonly port1: Port; readonly port2: Port };
  #done: () => void = () => undefined;

  constructor() {
    this.#channel.port1.onmessage = () => {
      this.#done();
    };
  }

  /** Resolves in the next turn. One at a time. */
  async next(): Promise<void> {
    return new Promise((resolve) => {
      this.#done = resolve;
      this.#channel.port2.postMessage(undefined);
    });
  }

  /** To be called at the end: an open channel keeps a process alive. */
  close(): void {
    this.#channel.port1.close();
  }
}
