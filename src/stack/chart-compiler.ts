/** Reading a chart: its tree of states becomes a table of leaves, as SCXML's algorithm and XState 5 walk it. */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition, EventObject, StateValue } from 'xstate';
import { UsageError } from '../message/usage-error.ts';
import { compileAction, compileGuard, type Implementations } from './compile-action.ts';
import type { Action, Beginning, Guard, Leaf, Row, SnapshotTemplate } from './compiled-table.ts';

/** An arrow as the chart has it, read once for all states that it may be taken from. */
interface Arrow {
  readonly definition: AnyTransitionDefinition;
  readonly source: AnyStateNode;
  readonly guard: Guard | undefined;
  readonly actions: readonly Action[];
  readonly target: AnyStateNode | undefined;
}

/** What a state has of its own. */
interface StateParts {
  readonly entry: readonly Action[];
  readonly exit: readonly Action[];
  readonly on: ReadonlyMap<string, readonly Arrow[]>;
  readonly always: readonly Arrow[];
}

/** What a chart is compiled to. */
export interface CompiledTable {
  readonly beginning: Beginning;
  readonly leaves: ReadonlyMap<AnyStateNode, Leaf>;
}

const isLeaf = ({ type }: AnyStateNode): boolean => type === 'atomic' || type === 'final';

/** A state and those around it, innermost first. */
function outward(state: AnyStateNode): readonly AnyStateNode[] {
  const states: AnyStateNode[] = [];
  for (let at: AnyStateNode | undefined = state; at !== undefined; at = at.parent) states.push(at);
  return states;
}

/** A state and those that are entered with it by default, outermost first. */
function inward(state: AnyStateNode): readonly AnyStateNode[] {
  const states = [state];
  for (let at = state; !isLeaf(at); ) {
    at = at.initial.target[0] as AnyStateNode;
    states.push(at);
  }
  return states;
}

const isInside = (state: AnyStateNode, ancestor: AnyStateNode): boolean =>
  state !== ancestor && outward(state).includes(ancestor);

/** The innermost state that an arrow neither leaves nor enters; undefined when it leaves the chart's root itself. */
function domainOf({ source, definition }: Arrow, target: AnyStateNode): AnyStateNode | undefined {
  if (!definition.reenter && (target === source || isInside(target, source))) return source;
  const common = outward(target).find((state) => isInside(target, state) && isInside(source, state));
  return common ?? (definition.reenter ? undefined : source.machine.root);
}

/** What an arrow enters, outermost first. */
function enteredBy({ source, definition }: Arrow, target: AnyStateNode): readonly AnyStateNode[] {
  const domain = domainOf({ source, definition } as Arrow, target);
  const around = target === domain ? [] : outward(target).slice(1);
  const above = around.slice(0, domain === undefined ? around.length : around.indexOf(domain)).reverse();
  const below = inward(target);
  // The root may be its own domain and is entered again all the same, when an inner state aims at it.
  const stays = target === source && source === domain && !definition.reenter;
  return [...above, ...(stays ? below.slice(1) : below)];
}

export class ChartCompiler {
  readonly #root: AnyStateNode;
  readonly #names: Implementations;
  readonly #id: string;
  readonly #parts = new Map<AnyStateNode, StateParts>();
  readonly #leaves = new Map<AnyStateNode, Leaf>();

  constructor(machine: AnyStateMachine) {
    this.#root = machine.root as AnyStateNode;
    this.#names = machine.implementations as Implementations;
    this.#id = machine.id;
  }

