/** Values in words, so that what two actors did can be compared: messages as their bytes, actors by names of one run. */
import type { AnyMachineSnapshot } from 'xstate';
import { formatMessage } from '../../src/message/format.ts';
import type { Sendable } from '../../src/message/message.ts';

const decoder = new TextDecoder();
const messages = new WeakMap<object, string>();
/** The chart's own transitions: the same objects whoever runs it. */
const transitions = new Map<object, string>();

function wordsFor(message: Sendable): string {
  let words = messages.get(message);
  if (words === undefined) messages.set(message, (words = JSON.stringify(decoder.decode(formatMessage(message)))));
  return words;
}

/** An actor, or what XState persists in place of one. */
interface Named {
  readonly id: string;
}
const isNamed = (value: object): value is Named => '_parent' in value || 'xstate$$type' in value;

export class Wording {
  readonly #names = new Map<string, string>();

  /** Actors are numbered as they are first seen; XState numbers them over all runs. */
  #name({ id }: Named): string {
    const name = this.#names.get(id) ?? `actor ${String(this.#names.size)}`;
    this.#names.set(id, name);
    return name;
  }

  of(value: unknown, depth = 0): string {
    if (typeof value === 'function') return 'a function';
    if (value === null || typeof value !== 'object') return typeof value === 'string' ? value : String(value);
    if ('startLine' in value) return wordsFor(value as Sendable);
    if (isNamed(value)) return this.#name(value);
    if (value instanceof Error) return `${value.constructor.name}: ${value.message}`;
    if (value instanceof Set) return this.of([...(value as Set<unknown>)].sort());
    if ('source' in value && 'eventType' in value) return this.#transition(value);
    if ('historyValue' in value && 'matches' in value) return this.#snapshot(value as AnyMachineSnapshot);
    if (depth > 6) return 'deep';
    if (Array.isArray(value)) return `[${value.map((one) => this.of(one, depth + 1)).join(', ')}]`;
    const entries = Object.entries(value).filter(([key]) => key !== 'surroundings');
    return `{${entries.map(([key, one]) => `${key}: ${this.of(one, depth + 1)}`).join(', ')}}`;
  }

  #transition(transition: object): string {
    let words = transitions.get(transition);
    if (words === undefined) transitions.set(transition, (words = `transition ${String(transitions.size)}`));
    return words;
  }

  #snapshot(snapshot: AnyMachineSnapshot): string {
    const shown = ['status', 'value', 'output', 'error', 'context', 'tags', 'children', 'historyValue'] as const;
    return this.of(Object.fromEntries(shown.map((key) => [key, snapshot[key] as unknown])));
  }
}
