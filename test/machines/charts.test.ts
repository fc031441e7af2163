/** What holds for every chart: how it is written, and that none of its states is out of reach. Their ends: `bounds.test.ts`. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { charts } from '../../machines/index.ts';
import { statesOf, withAncestors } from '../support/states.ts';

/** The timers that RFCs give letters, and where they do. */
const lettered: Readonly<Record<string, string>> = {
  timerA: 'RFC 3261 §17.1.1.2',
  timerB: 'RFC 3261 §17.1.1.2',
  timerD: 'RFC 3261 §17.1.1.2',
  timerE: 'RFC 3261 §17.1.2.2',
  timerF: 'RFC 3261 §17.1.2.2',
  timerG: 'RFC 3261 §17.2.1',
  timerH: 'RFC 3261 §17.2.1',
  timerI: 'RFC 3261 §17.2.1',
  timerJ: 'RFC 3261 §17.2.2',
  timerK: 'RFC 3261 §17.1.2.2',
  timerL: 'RFC 6026 §7.1',
  timerM: 'RFC 6026 §8.4'
};

/** The others, and why there are any. Timer C is a proxy's (§16.6): a user agent has `ringLimit`. */
const named: Readonly<Record<string, string>> = {
  timerTrying: '200 ms to a 100 for an INVITE (RFC 3261 §17.2.1); until Timer E reaches T2 for others (RFC 4320 §4.1)',
  clientTimerF: 'the client has given up, and no 408 may tell it so (RFC 4320 §4.2)',
  oneMinute: 'a provisional response every minute keeps proxies waiting (RFC 3261 §13.3.1.1)',
  interval: 'the user repeats its 2xx at T1, doubling to T2 (RFC 3261 §13.3.1.4)',
  acknowledgementLimit: '64·T1 without an ACK of the 2xx (RFC 3261 §13.3.1.4)',
  cancelLimit: '64·T1 without an answer to a cancelled INVITE (RFC 3261 §9.1)',
  ringLimit: 'ours: how long we let a peer ring; RFC 3261 §13.2.1 leaves it to the Expires of the caller',
  answerLimit: 'ours: how long an application may take; RFC 3261 §13.3.1 leaves it open',
  longestCall: 'ours: no call for ever; RFC 3261 knows no end of a session but BYE'
};

const pathOf = (node: AnyStateNode): string => node.path.join('.');
const transitionsOf = (node: AnyStateNode) => [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
const clause = expect.stringMatching(/^\d{4}§\d+(\.\d+)*$/) as unknown;

/** The timers of a chart, by name. */
const timersOf = (machine: AnyStateMachine): ReadonlySet<string> =>
  new Set(statesOf(machine).flatMap(({ after }) => after.map(({ delay }) => String(delay))));

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
    const silent = states.filter((node) => node.parent !== undefined && withAncestors(node).every(({ meta }) => !meta));
    expect(silent.map(pathOf)).toEqual([]);
  });

  test('every timer has a letter of an RFC, or a reason', () => {
    expect([...timersOf(machine)].filter((timer) => !(timer in lettered) && !(timer in named))).toEqual([]);
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

test('no timer is named that no chart has', () => {
  const used = new Set(machines.flatMap((machine) => [...timersOf(machine)]));
  expect([...Object.keys(lettered), ...Object.keys(named)].filter((timer) => !used.has(timer))).toEqual([]);
});
