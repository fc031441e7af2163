/**
 * A chart compiled to tables: the same machine, run several times faster than by XState's interpreter.
 *
 * The chart stays the single source: everything here is computed once from `machine.root`. What a chart may use is what
 * the house's charts use: compound states, `on`, `after`, `always`, `entry`, `exit`, named guards, and named actions made
 * by `assign`, `sendTo` and `enqueueActions` (with `assign` and `sendTo` inside). Anything else is refused at compile time.
 * The tests replay every path of every chart on both and compare.
 */
import {
  type AnyActorLogic,
  type AnyActorRef,
  type AnyActorScope,
  type AnyStateMachine,
  type EventObject,
  matchesState,
  type StateValue
} from 'xstate';

type Context = Record<string, unknown>;
type Params = unknown;

/**
 * One event's way through a chart: what its expressions are called with, and what is to be done when it is over.
 *
 * Deliveries and timers wait until then, as the interpreter's do: nobody sees a half-done state.
 */
class Step {
  context: Context;
  readonly event: EventObject;
  readonly self: AnyActorRef;
  readonly system: System;
  /** Whether `context` was copied by this step already, and is its own to change. */
  #owned = false;
  #effects: Effect[] | undefined;

  constructor(context: Context, event: EventObject, scope: AnyActorScope) {
    this.context = context;
    this.event = event;
    this.self = scope.self;
    this.system = scope.system as unknown as System;
  }

  /** The context, to be changed: a copy, made once. */
  own(): Context {
    if (!this.#owned) {
      this.context = { ...this.context };
      this.#owned = true;
    }
    return this.context;
  }

  /** Somebody else holds the context now: the next change makes a copy again. */
  share(): void {
    this.#owned = false;
  }

  /** Leaves something to be done when the step is over; in order. */
  defer(effect: Effect): void {
    this.#effects ??= [];
    this.#effects.push(effect);
  }

  /** Hands what was left to the actor, which does it when its state has changed. */
  close(scope: AnyActorScope): void {
    const effects = this.#effects;
    if (effects === undefined) return;
    scope.defer(() => {
      for (const effect of effects) perform(effect, this.system, this.self);
    });
  }
}

/** What XState's actor system does for us. */
interface System {
  readonly scheduler: AnyActorScope['system']['scheduler'];
  readonly _relay: (source: AnyActorRef, target: AnyActorRef, event: EventObject) => void;
}

type Effect = Timer | Cancel | Delivery;
interface Cancel {
  readonly kind: 'cancel';
  readonly id: string;
}
interface Delivery {
  readonly kind: 'deliver';
  readonly target: AnyActorRef;
  readonly event: EventObject;
}
interface Timer {
  readonly kind: 'arm';
  readonly event: EventObject;
  readonly id: string;
  readonly delay: number;
}

function perform(effect: Effect, system: System, self: AnyActorRef): void {
  if (effect.kind === 'deliver') system._relay(self, effect.target, effect.event);
  else if (effect.kind === 'arm') system.scheduler.schedule(self, self, effect.event, effect.delay, effect.id);
  else system.scheduler.cancel(self, effect.id);
}

type Guard = (step: Step) => boolean;
/** Runs one action: changes the step's context, or leaves a delivery to it. */
type Action = (step: Step) => void;

/** A timer of a state: its event, id and cancellation are made once. */
interface Delay {
  readonly event: EventObject;
  readonly id: string;
  readonly delay: number | ((step: Step) => number);
  readonly cancel: Cancel;
}

interface Transition {
  readonly guard: Guard | undefined;
  readonly actions: readonly Action[];
  /** Undefined for one that changes no state. */
  readonly move: Move | undefined;
}

/** A change of state: what is left from each leaf, and what is entered. */
interface Move {
  readonly domain: Node;
  readonly enter: readonly Node[];
  readonly leaf: Node;
  readonly exits: Map<Node, readonly Node[]>;
}

interface Node {
  readonly id: string;
  readonly parent: Node | undefined;
  readonly value: StateValue;
  readonly final: boolean;
  readonly entry: Action[];
  readonly exit: Action[];
  readonly timers: Delay[];
  readonly on: Map<string, readonly Transition[]>;
  always: readonly Transition[];
}

/** A snapshot of a compiled chart: what `getSnapshot` gives, in the shape of XState's own. */
class CompiledSnapshot {
  readonly status: 'active' | 'done' | 'stopped';
  readonly output: unknown;
  readonly error = undefined;
  readonly context: Context;
  readonly leaf: Node;

