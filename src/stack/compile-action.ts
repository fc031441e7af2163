/** The actions and guards of a chart as functions of a step. */
import { and, type AnyActorRef, type EventObject, not, or } from 'xstate';
import { UsageError } from '../message/usage-error.ts';
import type { Action, Guard } from './compiled-table.ts';
import { Arming, Cancelling, Delivery, FunctionCall } from './effect.ts';
import type { Step } from './step.ts';

/** What a chart's names stand for. */
export interface Implementations {
  readonly actions: Readonly<Record<string, unknown>>;
  readonly guards: Readonly<Record<string, unknown>>;
  readonly delays: Readonly<Record<string, unknown>>;
}

/** Says what can not be compiled, and where it stands. */
export type Refuse = (what: string) => never;

type Expression = (step: Step, params: unknown) => unknown;
const isExpression = (value: unknown): value is Expression => typeof value === 'function';

/** An expression with the parameters of its place, or a constant. */
const evaluate = (value: unknown, step: Step, params: unknown): unknown =>
  isExpression(value) ? value(step, params) : value;

/** An action that XState's action creators made: a function with what they were given. */
interface Built {
  readonly type: string;
  readonly assignment?: unknown;
  readonly to?: unknown;
  readonly event?: unknown;
  readonly delay?: unknown;
  readonly id?: unknown;
  readonly sendId?: unknown;
  readonly collect?: (args: object, params: unknown) => void;
}
const isBuilt = (action: unknown): action is Built => typeof action === 'function' && 'resolve' in action;
const isAfter = (id: unknown): id is string => typeof id === 'string' && id.startsWith('xstate.after.');

/** A name with or without parameters, or a function in place of a name. */
interface Reference {
  readonly type: string | undefined;
  readonly params: unknown;
  readonly implementation: unknown;
}

function resolve(reference: unknown, named: Readonly<Record<string, unknown>>): Reference {
  if (typeof reference === 'function') return { type: undefined, params: undefined, implementation: reference };
  const { type, params } = (typeof reference === 'string' ? { type: reference } : reference) as {
    type: string;
    params?: unknown;
  };
  return { type, params, implementation: named[type] };
}

const quoted = ({ type, implementation }: Reference): string =>
  JSON.stringify(type ?? (implementation as { readonly name: string }).name);

/** @throws UsageError through `refuse`, for an action that a compiled chart does not know */
export function compileAction(action: unknown, names: Implementations, refuse: Refuse): Action {
  const reference = resolve(action, names.actions);
  const { params, implementation } = reference;
  if (isBuilt(implementation)) {
    const compiled = compileBuilt(implementation, params, names, refuse);
    return compiled ?? refuse(`the action ${quoted(reference)}, which is ${implementation.type}`);
  }
  if (typeof implementation !== 'function') return refuse(`the action ${quoted(reference)}, which is not implemented`);
  return compileFunction(implementation as (args: object, params: unknown) => void, reference);
}

function compileBuilt(built: Built, params: unknown, names: Implementations, refuse: Refuse): Action | undefined {
  switch (built.type) {
    case 'xstate.assign':
      return compileAssign(built.assignment, params);
    case 'xstate.sendTo':
      return built.delay === undefined ? compileSendTo(built, params, refuse) : refuse('a delayed sendTo');
    case 'xstate.enqueueActions':
      return compileCollect(built.collect as NonNullable<Built['collect']>, params, names);
    // A state's `after` is a raise on entry and a cancel on exit.
    case 'xstate.raise':
      return isAfter(built.id) ? compileArming(built, names, refuse) : undefined;
    case 'xstate.cancel': {
      const { sendId } = built;
      if (!isAfter(sendId)) return undefined;
      const cancelling = new Cancelling(sendId);
      return (step) => {
        step.leave(cancelling);
      };
    }
    default:
      return undefined;
  }
}

function compileAssign(assignment: unknown, params: unknown): Action {
  if (isExpression(assignment)) {
    return (step) => {
      const changes = assignment(step, evaluate(params, step, undefined)) as object;
      step.assign({ ...step.context, ...changes });
    };
  }
  const assignments = Object.entries(assignment as Record<string, unknown>);
  return (step) => {
    const given = evaluate(params, step, undefined);
    const context = { ...step.context } as Record<string, unknown>; // all expressions see the old one
    for (const [key, value] of assignments) context[key] = evaluate(value, step, given);
    step.assign(context);
  };
}

function compileSendTo({ to, event, id }: Built, params: unknown, refuse: Refuse): Action {
  if (typeof to === 'string' && to !== '#_parent' && to !== '#_internal')
    return refuse(`sendTo(${JSON.stringify(to)}): there are no children`);
  return (step) => {
    const given = evaluate(params, step, undefined);
    const sent = evaluate(event, step, given) as EventObject;
    const target = evaluate(to, step, given);
    const targetId = typeof target === 'string' ? target : undefined;
    step.leave(new Delivery(findTarget(target, step), sent, id as string | undefined, targetId));
  };
}

