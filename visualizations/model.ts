/**
 * What a diagram of a statechart says, as plain data: the one thing that every emitter (Mermaid, SVG, the inspector) reads.
 *
 * It is walked from `machine.root`, the tree that the interpreter itself runs, so a picture cannot promise what the chart
 * does not do. Nothing is left out except the actions that XState adds by itself to start and stop the timers of `after`.
 */
import type {
  AnyStateMachine,
  AnyTransitionDefinition,
  EventObject,
  MachineContext,
  MetaObject,
  StateNode,
  TransitionDefinition
} from 'xstate';
import { nameAction, nameGuard, startsOrStopsTimer } from './name.ts';

/** A whole machine as plain data; `states[0]` is the machine itself. Safe to send as JSON. */
export interface DiagramModel {
  /** The machine's own id, as in `createMachine({ id })`. */
  readonly id: string;
  /** Depth first in the order of the source; the first is the root, whose `path` is empty. */
  readonly states: readonly DiagramState[];
  /** The named delays, in the order that the machine's `meta.timers` has them or else as they first appear. */
  readonly timers: readonly DiagramTimer[];
  /** In the order of the source: state by state; within a state its events, timers, then eventless transitions. */
  readonly transitions: readonly DiagramTransition[];
}

/** A named delay: what its machine says of it in `meta: { timers: { timerA: { value: 'T1, doubling', ms: 500 } } }`. */
export interface DiagramTimer {
  readonly name: string;
  /** In the RFC's words: `T1, doubling`. */
  readonly value?: string;
  /** When it is first armed, with whatever the machine takes for the default. Also of a delay that `setup()` has as a number. */
  readonly ms?: number;
  /** Verbatim: `3261§17.1.1.2`. */
  readonly rfc?: string;
  readonly reason?: string;
}

/** One state of a {@link DiagramModel}. */
export interface DiagramState {
  /** XState's id of the state: the machine's id and the path, joined by dots, unless the author gave another. */
  readonly id: string;
  /** The last key of the path; of the root, the machine's id. */
  readonly name: string;
  readonly path: readonly string[];
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  /** Of a history state: whether it recalls the states inside the recalled one too. */
  readonly history?: 'shallow' | 'deep';
  /** Id of the state around this one; absent on the root. */
  readonly parent?: string;
  /** Ids of the states inside, in the order of the source. */
  readonly children: readonly string[];
  /** Id of the state that a compound state starts in. */
  readonly initial?: string;
  /** Actions on the way to `initial`. */
  readonly initialActions: readonly string[];
  readonly description?: string;
  /** From `meta.rfc`, verbatim: `3261§17.1.1.2`. */
  readonly rfc?: string;
  readonly entry: readonly string[];
  readonly exit: readonly string[];
  /** Sources of the actors that run while the machine is in this state. */
  readonly invokes: readonly string[];
  readonly tags: readonly string[];
}

/** One transition of a {@link DiagramModel}. */
export interface DiagramTransition {
  /** See {@link transitionId}: the same from run to run, and without spaces. */
  readonly id: string;
  /** Id of the state that has the transition. */
  readonly source: string;
  /** Id of the state that it leads to; absent where the transition is internal (its actions run, the state stays). */
  readonly target?: string;
  /** Ids of further targets, in other regions of a parallel state; nearly always empty. */
  readonly alsoTargets: readonly string[];
  readonly kind: 'event' | 'after' | 'always';
  /** What the arrow says: the event's type, the delay's name (`timerA`), or nothing for `always`. */
  readonly event: string;
  /** Of an `after`: the delay's name (`timerB`), or its milliseconds (`500`). */
  readonly delay?: string;
  /** Of an `after`: the delay's value in words (`T1, doubling`), from the machine's `meta.timers` or its own `meta.timer`. */
  readonly delayValue?: string;
  /** Of an `after`: its milliseconds, from the same places, or as written. */
  readonly delayMs?: number;
  readonly guard?: string;
  /** Whether it has no guard and is what happens when those before it, for the same event, say no. */
  readonly otherwise: boolean;
  readonly actions: readonly string[];
  /** Whether the source is left and entered again, although the target is the source or inside it. */
  readonly reenter: boolean;
  readonly description?: string;
  /** From `meta.rfc`, verbatim: `3261§17.1.1.2`. */
  readonly rfc?: string;
}

type Node = StateNode;
type Transition = TransitionDefinition<MachineContext, EventObject>;

/**
 * Reads a machine into plain data.
 *
 * Any machine of XState 5 will do, not only those of this package. Inline functions have no name to show: they appear
 * as `(inline)`, unless the function itself is named.
 */
export function buildModel(machine: AnyStateMachine): DiagramModel {
  const nodes = collectNodes(machine.root as Node);
  const timers = new Map(readTimers(machine, nodes).map((timer) => [timer.name, timer]));
  return {
    id: machine.id,
    states: nodes.map(readState),
    timers: [...timers.values()],
    transitions: nodes.flatMap((node) => transitionsOf(node).map((transition) => readTransition(transition, timers)))
  };
}

/**
 * The id under which a transition appears in a {@link DiagramModel} and as `data-edge` in its SVG:
 * `machine.State/event.type/0`, where the number counts the transitions of that state for that event, in the order that
 * their guards are tried. A timer's event is `xstate.after.timerB`, no event `xstate.always`.
 *
 * Takes XState's own definition, as an inspector's microstep reports it, so that a running machine can light up its arrows.
 */
