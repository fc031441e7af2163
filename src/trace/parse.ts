/** Reads a trace back that was written as lines of JSON (`traceToJson`): whoever wrote it, nothing in it is believed unseen. */
import { UsageError } from '../message/usage-error.ts';
import { type TraceEvent, traceVersion } from './event.ts';

/** How long a line may be, characters: a message of 256 KiB, each byte of it escaped. */
export const longestLine = 2 ** 21;

/** A trace that can not be read. */
export class TraceError extends UsageError {
  /** Where, from 1. */
  readonly line: number;

  constructor(line: number, problem: string) {
    super('ERR_SIP_INVALID_TRACE', `line ${String(line)} of the trace: ${problem}`);
    this.name = 'TraceError';
    this.line = line;
  }
}

/** Whether a value is what is said of it; the name of what is not, else undefined. */
type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

const text: Check = (value) => typeof value === 'string';
const flag: Check = (value) => typeof value === 'boolean';
const number: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const either =
  (...words: readonly string[]): Check =>
  (value) =>
    words.includes(value as string);
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const object =
  (shape: Shape): Check =>
  (value) =>
    wrongIn(shape, value) === undefined;
const limits: Check = (value) => isObject(value) && Object.values(value).every(orNull(number));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first property that is not as it has to be; undefined when all are. */
function wrongIn(shape: Shape, value: unknown): string | undefined {
  if (!isObject(value)) return 'it';
  return Object.keys(shape).find((name) => !shape[name]?.(Object.hasOwn(value, name) ? value[name] : undefined));
}

/** How deep states are read. */
const deepest = 20;

function isState(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return true;
  return depth < deepest && isObject(value) && Object.values(value).every((inner) => isState(inner, depth + 1));
}

const state: Check = (value) => isState(value);
const address = object({ host: text, port: count });
const flow = object({ transport: text, local: address, remote: address });
const cause: Check = (value) => object({ message: count })(value) || object({ timer: count })(value);
const field = object({ name: text, value: text });

const stack = object({
  transports: list(object({ protocol: text, local: address })),
  timers: limits,
  callLimits: limits,
  messageLimits: limits,
  capabilities: object({ methods: list(text), optionTags: list(text), bodyTypes: list(text) }),
  transactionLimit: orNull(number),
  dialogLimit: orNull(number),
  sourceRate: maybe(limits)
});

const actor: Shape = {
  actor: count,
  parent: maybe(count),
  kind: either('chart', 'service'),
  name: text,
  key: maybe(text),
  callId: maybe(text),
  state: maybe(state)
};
const timer: Shape = { timer: count, actor: count, name: text };
const due: Shape = { in: orNull(number), due: orNull(number) };

const framing = object({ code: text, status: count, section: text, offset: count, field: maybe(text) });
const content: Shape = { fields: list(field), body: maybe(object({ type: text, text })) };
const answer = object({ status: count, reason: maybe(text), reliable: maybe(flag), ...content });
const inDialog = object({ dialog: count, method: text, ownsCallId: flag, ...content });