function findTarget(target: unknown, { self, leaf }: Step): AnyActorRef {
  if (typeof target === 'object' && target !== null) return target as AnyActorRef;
  if (target === undefined || target === null || target === '#_internal') return self;
  const { _parent: parent } = self as { readonly _parent?: AnyActorRef };
  if (target === '#_parent' && parent !== undefined) return parent;
  throw new Error(`Unable to send event to actor '${target as string}' from machine '${leaf.template.machine.id}'.`);
}

function compileArming({ event, delay }: Built, { delays }: Implementations, refuse: Refuse): Action {
  const made = event as EventObject;
  const length = typeof delay === 'string' ? delays[delay] : delay;
  if (typeof length === 'number') {
    const arming = new Arming(made, length);
    return (step) => {
      step.leave(arming);
    };
  }
  if (!isExpression(length)) return refuse(`the delay ${JSON.stringify(delay)}, which is not implemented`);
  return (step) => {
    const ms = length(step, undefined);
    if (typeof ms !== 'number') throw new TypeError(`the delay ${String(delay)} is no number`);
    step.leave(new Arming(made, ms));
  };
}

function compileCollect(collect: NonNullable<Built['collect']>, params: unknown, names: Implementations): Action {
  return (step) => {
    const queue: Action[] = [];
    const refuse: Refuse = (what) => {
      throw new UsageError('ERR_SIP_UNSUPPORTED_CHART', `enqueueActions may not use ${what} in a compiled chart`);
    };
    const enqueue = (action: unknown): void => {
      queue.push(compileAction(action, names, refuse));
    };
    const unknown = (name: string) => () => refuse(name);
    Object.assign(enqueue, {
      assign: (assignment: unknown) => {
        queue.push(compileAssign(assignment, undefined));
      },
      sendTo: (to: unknown, event: unknown, options: { delay?: unknown; id?: unknown } = {}) => {
        if (options.delay !== undefined) refuse('a delayed sendTo');
        queue.push(compileSendTo({ type: 'xstate.sendTo', to, event, id: options.id }, undefined, refuse));
      },
      sendParent: (event: unknown) => {
        queue.push(compileSendTo({ type: 'xstate.sendTo', to: '#_parent', event }, undefined, refuse));
      },
      ...Object.fromEntries(['raise', 'cancel', 'spawnChild', 'stopChild', 'emit'].map((name) => [name, unknown(name)]))
    });
    const { context, event, self, system } = step;
    const check = (guard: unknown): boolean => compileGuard(guard, names, refuse)(step);
    collect({ context, event, self, system, enqueue, check }, evaluate(params, step, undefined));
    for (const action of queue) action(step);
  };
}

function compileFunction(call: (args: object, params: unknown) => void, reference: Reference): Action {
  const { type = call.name === '' ? '(anonymous)' : call.name, params } = reference;
  return (step) => {
    const given = evaluate(params, step, undefined);
    const { context, event, self, system } = step;
    const begin = (): void => {
      call({ context, event, self, system }, given);
    };
    step.leave(new FunctionCall(type, given, begin));
  };
}

interface Check {
  readonly check: unknown;
  readonly guards: readonly unknown[];
}
const checkOf = (guard: unknown): unknown => (guard as Check).check;
const [isAnd, isOr, isNot] = [checkOf(and([])), checkOf(or([])), checkOf(not(() => true))];

/** @throws UsageError through `refuse`, for a guard that a compiled chart does not know */
export function compileGuard(guard: unknown, names: Implementations, refuse: Refuse): Guard {
  const reference = resolve(guard, names.guards);
  const { params, implementation } = reference;
  if (implementation === undefined) return refuse(`the guard ${quoted(reference)}, which is not implemented`);
  if (typeof implementation !== 'function') return compileGuard(implementation, names, refuse);
  if (!('check' in implementation)) {
    const holds = implementation as (step: Step, params: unknown) => boolean;
    return params === undefined ? (holds as Guard) : (step) => holds(step, evaluate(params, step, undefined));
  }
  const { check, guards } = implementation as unknown as Check;
  const inner = (): readonly Guard[] => guards.map((one) => compileGuard(one, names, refuse));
  if (check === isAnd) return allOf(inner());
  if (check === isOr) return anyOf(inner());
  if (check === isNot) return noneOf(inner());
  return refuse(`the guard ${quoted(reference)}, which asks for a state`);
}

const allOf =
  (guards: readonly Guard[]): Guard =>
  (step) =>
    guards.every((guard) => guard(step));
const anyOf =
  (guards: readonly Guard[]): Guard =>
  (step) =>
    guards.some((guard) => guard(step));
const noneOf =
  (guards: readonly Guard[]): Guard =>
  (step) =>
    !guards.some((guard) => guard(step));