export function transitionId(transition: AnyTransitionDefinition): string {
  const definition = transition as Transition;
  const { source, eventType } = definition;
  const reserved = eventType.startsWith('xstate.') ? eventType.replace(`.${source.id}`, '') : eventType;
  const event = eventType === '' ? 'xstate.always' : reserved;
  const index = String(siblingsOf(definition).indexOf(definition));
  return `${source.id}/${event}/${index}`.replaceAll(/\s/g, '_');
}

/**
 * Whether the state stays as it is while the transition's actions run: no target, or a state without substates that
 * targets itself and does not re-enter. Emitters write these into the state's box; the others are arrows.
 */
export function isInternal(transition: DiagramTransition, source: DiagramState): boolean {
  const { target, reenter } = transition;
  return target === undefined || (target === source.id && !reenter && source.children.length === 0);
}

function collectNodes(node: Node): Node[] {
  return [node, ...childrenOf(node).flatMap(collectNodes)];
}

function childrenOf(node: Node): Node[] {
  return Object.values(node.states);
}

function transitionsOf(node: Node): Transition[] {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
}

/** A state's transitions for the same event, tried in this order. */
function siblingsOf({ source, eventType }: Transition): readonly Transition[] {
  return (eventType === '' ? source.always : source.transitions.get(eventType)) as readonly Transition[];
}

function readState(node: Node): DiagramState {
  const initial = node.type === 'compound' ? node.initial : undefined;
  return {
    id: node.id,
    name: node.key,
    path: node.path,
    kind: node.type,
    ...(node.type === 'history' && { history: node.history || 'shallow' }),
    ...(node.parent && { parent: node.parent.id }),
    children: childrenOf(node).map((child) => child.id),
    ...(initial?.target[0] && { initial: initial.target[0].id }),
    initialActions: (initial?.actions ?? []).map(nameAction),
    ...(node.description !== undefined && { description: node.description }),
    ...readRfc(node.meta),
    entry: node.entry.filter((action) => !startsOrStopsTimer(action)).map(nameAction),
    exit: node.exit.filter((action) => !startsOrStopsTimer(action)).map(nameAction),
    invokes: node.invoke.map(nameActor),
    tags: node.tags
  };
}

function readTimers({ root, implementations }: AnyStateMachine, nodes: readonly Node[]): DiagramTimer[] {
  const said = record((root.meta as MetaObject | undefined)?.['timers']);
  const used = nodes
    .flatMap((node) => transitionsOf(node).flatMap(delayOf))
    .filter((delay) => typeof delay === 'string');
  return [...new Set([...Object.keys(said).filter((name) => used.includes(name)), ...used])].map((name) => {
    const { rfc, reason } = record(said[name]);
    const written: unknown = implementations.delays[name];
    return {
      name,
      ...(typeof written === 'number' && { ms: written }),
      ...readValue(said[name]),
      ...(typeof rfc === 'string' && { rfc }),
      ...(typeof reason === 'string' && { reason })
    };
  });
}

function readValue(said: unknown): { value?: string; ms?: number } {
  const { value, ms } = record(said);
  return { ...(typeof value === 'string' && { value }), ...(typeof ms === 'number' && { ms }) };
}

/** The delay of an `after`: its name or its milliseconds. */
function delayOf(transition: Transition): (string | number)[] {
  const { delay } = transition as { delay?: string | number };
  return delay === undefined ? [] : [delay];
}

/** A user's `meta` may hold anything. */
function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function readTransition(transition: Transition, timers: ReadonlyMap<string, DiagramTimer>): DiagramTransition {
  const [target, ...alsoTargets] = (transition.target ?? []).map((node) => node.id);
  const [delay] = delayOf(transition);
  const { value, ms } =
    typeof delay === 'number'
      ? { ms: delay, value: undefined }
      : { ...timers.get(delay ?? ''), ...readValue(transition.meta?.['timer']) };
  return {
    id: transitionId(transition),
    source: transition.source.id,
    ...(target !== undefined && { target }),
    alsoTargets,
    kind: delay !== undefined ? 'after' : transition.eventType === '' ? 'always' : 'event',
    event: delay === undefined ? nameEvent(transition) : typeof delay === 'number' ? `${String(delay)} ms` : delay,
    ...(delay !== undefined && { delay: String(delay) }),
    ...(value !== undefined && { delayValue: value }),
    ...(ms !== undefined && { delayMs: ms }),
    ...(transition.guard !== undefined && { guard: nameGuard(transition.guard) }),
    otherwise: transition.guard === undefined && siblingsOf(transition).indexOf(transition) > 0,
    actions: transition.actions.map(nameAction),
    reenter: transition.reenter,
    ...(transition.description !== undefined && { description: transition.description }),
    ...readRfc(transition.meta)
  };
}

function readRfc(meta: MetaObject | undefined): { rfc?: string } {
  const rfc: unknown = meta?.['rfc'];
  return typeof rfc === 'string' ? { rfc } : {};
}

/** XState's own events carry ids in their type; say which actor it is, or that the state's inside is done, instead. */
function nameEvent({ source, eventType }: Transition): string {
  if (eventType.startsWith('xstate.done.state.')) return 'done';
  const [, outcome, id] = /^xstate\.(?:(done|error)\.actor|snapshot)\.(.+)$/.exec(eventType) ?? [];
  if (id === undefined) return eventType;
  const invoke = source.invoke.find((other) => other.id === id);
  return `${outcome ?? 'snapshot'} ${invoke ? nameActor(invoke) : id}`;
}

/** An actor goes by its key in `setup()`; XState makes one up for an inline actor, so that goes by its id. */
function nameActor({ src, id }: Node['invoke'][number]): string {
  return typeof src === 'string' && !src.startsWith('xstate.invoke.') ? src : id;
}