  constructor(status: 'active' | 'done' | 'stopped', context: Context, leaf: Node, output: unknown) {
    this.status = status;
    this.context = context;
    this.leaf = leaf;
    this.output = output;
  }

  get value(): StateValue {
    return this.leaf.value;
  }

  /** As XState's: whether the chart is in this state. */
  matches(value: StateValue): boolean {
    return matchesState(value, this.leaf.value);
  }
}

/** How many eventless transitions may follow one event: more is a loop in the chart. */
const eventlessLimit = 100;

const refuse = (what: string): never => {
  throw new TypeError(`a compiled chart may not use ${what}`);
};

interface Built {
  readonly type: string;
  readonly assignment?: unknown;
  readonly to?: unknown;
  readonly event?: unknown;
  readonly delay?: unknown;
  readonly id?: unknown;
  readonly sendId?: unknown;
  readonly collect?: (args: object, params: Params) => void;
}

const isAfter = (id: unknown): boolean => typeof id === 'string' && id.startsWith('xstate.after.');

/** Whether XState put this action there for a chart's `after`. */
function belongsToAfter(action: unknown): boolean {
  if (!isBuilt(action)) return false;
  return (
    (action.type === 'xstate.raise' && isAfter(action.id)) ||
    (action.type === 'xstate.cancel' && isAfter(action.sendId))
  );
}

const isBuilt = (action: unknown): action is Built => typeof action === 'function' && 'type' in action;

type Expression = (step: Step, params: Params) => unknown;
const isExpression = (value: unknown): value is Expression => typeof value === 'function';

function compileAssign(assignment: unknown, params: Params): Action {
  if (isExpression(assignment)) {
    return (step) => {
      const changes = assignment(step, params);
      Object.assign(step.own(), changes);
    };
  }
  const entries = Object.entries(assignment as Record<string, unknown>);
  return (step) => {
    const values = entries.map(([, value]) => (isExpression(value) ? value(step, params) : value));
    const context = step.own();
    for (const [index, [key]] of entries.entries()) context[key] = values[index];
  };
}

function compileSendTo(to: unknown, event: unknown, params: Params): Action {
  return (step) => {
    const target = (isExpression(to) ? to(step, params) : to) as AnyActorRef;
    step.defer({ kind: 'deliver', target, event: (isExpression(event) ? event(step, params) : event) as EventObject });
  };
}

function compileCollect(collect: (args: object, params: Params) => void, params: Params): Action {
  return (step) => {
    const enqueue = Object.assign(() => refuse('enqueue(…) of a named action'), {
      assign: (assignment: unknown) => {
        compileAssign(assignment, params)(step);
      },
      sendTo: (to: unknown, event: unknown) => {
        compileSendTo(to, event, params)(step);
      }
    });
    const { context, event, self, system } = step;
    step.share();
    collect({ context, event, self, system, enqueue, check: () => refuse('check(…)') }, params);
  };
}

