/** The compiled charts are the charts: everything that can be seen of them is the same, at every instant. */
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { charts } from '../../machines/index.ts';
import { compile } from '../../src/stack/compile.ts';
import { compiledCharts } from '../../src/stack/compiled-charts.ts';
import { Both } from './both.ts';
import { subjects } from './subjects.ts';

describe.each(subjects)('$name', (subject) => {
  const compiled = compile(subject.machine);
  const both = (): Both => new Both(subject, compiled);

  /** A shortest path to each state that can be reached. */
  function paths(): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, readonly string[]>();
    const open: (readonly string[])[] = [[]];
    for (let path = open.shift(); path !== undefined; path = open.shift()) {
      const here = both();
      for (const step of path) here.take(step);
      if (found.has(here.state)) continue;
      found.set(here.state, path);
      for (const step of here.steps) open.push([...path, step]);
    }
    return found;
  }

  test('every event and every timer in every state, and what comes after', () => {
    const { steps } = both();
    for (const path of paths().values())
      for (const step of steps) both().replay([...path, step, 'next due', 'much later']);
  });

  test('whatever comes in whatever order', () => {
    const { steps } = both();
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 12 }), (path) => {
        both().replay(path);
      }),
      { numRuns: 100 }
    );
  });

  test('when it is stopped it does nothing more, and its timers are gone', () => {
    for (const path of paths().values()) {
      const here = both().replay(path);
      here.stop();
      here.replay(['much later']);
    }
  });
});

test('every chart is compiled', () => {
  expect(Object.keys(compiledCharts)).toEqual(Object.keys(charts));
  for (const { machine } of subjects) expect(Object.values(charts)).toContain(machine);
});
