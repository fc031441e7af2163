/** One message on its way through the simulated network, and what became of it. */
import { type ParsedMessage, parseMessage } from '../message/parse.ts';

/** What became of a datagram: `carried`, and arrived or will; `lost`; `cut` by a partition; `failed`, and its sender was told. */
export type Fate = 'carried' | 'lost' | 'cut' | 'failed';

/** What happened to one on the way. Times are milliseconds of the network's clock. */
export interface Passage {
  readonly fate: Fate;
  /** When it arrives, once for each copy; empty unless it was carried. */
  readonly arrivals: readonly number[];
  /** Held back by chance, so that later ones could overtake it. */
  readonly reordered: boolean;
  /** The bit that was flipped on the way, counted from the highest of the first byte; undefined when none was. */
  readonly flippedBit: number | undefined;
}

function wordsFor(message: ParsedMessage): string {
  if (message.kind === 'refused') return 'unreadable';
  return message.kind === 'request' ? message.method : `${String(message.status)} ${message.cseq.method}`;
}

/** A datagram as it was sent. */
export class Datagram {
  /** Its place among all that were sent, from 1. */
  readonly number: number;
  /** When it was sent, milliseconds of the network's clock. */
  readonly at: number;
  /** The name of the place it came from. */
  readonly from: string;
  /** The name of the place it is for, or `host:port` where nobody ever was. */
  readonly to: string;
  /** What was sent. A bit that flips on the way does not show here. */
  readonly bytes: Uint8Array;
  #passage: Passage | undefined;
  #words: string | undefined;

  /** Made by the network. */
  constructor({ number, at, from, to, bytes }: Pick<Datagram, 'number' | 'at' | 'from' | 'to' | 'bytes'>) {
    this.number = number;
    this.at = at;
    this.from = from;
    this.to = to;
    this.bytes = bytes;
  }

  /** What became of it. Undefined only while the network asks its rules. */
  get passage(): Passage | undefined {
    return this.#passage;
  }

  /** @internal */
  set passage(passage: Passage | undefined) {
    this.#passage = passage;
  }

  /** The message it holds, read anew each time: a long record keeps bytes only. */
  get message(): ParsedMessage {
    return parseMessage(this.bytes);
  }

  /** It in a word or two: `INVITE`, `180 INVITE`; `unreadable` when it is no message. */
  get words(): string {
    this.#words ??= wordsFor(this.message);
    return this.#words;
  }

  /** It as a rung of the ladder: `bob → alice 180 INVITE (lost)`. */
  get rung(): string {
    const { fate = 'carried', arrivals = [], reordered = false, flippedBit } = this.#passage ?? {};
    const remarks = [
      ...(fate === 'carried' ? [] : [fate]),
      ...(arrivals.length > 1 ? [`${String(arrivals.length)} copies`] : []),
      ...(reordered ? ['held back'] : []),
      ...(flippedBit === undefined ? [] : [`bit ${String(flippedBit)} flipped`])
    ];
    const remark = remarks.length === 0 ? '' : ` (${remarks.join(', ')})`;
    return `${this.from} → ${this.to} ${this.words}${remark}`;
  }

  /** Its rung behind the seconds at which it was sent: `0.210 bob → alice 180 INVITE (lost)`. */
  toString(): string {
    return `${(this.at / 1000).toFixed(3)} ${this.rung}`;
  }
}
