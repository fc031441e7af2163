/** What holds for every chart: how it is written, and that none of its states is a trap or out of reach. */
import { describe, expect, test } from 'vitest';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import {
  dialog,
  inviteClientTransaction,
  inviteServerTransaction,
  nonInviteClientTransaction,
  nonInviteServerTransaction,
  uacInvite,
  uasInvite
} from '../../machines/index.ts';
import { statesOf, withAncestors } from '../support/states.ts';

/** The RFC's timers, and the limits that are named by their purpose. */
const delays = [
  ...['timerA', 'timerB', 'timerD', 'timerE', 'timerF', 'timerG', 'timerH', 'timerI', 'timerJ', 'timerK', 'timerL'],
  ...['timerM', 'timerTrying', 'clientTimerF'],
  ...['answerLimit', 'ringLimit', 'cancelLimit', 'acknowledgementLimit', 'longestCall', 'oneMinute', 'interval']
];

/** States without a timer of their own or around them: another chart owes them an event. */
const charts: readonly (readonly [machine: AnyStateMachine, owed: readonly string[]])[] = [
  [inviteClientTransaction, ['Proceeding']],
  [nonInviteClientTransaction, []],
  [inviteServerTransaction, ['Proceeding.answered']],
  [nonInviteServerTransaction, []],
  [dialog, ['Early']],
  [uasInvite, []],
  [uacInvite, ['Calling', 'Cancelling.awaitingProvisional']]
];

const pathOf = (node: AnyStateNode): string => node.path.join('.');
const transitionsOf = (node: AnyStateNode) => [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
const isAtomic = ({ type }: AnyStateNode): boolean => type === 'atomic';

/** A state that is left the moment it is entered: its last eventless transition has no guard. */
const isPassing = ({ always }: AnyStateNode): boolean => always !== undefined && always.at(-1)?.guard === undefined;

/** Where a chart can be, starting in a state: its initial one, and whatever it or those around it lead to. */
function reachable(machine: AnyStateMachine): ReadonlySet<AnyStateNode> {
  const found = new Set<AnyStateNode>();
  const open: AnyStateNode[] = [machine.root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    const initial = node.type === 'compound' ? node.initial.target : [];
    open.push(...transitionsOf(node).flatMap(({ target }) => target ?? []), ...initial, ...withAncestors(node));
  }
  return found;
}

/** Functions in a chart's configuration, by their path; those that make the context and the output aside. */
function functionsIn(value: unknown, path: string): readonly string[] {
  if (typeof value === 'function') return path === '.context' || path === '.output' ? [] : [path];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) => functionsIn(part, `${path}.${key}`));
}

/** The arrows of a chart as its author wrote them. */
function arrowsIn(config: object, path: string): readonly (readonly [path: string, arrow: unknown])[] {
  const { on = {}, after = {}, always = [], states = {} } = config as Record<string, object>;
  const flat = (name: string, value: object): (readonly [string, unknown])[] =>
    Object.entries(value).flatMap(([key, arrows]: [string, unknown]) =>
      [arrows].flat().map((arrow) => [`${path} ${name} ${key}`, arrow] as const)
    );
  const inner = Object.entries(states).flatMap(([key, state]: [string, object]) => arrowsIn(state, `${path}.${key}`));
  return [...flat('on', on), ...flat('after', after), ...flat('always', [always].flat()), ...inner];
}

describe.each(charts.map(([machine, owed]) => ({ id: machine.id, machine, owed })))('$id', ({ machine, owed }) => {
  const states = statesOf(machine);
  const arrows = arrowsIn(machine.config, '');

  test('every state can be reached', () => {
    const found = reachable(machine);
    expect(states.filter((node) => !found.has(node)).map(pathOf)).toEqual([]);
  });

  test('every state has a bounded way out: a timer, or an event that somebody owes it', () => {
    const open = states
      .filter((node) => isAtomic(node) && !isPassing(node))
      .filter((node) => withAncestors(node).every(({ after }) => after.length === 0));
    expect(open.map(pathOf)).toEqual(owed);
    for (const node of open) {
      const reason = withAncestors(node).map(({ description }) => description ?? '');
      expect(reason.join(' '), pathOf(node)).toContain('Bounded by');
    }
  });

  test('every state that is entered says what it is', () => {
    const silent = states.filter((node) => node.parent === machine.root && node.description === undefined);
    expect(silent.map(pathOf)).toEqual([]);
  });

  test('every timer has a name of the list', () => {
    const used = states.flatMap(({ after }) => after.map(({ delay }) => delay));
    expect(used.filter((delay) => !delays.includes(String(delay)))).toEqual([]);
  });

  test('holds no inline function', () => {
    expect(functionsIn(machine.config, '')).toEqual([]);
  });

  test('every arrow is an object that names its clause', () => {
    expect(arrows.length).toBeGreaterThan(5);
    for (const [path, arrow] of arrows) {
      expect(arrow, path).toMatchObject({ meta: { rfc: expect.stringMatching(/^\d{4}§\d+(\.\d+)*$/) as unknown } });
    }
  });

  test('listens to no event of any kind, and invokes nothing', () => {
    expect(arrows.map(([path]) => path).filter((path) => path.includes('*'))).toEqual([]);
    expect(states.flatMap(({ invoke }) => invoke)).toEqual([]);
  });

  test('ends in Terminated and nowhere else', () => {
    expect(states.filter(({ type }) => type === 'final').map(pathOf)).toEqual(['Terminated']);
  });
});
