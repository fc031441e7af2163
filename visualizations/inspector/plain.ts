/**
 * Anything an actor holds as plain data that can be shown: messages as their text without secrets, other actors by their
 * names, and of what is large or deep a part.
 */
import { formatMessage } from '../../src/message/format.ts';
import { SipRequest, SipResponse } from '../../src/message/message.ts';
import { WrittenMessage } from '../../src/message/written-message.ts';
import { decodeLatin1 } from '../../src/syntax/latin1.ts';
import { redactText } from '../../src/trace/redact.ts';

/** How much is shown of one thing. */
const limits = { depth: 8, values: 1000, entries: 64, characters: 4096 };

const secret = /^(?:(?:proxy-)?authorization|password|credentials|ha1)$/i;

/** What an actor looks like from outside. */
interface ActorLike {
  readonly id: string;
  readonly sessionId: string;
  readonly send: unknown;
}

const isActor = (value: object): value is ActorLike => 'sessionId' in value && 'send' in value;

class Plainer {
  #left = limits.values;

  read(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return cut(redactText(value));
    if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
    if (typeof value === 'function') return `${value.name}()`;
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof SipRequest || value instanceof SipResponse || value instanceof WrittenMessage)
      return cut(redactText(decodeLatin1(formatMessage(value))));
    if (value instanceof Uint8Array) return `(${String(value.length)} bytes)`;
    if (value instanceof Error) return cut(redactText(`${value.name}: ${value.message}`));
    if (isActor(value)) return `(actor ${value.id})`;
    if (depth === limits.depth || --this.#left < 0) return '(more)';
    if (value instanceof Map) return this.#object(value.entries(), depth);
    if (Array.isArray(value) || value instanceof Set) return this.#array(value as Iterable<unknown>, depth);
    return this.#object(Object.entries(value), depth);
  }

  #array(values: Iterable<unknown>, depth: number): readonly unknown[] {
    const read: unknown[] = [];
    for (const value of values) {
      if (read.length === limits.entries) return [...read, '(more)'];
      read.push(this.read(value, depth + 1));
    }
    return read;
  }

  #object(entries: Iterable<readonly [unknown, unknown]>, depth: number): object {
    const read: [string, unknown][] = [];
    // A header field is an object with a name and a value.
    let isSecret = false;
    for (const [key, value] of entries) {
      if (read.length === limits.entries) break;
      const name = String(key);
      isSecret ||= name === 'name' && typeof value === 'string' && secret.test(value);
      read.push([name, secret.test(name) || (isSecret && name !== 'name') ? 'xxx' : this.read(value, depth + 1)]);
    }
    // No `__proto__` of somebody else's becomes ours.
    return Object.fromEntries(read);
  }
}

const cut = (text: string): string => (text.length > limits.characters ? `${text.slice(0, limits.characters)}…` : text);

/** A value as plain data. It takes bounded time but for a string or a message, which takes time in its length. */
export function toPlain(value: unknown): unknown {
  return new Plainer().read(value, 0);
}

/** A snapshot as plain data: what an inspector shows of it. */
export function snapshotToPlain(snapshot: unknown): object {
  const { status, value, context, output, error } = (snapshot ?? {}) as Readonly<Record<string, unknown>>;
  const plain = toPlain({ context, output, error }) as Readonly<Record<string, unknown>>;
  const given = Object.entries({ status, value, ...plain }).filter(([, each]) => each !== undefined);
  return Object.fromEntries(given);
}
