/** Messages as the trace tells of them. */
import { formatMessage } from '../message/format.ts';
import type { HeaderField } from '../message/field.ts';
import { type Sendable, SipRequest, SipResponse, type SipMessage } from '../message/message.ts';
import type { ParsedMessage } from '../message/parse.ts';
import { decodeLatin1 } from '../syntax/latin1.ts';
import type { Flow } from '../transaction/flow.ts';
import { datagramTarget } from '../transport/response-target.ts';
import type { Cause, MessageEvent } from './event.ts';

/** What is read of the message itself. */
interface About {
  readonly startLine?: string | undefined;
  readonly status?: number | undefined;
  readonly callId?: string | undefined;
  readonly cseq?: MessageEvent['cseq'] | undefined;
  readonly branch?: string | undefined;
}

/** What a message event is made of beside the message. */
export interface Circumstances {
  readonly at: number;
  readonly flow: Flow;
  readonly actor?: number | undefined;
  readonly cause?: Cause | undefined;
}

/** What is known of it beside what is read of it. */
interface Place extends Pick<MessageEvent, 'message' | 'direction'> {
  readonly repeats?: number | undefined;
  readonly fault?: string | undefined;
}

/** What the text is made of: what came in, what is handed to a transport, or a function. */
type Source = Uint8Array | Sendable | (() => string);

/** How many bytes it is on the wire, or nearly so many: it is not written for that. */
function sizeOf({ startLine, head, fields, body }: Sendable): number {
  if (head !== undefined) return head.length + body.length;
  let size = startLine.length + body.length + 4;
  for (const { name, value } of fields) size += name.length + value.length + 4;
  return size;
}

/** A message event whose text is made when somebody reads it. */
export class TracedMessage implements MessageEvent {
  readonly type = 'message';
  readonly at: number;
  readonly message: number;
  readonly direction: 'in' | 'out';
  readonly flow: Flow;
  declare readonly actor?: number;
  declare readonly startLine?: string;
  declare readonly status?: number;
  declare readonly callId?: string;
  declare readonly cseq?: { readonly sequence: number; readonly method: string };
  declare readonly branch?: string;
  declare readonly repeats?: number;
  declare readonly fault?: string;
  declare readonly cause?: Cause;
  #text: string | undefined;
  readonly #source: Source;

  constructor(
    { message, direction, repeats, fault }: Place,
    circumstances: Circumstances,
    about: About,
    source: Source
  ) {
    const { actor, cause } = circumstances;
    const { startLine, status, callId, cseq, branch } = about;
    this.at = circumstances.at;
    this.message = message;
    this.direction = direction;
    this.flow = circumstances.flow;
    if (actor !== undefined) this.actor = actor;
    if (startLine !== undefined) this.startLine = startLine;
    if (status !== undefined) this.status = status;
    if (callId !== undefined) this.callId = callId;
    if (cseq !== undefined) this.cseq = cseq;
    if (branch !== undefined) this.branch = branch;
    if (repeats !== undefined) this.repeats = repeats;
    if (fault !== undefined) this.fault = fault;
    if (cause !== undefined) this.cause = cause;
    this.#source = source;
  }

  get text(): string {
    return (this.#text ??= this.#read());
  }

  #read(): string {
    const source = this.#source;
    if (typeof source === 'function') return source();
    return decodeLatin1(source instanceof Uint8Array ? source : formatMessage(source));
  }

  /** About how many bytes the message has, without writing it. Not part of the event. */
  get size(): number {
    const source = this.#source;
    if (typeof source === 'function') return this.text.length;
    return source instanceof Uint8Array ? source.length : sizeOf(source);
  }

  /** The same message with another text, which is made when somebody reads it. */
  withText(change: (text: string) => string): TracedMessage {
    return new TracedMessage(this, this, this, () => change(this.text));
  }

  /** The same message without some of its properties. */
  without(names: readonly string[]): TracedMessage {
    const copy = this.withText((text) => text);
    for (const name of names) Reflect.deleteProperty(copy, name);
    return copy;
  }

  toJSON(): object {
    return Object.assign({}, this, { text: this.text });
  }
}

/** How many messages are remembered to know one that is sent again. */
const remembered = 4096;

/** Numbers the messages of one stack and describes them. */
export class MessageTrace {
  #last = 0;
  /** The numbers of the last few thousand messages, each like none before it, by what makes it so. */
  #known = new Map<string, number>();

