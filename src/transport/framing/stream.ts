/**
 * Messages out of a byte stream: RFC 3261 §18.3, keep-alives of RFC 5626 §3.5.1.
 *
 * Where a message ends is said by its Content-Length alone. When that can not be trusted nothing behind it can: the framer
 * hands out the fault and is dead. Nothing is scanned twice, and nothing is allocated before its bytes are there.
 */
import { CR, LF } from '../../syntax/characters.ts';
import { decodeLatin1 } from '../../syntax/latin1.ts';
import { Fault } from '../../message/fault.ts';

/** How much of a stream is held; bytes. */
export interface StreamLimits {
  /** Start line and fields. */
  readonly head: number;
  readonly message: number;
}

/** The limits unless others are set: 64 KiB and 256 KiB. */
export const defaultStreamLimits: StreamLimits = { head: 65_536, message: 262_144 };

/** What comes out of a stream. */
export type Frame =
  | { readonly kind: 'message'; readonly bytes: Uint8Array }
  /** `CRLFCRLF` between messages: to be answered with `CRLF`. */
  | { readonly kind: 'ping' }
  /** `CRLF` between messages. */
  | { readonly kind: 'pong' }
  /** The stream can not be read any further. `bytes` is the head to answer, if it was whole. */
  | { readonly kind: 'fault'; readonly fault: Fault; readonly bytes: Uint8Array | undefined };

const firstCapacity = 2048;

const none: readonly Frame[] = [];

export class StreamFramer {
  readonly #limits: StreamLimits;
  #buffer = new Uint8Array(firstCapacity);
  /** What was not given out yet begins and ends here. */
  #start = 0;
  #end = 0;
  /** How many of these bytes were looked at and hold no end of a head. */
  #scanned = 0;
  /** The length of the message whose head is whole. */
  #whole: number | undefined;
  #dead = false;

  constructor(limits: StreamLimits = defaultStreamLimits) {
    this.#limits = limits;
  }

  /** Whether a message has begun and is not whole. A CRLF that may be half a ping is none. */
  get pending(): boolean {
    return this.length > 0 && !this.#isCrlf(0);
  }

  /** How many bytes are held. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Takes what came, gives what is whole. After a fault it gives nothing. */
  push(chunk: Uint8Array): readonly Frame[] {
    if (this.#dead) return [];
    this.#append(chunk);
    let frame = this.#next();
    if (frame === undefined) return none;
    const frames: Frame[] = [];
    for (; frame !== undefined; frame = this.#next()) {
      frames.push(frame);
      if (frame.kind === 'fault') {
        this.#die();
        return frames;
      }
    }
    if (this.length === 0 && this.#buffer.length > 4 * firstCapacity) this.#buffer = new Uint8Array(firstCapacity);
    return frames;
  }

  #die(): void {
    this.#dead = true;
    this.#buffer = new Uint8Array(0);
    this.#start = this.#end = 0;
  }

  #append(chunk: Uint8Array): void {
    const { length } = this;
    const needed = length + chunk.length;
    if (needed > this.#buffer.length) {
      const held = this.#buffer.subarray(this.#start, this.#end);
      this.#buffer = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
      this.#buffer.set(held);
    } else if (this.#start > 0) this.#buffer.copyWithin(0, this.#start, this.#end);
    // A call of `set` costs more than a few bytes do.
    if (chunk.length > 16) this.#buffer.set(chunk, length);
    else for (let i = 0; i < chunk.length; i++) this.#buffer[length + i] = chunk[i] as number;
    this.#start = 0;
    this.#end = needed;
  }

  /** Cuts the first bytes off, as a copy that nobody will overwrite. */
  #cut(length: number): Uint8Array {
    const bytes = this.#buffer.slice(this.#start, this.#start + length);
    this.#start += length;
    this.#scanned = 0;
    this.#whole = undefined;
    return bytes;
  }

  #at(index: number): number | undefined {
    return this.#buffer[this.#start + index];
  }

  /** Whether what is held has a CRLF at an index, or ends in the half of one. */
  #isCrlf(index: number): boolean {
    return this.#at(index) === CR && (this.length === index + 1 || this.#at(index + 1) === LF);
  }

  #next(): Frame | undefined {
    if (this.#whole === undefined) {
      const keepAlive = this.#keepAlive();
      if (keepAlive !== undefined) return keepAlive;
      const head = this.#head();
      if (head === undefined) return this.#headFault();
      const body = contentLengthOf(decodeLatin1(this.#buffer, this.#start, this.#start + head));
      if (body instanceof Fault) return { kind: 'fault', fault: body, bytes: this.#cut(head) };
      if (head + body > this.#limits.message) {
        const fault = new Fault('too-large', 513, 'RFC 3261 §18.3', head, 'Content-Length');
        return { kind: 'fault', fault, bytes: this.#cut(head) };
      }
      this.#whole = head + body;
    }
    return this.length < this.#whole ? undefined : { kind: 'message', bytes: this.#cut(this.#whole) };
  }

  /** A CRLF is a pong, two are a ping; one alone waits, as it may be half a ping, until something else follows. */
  #keepAlive(): Frame | undefined {
    if (this.length < 3 || !this.#isCrlf(0) || (this.length === 3 && this.#at(2) === CR)) return undefined;
    const isPing = this.#isCrlf(2);
    this.#start += isPing ? 4 : 2;
    return { kind: isPing ? 'ping' : 'pong' };
  }

  /** Where the head ends, behind its empty line; undefined when that is not there yet. */
  #head(): number | undefined {
    const buffer = this.#buffer;
    const start = this.#start;
    const last = start + Math.min(this.length, this.#limits.head);
    for (let at = start + Math.max(3, this.#scanned); at < last; at++) {
      if (buffer[at] === LF && buffer[at - 1] === CR && buffer[at - 2] === LF && buffer[at - 3] === CR)
        return at + 1 - start;
    }
    this.#scanned = last - start;
    return undefined;
  }

  #headFault(): Frame | undefined {
    if (this.length <= this.#limits.head) return undefined;
    return { kind: 'fault', fault: new Fault('too-large', 513, 'RFC 3261 §18.3', this.#limits.head), bytes: undefined };
  }
}

const fault = (offset: number): Fault => new Fault('content-length', 400, 'RFC 3261 §20.14', offset, 'Content-Length');

/**
 * The one Content-Length of a head; a Fault when it is missing, comes twice or is no 1*DIGIT. Found by its own line alone:
 * everything else about the head is the parser's to judge.
 */
function contentLengthOf(head: string): number | Fault {
  let found: number | undefined;
  for (const match of head.matchAll(/\r\n(?:content-length|l)[ \t]*:([^\r\n]*(?:\r\n[ \t][^\r\n]*)*)/gi)) {
    const digits = /^[ \t\r\n]*(\d{1,10})[ \t\r\n]*$/.exec(match[1] as string)?.[1];
    if (digits === undefined || found !== undefined) return fault(match.index);
    found = Number(digits);
  }
  return found ?? fault(head.length);
}