/** Compiles a machine. @throws TypeError for a chart that uses something outside the subset */
export function compile(machine: AnyStateMachine): AnyActorLogic {
  const { actions, guards, delays } = machine.implementations as {
    actions: Record<string, unknown>;
    guards: Record<string, unknown>;
    delays: Record<string, unknown>;
  };
  const chart = machine.root as unknown as ChartState;
  const nodes = new Map<ChartState, Node>();

  const compileAction = (action: unknown): Action => {
    const { type, params } = (typeof action === 'string' ? { type: action } : action) as {
      type: string;
      params?: Params;
    };
    const built = actions[type];
    if (!isBuilt(built)) return refuse(`the action ${JSON.stringify(type)}`);
    if (built.type === 'xstate.assign') return compileAssign(built.assignment, params);
    if (built.type === 'xstate.sendTo' && built.delay === undefined)
      return compileSendTo(built.to, built.event, params);
    if (built.type === 'xstate.enqueueActions' && built.collect !== undefined)
      return compileCollect(built.collect, params);
    return refuse(`${built.type} (${type})`);
  };

  // `after` becomes a raise on entry and a cancel on exit; here the node's timers do that.
  const ownActions = (list: readonly unknown[]): Action[] =>
    list.filter((action) => !belongsToAfter(action)).map(compileAction);

  const compileGuard = (guard: unknown): Guard | undefined => {
    if (guard === undefined) return undefined;
    const implementation = typeof guard === 'string' ? guards[guard] : undefined;
    return typeof implementation === 'function' ? (implementation as Guard) : refuse('a guard that is not a name');
  };

  const addNode = (state: ChartState, parent: Node | undefined): void => {
    if (state.type === 'parallel' || state.type === 'history') refuse(`a ${state.type} state`);
    const path = state.path.toReversed();
    const value = path.slice(1).reduce<StateValue>((inner, key) => ({ [key]: inner }), path[0] ?? '');
    const node: Node = {
      id: state.id,
      parent,
      value,
      final: state.type === 'final',
      entry: [],
      exit: [],
      timers: [],
      on: new Map(),
      always: []
    };
    nodes.set(state, node);
    for (const child of Object.values(state.states)) addNode(child, node);
  };
  const nodeOf = (state: ChartState): Node => nodes.get(state) ?? refuse('a state of another machine');
  addNode(chart, undefined);
  const root = nodeOf(chart);

  /** The states entered by default below a state, itself first. */
  const defaultEntry = (state: ChartState): readonly Node[] => {
    const entered = [nodeOf(state)];
    for (let at = state; Object.keys(at.states).length > 0; ) {
      const [first] = at.initial.target ?? [];
      if (first === undefined) return refuse('a compound state without an initial one');
      if (at.initial.actions.length > 0) refuse('actions on an initial transition');
      entered.push(nodeOf(first));
      at = first;
    }
    return entered;
  };

  const compileTransition = (source: Node, definition: TransitionLike): Transition => {
    const [target, second] = definition.target ?? [];
    if (second !== undefined) refuse('a transition with two targets');
    const guard = compileGuard(definition.guard);
    const compiled = definition.actions.map(compileAction);
    if (target === undefined) return { guard, actions: compiled, move: undefined };
    const below = defaultEntry(target);
    const targetNode = nodeOf(target);
    const domain = domainOf(source, targetNode, definition.reenter, root);
    const above: Node[] = [];
    for (let at = targetNode.parent; at !== undefined && at !== domain; at = at.parent) above.unshift(at);
    const enter = targetNode === domain ? below.slice(1) : [...above, ...below];
    return { guard, actions: compiled, move: { domain, enter, leaf: below.at(-1) ?? targetNode, exits: new Map() } };
  };

  for (const [state, node] of nodes) {
    if (state.invoke.length > 0) refuse('invoke');
    if (state.tags.length > 0) refuse('tags');
    node.entry.push(...ownActions(state.entry));
    node.exit.push(...ownActions(state.exit));
    for (const { delay, eventType } of state.after) {
      if (node.timers.some(({ id }) => id === eventType)) continue;
      const named = typeof delay === 'string' ? delays[delay] : delay;
      if (typeof named !== 'number' && typeof named !== 'function') refuse(`the delay ${String(delay)}`);
      node.timers.push({
        event: { type: eventType },
        id: eventType,
        delay: named as Delay['delay'],
        cancel: { kind: 'cancel', id: eventType }
      });
    }
    for (const [type, definitions] of state.transitions) {
      if (type.includes('*')) refuse('a wildcard transition');
      if (type.startsWith('xstate.') && !isAfter(type)) refuse(`the event ${type}`);
      node.on.set(
        type,
        definitions.map((definition) => compileTransition(node, definition))
      );
    }
    node.always = (state.always ?? []).map((definition) => compileTransition(node, definition));
  }

  const initialPath = defaultEntry(chart);
  const makeContext = machine.config.context as Context | ((args: object) => Context) | undefined;
  const makeOutput = chart.output as ((step: Step) => unknown) | undefined;

  const finish = (step: Step, leaf: Node, scope: AnyActorScope): CompiledSnapshot => {
    const done = leaf.final && leaf.parent === root;
    if (done) for (let at: Node | undefined = leaf; at !== undefined; at = at.parent) leave(at, step);
    const output = done ? makeOutput?.(step) : undefined;
    step.close(scope);
    return new CompiledSnapshot(done ? 'done' : 'active', step.context, leaf, output);
  };

  return {
    config: machine.config,
    getInitialSnapshot(scope: AnyActorScope, input: unknown) {
      const context =
        typeof makeContext === 'function'
          ? makeContext({ input, self: scope.self, spawn: () => refuse('spawn') })
          : { ...makeContext };
      const step = new Step(context, { type: 'xstate.init', input } as EventObject, scope);
      for (const node of initialPath) enter(node, step);
      return finish(step, settle(initialPath.at(-1) ?? root, step), scope);
    },
    transition(snapshot: CompiledSnapshot, event: EventObject, scope: AnyActorScope) {
      if (event.type === 'xstate.stop')
        return new CompiledSnapshot('stopped', snapshot.context, snapshot.leaf, undefined);
      const step = new Step(snapshot.context, event, scope);
      const chosen = choose(snapshot.leaf, event.type, step);
      if (chosen === undefined) return snapshot;
      return finish(step, settle(take(chosen, snapshot.leaf, step), step), scope);
    },
    getPersistedSnapshot: ({ status, value, context }: CompiledSnapshot) => ({ status, value, context })
  } as unknown as AnyActorLogic;
}