  /** What came in, and what it was read as. */
  received(bytes: Uint8Array, message: ParsedMessage, circumstances: Circumstances): TracedMessage {
    const number = ++this.#last;
    const place = { message: number, direction: 'in' } as const;
    if (message.kind !== 'refused') {
      const repeats = this.#repeated(`in ${keyOf(message)}`, number);
      return new TracedMessage({ ...place, repeats }, circumstances, describe(message), bytes);
    }
    const fields = message.request?.fields;
    const about = fields && { startLine: firstLine(bytes), callId: callIdIn(fields) };
    return new TracedMessage({ ...place, fault: message.fault.toString() }, circumstances, about ?? {}, bytes);
  }

  /** What is handed to a transport. */
  sent(message: Sendable, circumstances: Circumstances): TracedMessage {
    const number = ++this.#last;
    const isWhole = message instanceof SipRequest || message instanceof SipResponse;
    // Who keeps a message to send it again keeps it written.
    const key = isWhole ? keyOf(message) : message.head;
    const repeats = key === undefined ? undefined : this.#repeated(`out ${key}`, number);
    const place = { message: number, direction: 'out', repeats } as const;
    const about = isWhole ? describe(message) : describeWritten(message);
    const flow = flowOf(message, circumstances.flow);
    return new TracedMessage(
      place,
      flow === circumstances.flow ? circumstances : { ...circumstances, flow },
      about,
      message
    );
  }

  /** The number of the first message like this one; undefined when this is the first. */
  #repeated(key: string, number: number): number | undefined {
    const first = this.#known.get(key);
    if (first !== undefined) return first;
    this.#known.set(key, number);
    if (this.#known.size > remembered) for (const oldest of this.#known.keys()) return void this.#known.delete(oldest);
    return undefined;
  }

  /** Forgets what it knows of messages, but not how many there were. */
  forget(): void {
    this.#known = new Map();
  }
}

/** What a message has in common with itself sent again. */
function keyOf({ startLine, callId, cseq, topmostVia, from, to, body }: SipMessage): string {
  const numbers = `${String(cseq.sequence)} ${String(body.length)}`;
  return `${startLine}\n${topmostVia.branch ?? ''}\n${callId}\n${from.tag ?? ''}\n${to.tag ?? ''}\n${numbers}`;
}

function describe(message: SipMessage): About {
  const { startLine, callId, cseq, topmostVia } = message;
  const { sequence, method } = cseq;
  const status = message.kind === 'response' ? message.status : undefined;
  return { startLine, status, callId, cseq: { sequence, method }, branch: topmostVia.branch };
}

/** Fields of a head that we wrote: they are sound, and a value may be folded. */
const writtenCallId = /\r\n(?:Call-ID|i)[ \t]*:\s*(\S+)/i;
const writtenCSeq = /\r\nCSeq[ \t]*:\s*(\d+)\s+(\S+)/i;

/** What was written down to be sent again, or copies what could not be read: it is not read for the trace alone. */
function describeWritten(message: Sendable): About {
  const { kind, startLine, head = '', topmostVia } = message;
  const [, sequence, method] = writtenCSeq.exec(head) ?? [];
  return {
    startLine,
    status: kind === 'response' ? Number(startLine.split(' ', 2)[1]) : undefined,
    callId: callIdWritten(message),
    cseq: method === undefined ? undefined : { sequence: Number(sequence), method },
    branch: topmostVia.branch
  };
}

/** The Call-ID of what was written down. */
export function callIdWritten({ head = '', fields }: Pick<Sendable, 'head' | 'fields'>): string | undefined {
  return writtenCallId.exec(head)?.[1] ?? callIdIn(fields);
}

/** So that what could not be read as a whole is found among the others of its call. */
function callIdIn(fields: readonly HeaderField[]): string | undefined {
  return fields.find(({ name }) => name === 'Call-ID')?.value;
}

function firstLine(bytes: Uint8Array): string | undefined {
  return /^\s*([^\r\n]*)/.exec(decodeLatin1(bytes))?.[1];
}

/** Over UDP a response goes where its Via says (§18.2.2). */
function flowOf({ kind, topmostVia }: Sendable, flow: Flow): Flow {
  const remote = kind === 'response' && flow.transport === 'UDP' ? datagramTarget(topmostVia) : undefined;
  return remote === undefined ? flow : { ...flow, remote };
}
