/** How long calls take to be set up: from an INVITE to its first 2xx. */
import type { MessageEvent } from '../trace/event.ts';

/** How many INVITEs without a final response are remembered; the oldest are forgotten above it. */
const remembered = 10_000;

/** A To with a tag: that of an INVITE within a dialog. */
const toTag = /^(?:To|t)[ \t]*:[^\r\n]*;[ \t]*tag[ \t]*=/im;

/** A call that was answered. */
export interface SetUp {
  /** Of its INVITE. */
  readonly direction: 'in' | 'out';
  readonly ms: number;
}

/** Takes the time of each call; of its last INVITE, when an earlier one was challenged or redirected. */
export class SetUpTimes {
  /** When each INVITE was first seen, by its direction and branch. */
  readonly #begun = new Map<string, number>();

  /** The call that this message answers, if it does. */
  see(message: MessageEvent): SetUp | undefined {
    const { direction, status, cseq, branch = '', at } = message;
    if (cseq?.method !== 'INVITE') return undefined;
    if (status === undefined) {
      if (message.repeats === undefined && !toTag.test(message.text)) this.#begin(`${direction} ${branch}`, at);
      return undefined;
    }
    if (status < 200) return undefined;
    const way = direction === 'in' ? 'out' : 'in';
    const key = `${way} ${branch}`;
    const begun = this.#begun.get(key);
    this.#begun.delete(key);
    return begun === undefined || status >= 300 ? undefined : { direction: way, ms: at - begun };
  }

  #begin(key: string, at: number): void {
    this.#begun.set(key, at);
    if (this.#begun.size > remembered) this.#begun.delete(this.#begun.keys().next().value as string);
  }
}
