/** What the trace says of a chart's arrows and events: their names, without XState's own. */
import type { AnyTransitionDefinition } from 'xstate';
import type { ChartState, TransitionEvent } from './event.ts';

/** What is the same each time that an arrow is taken. */
export interface Arrow extends Pick<TransitionEvent, 'on' | 'actions' | 'rfc' | 'edge'> {
  readonly guard: string | undefined;
  /** The state that has it: where the chart is at least, when it is taken. */
  readonly source: ChartState;
}

/** What is read of a transition as XState has it. */
interface Definition {
  readonly eventType: string;
  readonly source: {
    readonly id: string;
    readonly path: readonly string[];
    readonly meta?: { readonly rfc?: unknown };
    readonly always?: readonly unknown[];
    readonly transitions: ReadonlyMap<string, readonly unknown[]>;
  };
  readonly actions: readonly unknown[];
  readonly guard?: unknown;
  readonly meta?: { readonly rfc?: unknown };
}

const arrows = new WeakMap<AnyTransitionDefinition, Arrow>();

/** Reads an arrow, once. */
export function readArrow(definition: AnyTransitionDefinition): Arrow {
  let arrow = arrows.get(definition);
  if (arrow === undefined) arrows.set(definition, (arrow = read(definition)));
  return arrow;
}

function read(transition: AnyTransitionDefinition): Arrow {
  const { eventType, source, actions, guard, meta } = transition as unknown as Definition;
  const rfc = meta?.rfc ?? source.meta?.rfc;
  return {
    on: eventType === '' ? 'always' : eventType.startsWith(after) ? 'timer' : 'event',
    guard: guard === undefined ? undefined : nameOfGuard(guard),
    actions: actions.map(nameOf),
    rfc: typeof rfc === 'string' ? [rfc] : [],
    edge: edgeOf(transition),
    source: stateAt(source.path)
  };
}

/** As `transitionId` of the drawings has it: the state, the event without XState's id in it, and which arrow for it. */
function edgeOf(definition: Definition): string {
  const { eventType, source } = definition;
  const siblings = eventType === '' ? source.always : source.transitions.get(eventType);
  const event = eventType.startsWith('xstate.') ? eventType.replace(`.${source.id}`, '') : eventType;
  const index = String(siblings?.indexOf(definition) ?? 0);
  return `${source.id}/${event === '' ? 'xstate.always' : event}/${index}`.replaceAll(/\s/g, '_');
}

/** The state of a chart that is at the end of this path. */
function stateAt(path: readonly string[]): ChartState {
  const [outermost = '', ...inner] = path;
  return inner.length === 0 ? outermost : { [outermost]: stateAt(inner) };
}

const after = 'xstate.after.';

/** Whether an event is that of a timer of a state. */
export const isTimer = (type: string): boolean => type.startsWith(after);

/**
 * The name of an event. That of a timer is the chart's name for it: XState's is `xstate.after.timerB.<id of the state>`,
 * and the id begins with the chart's.
 */
export function nameOfEvent(type: string, chart: string | undefined): string {
  if (!type.startsWith('xstate.')) return type;
  if (type === 'xstate.init') return 'start';
  if (!type.startsWith(after)) return type.slice('xstate.'.length);
  const end = chart === undefined ? -1 : type.indexOf(`.${chart}`, after.length);
  return end < 0 ? type.slice(after.length) : type.slice(after.length, end);
}

/** An action or guard by its name; a function that has none is `(inline)`. */
function nameOf(reference: unknown): string {
  if (typeof reference === 'string') return reference;
  const { type, name } = reference as { readonly type?: unknown; readonly name?: unknown };
  const found = typeof type === 'string' ? type : name;
  if (typeof found !== 'string' || inferred.has(found)) return '(inline)';
  return found.startsWith('xstate.') ? found.slice('xstate.'.length) : found;
}

/** Names that a function without one gets from where it stands. */
const inferred = new Set(['', 'actions', 'guard']);

/** `a and (b or not c)`. */
function nameOfGuard(guard: unknown): string {
  const guards = typeof guard === 'function' ? (guard as { readonly guards?: readonly unknown[] }).guards : undefined;
  if (guards === undefined) return nameOf(guard);
  const { name } = guard as { readonly name: string };
  const names = guards.map((part) => {
    const text = nameOfGuard(part);
    return text.includes(' ') && !text.startsWith('not ') ? `(${text})` : text;
  });
  return name === 'not' ? `not ${names.join()}` : names.join(` ${name} `);
}