  compile(): CompiledTable {
    this.#read(this.#root);
    for (const [state, leaf] of this.#leaves) {
      const around = outward(state).map((at) => this.#partsOf(at));
      for (const { on, always } of around) {
        for (const [type, arrows] of on) {
          const rows = leaf.on.get(type) ?? [];
          leaf.on.set(type, rows);
          rows.push(...arrows.map((arrow) => this.#row(arrow, state, leaf)));
        }
        leaf.always.push(...always.map((arrow) => this.#row(arrow, state, leaf)));
      }
    }
    return { beginning: this.#arrive(inward(this.#root)), leaves: this.#leaves };
  }

  /** Reads a state and those inside it. */
  #read(state: AnyStateNode): void {
    const refuse = (what: string): never => this.#refuse(what, state);
    if (state.type === 'parallel' || state.type === 'history') refuse(`a ${state.type} state`);
    if (state.type === 'final' && state.parent !== this.#root) refuse('a final state inside another state');
    if (state.parent !== undefined && state.output !== undefined) refuse('an output of a state');
    if (state.invoke.length > 0) refuse('invoke');
    if (!isLeaf(state) && state.initial.actions.length > 0) refuse('actions on an initial transition');

    const compile = (action: unknown): Action => compileAction(action, this.#names, refuse);
    const on = new Map<string, readonly Arrow[]>();
    for (const [type, definitions] of state.transitions) {
      if (type.includes('*')) refuse(`the wildcard ${JSON.stringify(type)}`);
      if (type.startsWith('xstate.done.state.')) refuse('onDone');
      if (type.startsWith('xstate.') && !type.startsWith('xstate.after.')) refuse(`the event ${JSON.stringify(type)}`);
      on.set(
        type,
        definitions.map((definition) => this.#arrow(definition, state))
      );
    }
    this.#parts.set(state, {
      entry: state.entry.map(compile),
      exit: state.exit.map(compile),
      on,
      always: (state.always ?? []).map((definition) => this.#arrow(definition, state))
    });
    if (isLeaf(state))
      this.#leaves.set(state, {
        template: templateOf(state),
        final: state.type === 'final',
        on: new Map(),
        always: []
      });
    for (const inner of Object.values(state.states)) this.#read(inner as AnyStateNode);
  }

  #arrow(definition: AnyTransitionDefinition, source: AnyStateNode): Arrow {
    const refuse = (what: string): never => this.#refuse(what, source);
    const [target, second] = (definition.target ?? []) as readonly AnyStateNode[];
    if (second !== undefined) refuse(`several targets of ${JSON.stringify(definition.eventType)}`);
    return {
      definition,
      source,
      target,
      guard: definition.guard === undefined ? undefined : compileGuard(definition.guard, this.#names, refuse),
      actions: definition.actions.map((action) => compileAction(action, this.#names, refuse))
    };
  }

  /** An arrow as it is taken from a leaf. */
  #row(arrow: Arrow, state: AnyStateNode, leaf: Leaf): Row {
    const { definition, guard, actions, target } = arrow;
    if (target === undefined) return { transitions: [definition], guard, actions, next: leaf };
    const domain = domainOf(arrow, target);
    const left = outward(state).filter((at) => domain === undefined || isInside(at, domain));
    const arrival = this.#arrive(enteredBy(arrow, target), state);
    return {
      transitions: [definition],
      guard,
      actions: [...left.flatMap((at) => this.#partsOf(at).exit), ...actions, ...arrival.actions],
      next: arrival.next
    };
  }

  /** Entering states, outermost first, down to a leaf; to the end of the chart if that is final. */
  #arrive(entered: readonly AnyStateNode[], from?: AnyStateNode): Beginning {
    const last = (entered.at(-1) ?? from) as AnyStateNode;
    const actions = entered.flatMap((at) => this.#partsOf(at).entry);
    const next = this.#leaves.get(last) as Leaf;
    if (!next.final) return { actions, next };
    const exits = outward(last).flatMap((at) => this.#partsOf(at).exit);
    return { actions: [...actions, this.#finish(last), ...exits], next };
  }

  /** The end of the chart, whose output is told before its last states are left. */
  #finish({ id }: AnyStateNode): Action {
    const { output } = this.#root as { readonly output?: unknown };
    const event: EventObject & { output: undefined } = { type: `xstate.done.state.${id}`, output: undefined };
    return (step) => {
      const { context, self } = step;
      step.output =
        typeof output === 'function' ? (output as (args: object) => unknown)({ context, event, self }) : output;
      step.end('done');
    };
  }

  #partsOf(state: AnyStateNode): StateParts {
    return this.#parts.get(state) ?? this.#refuse('a state of another machine', state);
  }

  #refuse(what: string, state: AnyStateNode): never {
    const where = state.path.length === 0 ? 'at its root' : `in state ${JSON.stringify(state.path.join('.'))}`;
    throw new UsageError(
      'ERR_SIP_UNSUPPORTED_CHART',
      `the chart ${JSON.stringify(this.#id)} can not be compiled: ${where} it uses ${what}`
    );
  }
}

/** XState's snapshot in a state, for what all snapshots there have in common. */
function templateOf({ machine, path }: AnyStateNode): SnapshotTemplate {
  const value = path.reduceRight<StateValue>(
    (inner, key) => (typeof inner === 'object' && Object.keys(inner).length === 0 ? key : { [key]: inner }),
    {}
  );
  return machine.resolveState({ value, context: {} });
}
