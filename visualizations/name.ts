/**
 * The names that a chart's actions and guards go by in a diagram.
 */

/** The name of an action: its key in `setup()`, or what a built-in one does (`assign`, `raise some.event`). */
export function nameAction(action: unknown): string {
  const name = nameReference(action);
  if (!name.startsWith('xstate.')) return name;
  const { event } = action as { event?: unknown };
  const raised = name === 'xstate.raise' && event !== undefined ? ` ${nameReference(event)}` : '';
  return name.slice('xstate.'.length) + raised;
}

/** The name of a guard, with XState's combinators spelled out: `a and not b`, `in Calling`. */
export function nameGuard(guard: unknown): string {
  if (typeof guard !== 'function') return nameReference(guard);
  const { guards, stateValue } = guard as { guards?: readonly unknown[]; stateValue?: unknown };
  if (stateValue !== undefined) return `in ${typeof stateValue === 'string' ? stateValue : JSON.stringify(stateValue)}`;
  if (guards === undefined) return nameReference(guard);
  const names = guards.map((part) => (isCompound(part) ? `(${nameGuard(part)})` : nameGuard(part)));
  return guard.name === 'not' ? `not ${names.join()}` : names.join(` ${guard.name} `);
}

/** Whether the action is one that XState itself adds to a state, to start or stop the timer of an `after`. */
export function startsOrStopsTimer(action: unknown): boolean {
  const { type, id, sendId } = action as { type?: unknown; id?: unknown; sendId?: unknown };
  const timer = type === 'xstate.raise' ? id : type === 'xstate.cancel' ? sendId : undefined;
  return typeof timer === 'string' && timer.startsWith('xstate.after.');
}

/** Whether a guard needs brackets inside another: `and`, `or`. */
function isCompound(guard: unknown): boolean {
  return typeof guard === 'function' && 'guards' in guard && guard.name !== 'not';
}

/** A key, an object with a `type`, a built-in (a function with a `type`), or a function as it is. */
function nameReference(reference: unknown): string {
  if (typeof reference === 'string') return reference;
  const { type, name } = reference as { type?: unknown; name?: unknown };
  if (typeof type === 'string') return type;
  return typeof name === 'string' && name !== '' && !inferredNames.has(name) ? name : '(inline)';
}

/** Names that JavaScript gives to an anonymous function for the property that it stands in. */
const inferredNames = new Set(['actions', 'entry', 'exit', 'guard']);