/** What each kind of event has beside `type`, `at` and `cause`. */
const shapes: Readonly<Record<TraceEvent['type'], Shape>> = {
  begin: {
    version: count,
    epoch: maybe(number),
    living: object({ actors: count, timers: count }),
    stack: maybe(stack)
  },
  'actor.started': actor,
  'actor.living': { ...actor, startedAt: maybe(number) },
  'actor.ended': { actor: count, how: either('done', 'stopped', 'error'), outcome: maybe(text), error: maybe(text) },
  message: {
    message: count,
    direction: either('in', 'out'),
    flow,
    actor: maybe(count),
    startLine: maybe(text),
    status: maybe(count),
    callId: maybe(text),
    cseq: maybe(object({ sequence: count, method: text })),
    branch: maybe(text),
    repeats: maybe(count),
    fault: maybe(text),
    framing: maybe(framing),
    text: (value) => typeof value === 'string' && isLatin1(value)
  },
  transition: {
    actor: count,
    on: either('event', 'timer', 'always'),
    event: text,
    from: state,
    to: state,
    guard: maybe(text),
    actions: list(text),
    rfc: list(text),
    edge: text
  },
  ignored: { actor: count, on: either('event', 'timer'), event: text, state },
  'timer.armed': { ...timer, ...due },
  'timer.living': { ...timer, ...due },
  'timer.fired': timer,
  'timer.cancelled': timer,
  order: {
    order: count,
    actor: count,
    event: text,
    callId: maybe(text),
    answer: maybe(answer),
    request: maybe(text),
    flow: maybe(flow),
    contact: maybe(text),
    id: maybe(text),
    inDialog: maybe(inDialog),
    user: maybe(count)
  },
  unsent: { actor: count, error: text, order: maybe(count) },
  drawn: {
    what: either('token', 'hash', 'number'),
    value: (value) => text(value) || number(value),
    order: maybe(count)
  },
  counted: { name: text, flow: maybe(flow) },
  lost: { count, callId: maybe(orNull(text)) }
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: all bytes there are
const latin1 = /^[\0-\xff]*$/;
const isLatin1 = (value: string): boolean => latin1.test(value);

function parseLine(line: string, at: number): TraceEvent | undefined {
  if (line.length > longestLine) throw new TraceError(at, `longer than ${String(longestLine)} characters`);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new TraceError(at, 'no JSON: it may have been cut off');
  }
  if (!isObject(value) || typeof value['type'] !== 'string') throw new TraceError(at, 'no event: it has no type');
  const { type } = value;
  // Kinds may be added without another version.
  if (!Object.hasOwn(shapes, type)) return undefined;
  const common: Shape = { at: number, cause: maybe(cause) };
  const wrong = wrongIn(common, value) ?? wrongIn(shapes[type as TraceEvent['type']], value);
  if (wrong !== undefined) throw new TraceError(at, `${wrong} of ${type} is missing, or not what it has to be`);
  if (type === 'begin' && value['version'] !== traceVersion)
    throw new TraceError(at, `it is of version ${String(value['version'])}; this reads ${String(traceVersion)}`);
  return value as unknown as TraceEvent;
}

/** Reads lines one after the other. */
class TraceReader {
  #line = 0;

  /** The event of the next line; undefined for an empty line, or a kind that is not known. */
  read(line: string): TraceEvent | undefined {
    const at = ++this.#line;
    if (line === '' || line === '\r') return undefined;
    const event = parseLine(line, at);
    if ((event?.type === 'begin') !== (at === 1)) throw new TraceError(at, 'a trace has one begin, in its first line');
    return event;
  }

  /** No line is longer than it may be, even one that has not ended yet. */
  demandShort(rest: string): void {
    if (rest.length > longestLine)
      throw new TraceError(this.#line + 1, `longer than ${String(longestLine)} characters`);
  }

  end(): void {
    if (this.#line === 0) throw new TraceError(1, 'it is empty');
  }
}

/**
 * The events of a trace that was written as lines of JSON. Kinds of events that this version does not know are left out.
 * @throws TraceError, with the number of the line, for what is no trace of this version; a line may have 2 MiB
 */
export function parseTrace(trace: string): readonly TraceEvent[] {
  const reader = new TraceReader();
  const lines = trace.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const events = lines.map((line) => reader.read(line));
  reader.end();
  return events.filter((event) => event !== undefined);
}

/**
 * The same of a trace that comes piece by piece, such as a file's stream of text; no more than a line of it is kept.
 * @throws TraceError as `parseTrace`; what the pieces throw
 */
export async function* readTrace(pieces: AsyncIterable<string>): AsyncGenerator<TraceEvent> {
  const reader = new TraceReader();
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const event = reader.read(line);
      if (event !== undefined) yield event;
    }
    reader.demandShort(rest);
  }
  const last = rest === '' ? undefined : reader.read(rest);
  if (last !== undefined) yield last;
  reader.end();
}
