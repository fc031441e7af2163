import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AnyStateMachine, createMachine, StateMachine } from 'xstate';
import * as exported from '../../machines/index.ts';
import { findClashes } from '../../visualizations/clash.ts';
import { layDiagram } from '../../visualizations/layout.ts';
import { buildModel, isInternal } from '../../visualizations/model.ts';
import { type DiagramLayout, inset } from '../../visualizations/placed.ts';
import { formatSvg, writeSvg } from '../../visualizations/svg.ts';
import { deep, everything, inline, inviteClientTransaction } from './charts.ts';

const drawn = Object.entries(exported).flatMap(([name, value]): [string, AnyStateMachine][] =>
  value instanceof StateMachine ? [[name, value]] : []
);
const machines: Readonly<Record<string, AnyStateMachine>> = {
  ...Object.fromEntries(drawn),
  'a sample': inviteClientTransaction,
  'every feature': everything,
  'a deep one': deep,
  'an inline one': inline
};

describe.each(Object.entries(machines))('%s', (_, machine) => {
  const model = buildModel(machine);
  let svg: string;
  let layout: DiagramLayout;
  beforeAll(async () => {
    layout = await layDiagram(model);
    svg = await formatSvg(model);
  });

  test('is the same picture, byte for byte, each time', async () => {
    expect(await formatSvg(buildModel(machine))).toBe(svg);
  });

  test('has a hook for every state and every transition, and shows every event, guard, action and clause', () => {
    const plain = svg.slice(svg.indexOf('</style>')).replaceAll(/<title>.*?<\/title>|<[^>]+>/g, '');
    const words = plain.replaceAll(/\s+/g, '');
    const hooks = (name: string): string[] =>
      [...svg.matchAll(new RegExp(`data-${name}="([^"]*)"`, 'g'))].map(([, id]) => id as string);
    expect(new Set(hooks('state'))).toEqual(new Set(model.states.map(({ id }) => id)));
    expect(new Set(hooks('edge'))).toEqual(new Set(model.transitions.map(({ id }) => id)));
    const said = [
      ...model.states.flatMap(({ name, entry, exit, invokes, tags }) => [name, ...entry, ...exit, ...invokes, ...tags]),
      ...model.transitions.flatMap(({ event, guard = '', actions, rfc = '' }) => [event, guard, ...actions, rfc])
    ];
    const escaped = said.map((text) => text.replaceAll(/\s+/g, '').replaceAll('"', '&quot;'));
    expect(escaped.filter((text) => !words.includes(text))).toEqual([]);
  });

  test('has nothing on top of anything else or off the canvas, and fits a README', () => {
    expect(findClashes(layout)).toEqual([]);
    expect(layout.width).toBeLessThanOrEqual(1024);
  });

  test('keeps all text inside its box', () => {
    const { states, edges } = layout;
    for (const { width, height, title, description, facts, internals, headHeight } of states) {
      const texts = [title, description, facts, ...internals.map(({ text }) => text)];
      for (const text of texts) expect(text.width + 2 * inset.x).toBeLessThanOrEqual(width);
      expect(headHeight).toBeLessThanOrEqual(height);
    }
    for (const { text, width, height } of edges.flatMap(({ cards }) => cards)) {
      expect(text.width + 2 * inset.label).toBeLessThanOrEqual(width);
      expect(text.height + 2 * inset.label).toBeLessThanOrEqual(height);
    }
  });

  test('keeps every state inside the one around it', () => {
    const { states } = layout;
    for (const inner of states) {
      const outer = states.find(({ state }) => state.id === inner.state.parent);
      if (!outer) continue;
      expect(inner.x).toBeGreaterThan(outer.x);
      expect(inner.y).toBeGreaterThan(outer.y);
      expect(inner.x + inner.width).toBeLessThan(outer.x + outer.width);
      expect(inner.y + inner.height).toBeLessThan(outer.y + outer.height);
    }
  });

  test('writes internal transitions in their state and draws the others as arrows', () => {
    const { states, edges } = layout;
    const written = states.flatMap(({ internals }) => internals.map(({ transition }) => transition.id));
    const drawn = edges.flatMap(({ transitions }) => transitions.map(({ id }) => id));
    const isWritten = (id: string): boolean => {
      const transition = model.transitions.find((other) => other.id === id);
      const source = model.states.find((state) => state.id === transition?.source);
      return transition !== undefined && source !== undefined && isInternal(transition, source);
    };
    const ids = model.transitions.map(({ id }) => id);
    expect(new Set(written)).toEqual(new Set(ids.filter(isWritten)));
    expect(new Set(drawn)).toEqual(new Set(ids.filter((id) => !isWritten(id))));
  });
});

