/** What holds for every chart: how it is written, and that none of its states is out of reach. Their ends: `bounds.test.ts`. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { AnyActorRef, AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';
import { charts, defaultCallLimits } from '../../machines/index.ts';
import type { ChartMeta } from '../../machines/meta.ts';
import { subjects } from '../stack/subjects.ts';
import { Stage } from '../support/stage.ts';
import { statesOf, withAncestors } from '../support/states.ts';

const pathOf = (node: AnyStateNode): string => node.path.join('.');
const transitionsOf = (node: AnyStateNode) => [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
const clause = expect.stringMatching(/^\d{4}§\d+(\.\d+)*$/) as unknown;

/** The timers of a chart, by name. */
const timersOf = (machine: AnyStateMachine): ReadonlySet<string> =>
  new Set(statesOf(machine).flatMap(({ after }) => after.map(({ delay }) => String(delay))));

/** What a chart says of its timers. Timer C is a proxy's (§16.6): a user agent has `ringLimit`. */
const declaredIn = ({ root }: AnyStateMachine) => (root.meta as ChartMeta).timers ?? {};

/** How long a chart's timer takes when it is first armed: over UDP, with the default timers and limits. */
function firstDelay(machine: AnyStateMachine, name: string): unknown {
  const stage = new Stage();
  const subject = subjects.find((other) => other.machine === machine);
  const actor = stage.start(machine, { ...subject?.input(stage), ...defaultCallLimits });
  const delay: unknown = machine.implementations.delays[name];
  return typeof delay === 'function' ? (delay as (args: object) => unknown)({ context: contextOf(actor) }) : delay;
}

const contextOf = (actor: AnyActorRef): unknown => (actor.getSnapshot() as AnyMachineSnapshot).context;

/** The file that a chart is written in: named as the chart, in kebab-case. */
async function sourceOf({ id }: AnyStateMachine): Promise<string> {
  const file = `${id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;
  return readFile(new URL(`../../machines/${file}`, import.meta.url), 'utf8');
}

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

const machines = Object.values(charts);

describe.each(machines.map((machine) => ({ id: machine.id, machine })))('$id', ({ machine }) => {
  const states = statesOf(machine);
  const arrows = arrowsIn(machine.config, '');

  test('every state can be reached', () => {
    const found = reachable(machine);
    expect(states.filter((node) => !found.has(node)).map(pathOf)).toEqual([]);
  });

  test('every state that the RFC has says what it is, and names its clause', () => {
    for (const { parent, description, meta, path } of states) {
      if (parent === undefined || /^[a-z]/.test(path.at(-1) ?? '')) continue;
      expect(description, path.join('.')).toBeDefined();
      expect(meta, path.join('.')).toMatchObject({ rfc: clause });
    }
  });

  test('a state of ours is inside one that names its clause', () => {
    const silent = states.filter(
      (node) => node.parent !== undefined && withAncestors(node).every(({ meta, parent }) => !meta || !parent)
    );
    expect(silent.map(pathOf)).toEqual([]);
  });

  test('names every timer that it has, and no other', () => {
    expect(Object.keys(declaredIn(machine)).sort()).toEqual([...timersOf(machine)].sort());
  });

  test('every timer has a letter of an RFC, or a reason; and a clause, or an RFC that leaves it open', () => {
    for (const [name, { rfc, reason }] of Object.entries(declaredIn(machine))) {
      const lettered = /^timer[A-N]$/.test(name);
      if (!lettered) expect(reason, name).toMatch(/\w+ \w+/);
      if (rfc === undefined) expect([lettered, reason], name).toEqual([false, expect.stringContaining('RFC')]);
      else expect(rfc, name).toEqual(clause);
    }
  });

  test('every timer takes as long as is said of it', () => {
    for (const [name, { ms }] of Object.entries(declaredIn(machine))) expect(firstDelay(machine, name), name).toBe(ms);
  });

  test('holds no inline function', () => {
    expect(functionsIn(machine.config, '')).toEqual([]);
  });

  test('every arrow is an object that names its clause', () => {
    expect(arrows.length).toBeGreaterThan(5);
    for (const [path, arrow] of arrows) expect(arrow, path).toMatchObject({ meta: { rfc: clause } });
  });

  test('listens to no event of any kind, invokes nothing, spawns nothing, and names no actor for the whole system', async () => {
    expect(arrows.map(([path]) => path).filter((path) => path.includes('*'))).toEqual([]);
    expect(states.flatMap(({ invoke }) => invoke)).toEqual([]);
    expect(Object.keys(machine.implementations.actors)).toEqual([]);
    const source = await sourceOf(machine);
    expect(source).toContain('createMachine(');
    expect(source).not.toMatch(/\bspawn|\bsystemId\b|\bcreateActor\b/);
  });

  test('acts by assign, sendTo and enqueueActions alone', () => {
    const kinds = Object.values(machine.implementations.actions).map((action) => (action as { type?: string }).type);
    expect(kinds.length).toBeGreaterThan(5);
    for (const kind of kinds) expect(kind).toMatch(/^xstate\.(assign|sendTo|enqueueActions)$/);
  });

  test('ends in Terminated and nowhere else', () => {
    expect(states.filter(({ type }) => type === 'final').map(pathOf)).toEqual(['Terminated']);
  });
});