/** What is read of XState's state nodes. */
interface ChartState {
  readonly id: string;
  readonly path: readonly string[];
  readonly type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly states: Readonly<Record<string, ChartState>>;
  readonly initial: { readonly target: readonly ChartState[] | undefined; readonly actions: readonly unknown[] };
  readonly entry: readonly unknown[];
  readonly exit: readonly unknown[];
  readonly invoke: readonly unknown[];
  readonly tags: readonly unknown[];
  readonly after: readonly { readonly delay: unknown; readonly eventType: string }[];
  readonly transitions: ReadonlyMap<string, readonly TransitionLike[]>;
  readonly always: readonly TransitionLike[] | undefined;
  readonly output: unknown;
}

interface TransitionLike {
  readonly target: readonly ChartState[] | undefined;
  readonly guard?: unknown;
  readonly actions: readonly unknown[];
  readonly reenter: boolean;
}

const isInside = (node: Node, ancestor: Node): boolean => {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) if (at === ancestor) return true;
  return false;
};

/** The innermost state that a transition neither leaves nor enters (SCXML's transition domain). */
function domainOf(source: Node, target: Node, reenter: boolean, root: Node): Node {
  if (!reenter && isInside(target, source)) return source;
  let domain = source.parent ?? root;
  while (!isInside(target, domain) || domain === target) domain = domain.parent ?? root;
  return domain;
}

function leave(node: Node, step: Step): void {
  for (const action of node.exit) action(step);
  for (const { cancel } of node.timers) step.defer(cancel);
}

function enter(node: Node, step: Step): void {
  for (const action of node.entry) action(step);
  for (const { event, id, delay } of node.timers) {
    step.defer({ kind: 'arm', event, id, delay: typeof delay === 'number' ? delay : delay(step) });
  }
}

function pick(transitions: readonly Transition[] | undefined, step: Step): Transition | undefined {
  if (transitions === undefined) return undefined;
  for (const transition of transitions) if (transition.guard === undefined || transition.guard(step)) return transition;
  return undefined;
}

/** The transition an event takes: the innermost state's first whose guard holds. */
function choose(leaf: Node, type: string, step: Step): Transition | undefined {
  for (let node: Node | undefined = leaf; node !== undefined; node = node.parent) {
    const chosen = pick(node.on.get(type), step);
    if (chosen !== undefined) return chosen;
  }
  return undefined;
}

function take({ actions, move }: Transition, from: Node, step: Step): Node {
  if (move !== undefined) for (const node of exitsOf(move, from)) leave(node, step);
  for (const action of actions) action(step);
  if (move === undefined) return from;
  for (const node of move.enter) enter(node, step);
  return move.leaf;
}

function exitsOf(move: Move, from: Node): readonly Node[] {
  const known = move.exits.get(from);
  if (known !== undefined) return known;
  const exits: Node[] = [];
  for (let node: Node | undefined = from; node !== undefined && node !== move.domain; node = node.parent)
    exits.push(node);
  move.exits.set(from, exits);
  return exits;
}

/** Takes eventless transitions until none is left. */
function settle(leaf: Node, step: Step): Node {
  let at = leaf;
  for (let i = 0; i < eventlessLimit; i++) {
    const chosen = eventless(at, step);
    if (chosen === undefined) return at;
    at = take(chosen, at, step);
  }
  throw new Error('eventless transitions without end');
}

function eventless(leaf: Node, step: Step): Transition | undefined {
  for (let node: Node | undefined = leaf; node !== undefined; node = node.parent) {
    if (node.always.length === 0) continue;
    const chosen = pick(node.always, step);
    if (chosen !== undefined) return chosen;
  }
  return undefined;
}