test('is well-formed, tells itself to those who cannot see it, and is drawn by day and by night', async () => {
  const svg = await formatSvg(buildModel(everything));
  expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="diagram-every-thing-title diagram-every-thing-desc"/);
  expect(svg).toContain('<title id="diagram-every-thing-title">every thing</title>');
  expect(svg).toContain('idle goes to work: go.');
  expect(svg).toContain('work goes to l2 and r2: jump.');
  expect(svg).toContain('Everything at once: &quot;quotes&quot; &amp; &lt;tags&gt;; 100 %.');
  expect(svg).toContain('@media (prefers-color-scheme:dark)');
  expect([...svg.matchAll(/<g[ >]/g)].length).toBe([...svg.matchAll(/<\/g>/g)].length);
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
});

test('says `always` in words where an arrow says nothing', async () => {
  const machine = createMachine({ id: 'm', initial: 'a', states: { a: { always: 'b' }, b: {} } });
  expect(await formatSvg(buildModel(machine))).toContain('a goes to b: always.');
});

test('draws a model without states, and a line that stands still for a point', async () => {
  const none = { id: 'none', states: [], timers: [], transitions: [] };
  expect(await formatSvg(none)).toContain('<title id="diagram-none-title">none</title>');
  const points = [0, 0, 50].map((y) => ({ x: 10, y }));
  const layout = {
    width: 20,
    height: 60,
    states: [],
    dots: [],
    edges: [{ id: 'line', transitions: [], points, cards: [] }]
  };
  expect(writeSvg(none, layout)).not.toContain('NaN');
});

test('draws letters of any script in boxes wide enough', async () => {
  const machine = createMachine({ id: 'm', initial: '呼び出し中の状態', states: { 呼び出し中の状態: {} } });
  const { states } = await layDiagram(buildModel(machine));
  expect(states[1]?.width).toBeGreaterThan(8 * 14);
});

test('transitions between the same two states share a line, and have a card and a hook each', async () => {
  const machine = createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { on: { x: 'b', y: 'b', z: 'c' } }, b: {}, c: {} }
  });
  const layout = await layDiagram(buildModel(machine));
  expect(layout.edges.map(({ transitions, cards }) => [transitions.length, cards.length])).toEqual([
    [0, 0],
    [2, 2],
    [1, 1]
  ]);
  const [first, second] = layout.edges[1]?.cards ?? [];
  expect(second).toMatchObject({ x: first?.x, y: Number(first?.y) + Number(first?.height), width: first?.width });
  const svg = writeSvg(buildModel(machine), layout);
  expect([...svg.matchAll(/data-edge="m.a\/y\/0"/g)]).toHaveLength(2);
  expect([...svg.matchAll(/class="path echo"/g)]).toHaveLength(1);
});

test('is drawn for the night, or for the day, alone', async () => {
  const model = buildModel(inline);
  const dark = await formatSvg(model, { theme: 'dark' });
  const light = await formatSvg(model, { theme: 'light' });
  expect(dark).toContain('--paper:#0d1117');
  expect(light).toContain('--paper:#ffffff');
  for (const svg of [dark, light]) expect(svg).not.toContain('@media');
});

describe('what stands in the way is reported', () => {
  test('arrows through text, overlaps, and what leaves the canvas', async () => {
    const layout = await layDiagram(buildModel(inviteClientTransaction));
    const narrow = findClashes({ ...layout, width: 300 });
    expect(narrow).toContain('state inviteClientTransaction.Completed leaves the canvas');
    const [root, calling, ...rest] = layout.states;
    if (!root || !calling) throw new Error('no states');
    const moved = findClashes({ ...layout, states: [root, { ...calling, x: 0, y: 0 }, ...rest] });
    expect(moved).toContain(
      'text of state inviteClientTransaction overlaps text of state inviteClientTransaction.Calling'
    );
    const line = {
      id: 'line',
      transitions: [],
      cards: [],
      points: [
        { x: 100, y: 0 },
        { x: 100, y: 100 }
      ]
    };
    expect(findClashes({ ...layout, edges: [line] })).toEqual([
      'arrow line crosses text of state inviteClientTransaction'
    ]);
  });
});

describe('elkjs', () => {
  afterEach(() => {
    vi.doUnmock('elkjs/lib/elk.bundled.js');
    vi.resetModules();
  });
  const drawWith = async (layout: () => Promise<never>): Promise<string> => {
    vi.resetModules();
    vi.doMock('elkjs/lib/elk.bundled.js', () => ({
      default: class {
        layout = layout;
      }
    }));
    const { formatSvg: format } = await import('../../visualizations/svg.ts');
    return format(buildModel(inline));
  };

  test('is asked for by name where it is not installed', async () => {
    vi.resetModules();
    vi.doMock('elkjs/lib/elk.bundled.js', () => {
      throw new Error('Cannot find package');
    });
    const { formatSvg: format } = await import('../../visualizations/svg.ts');
    await expect(format(buildModel(inline))).rejects.toThrow('npm install elkjs');
  });

  test('may fail: the error says on which machine', async () => {
    await expect(drawWith(() => Promise.reject(new Error('null')))).rejects.toThrow('ELK cannot lay out inline');
  });
});
