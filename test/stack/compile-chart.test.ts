/** The compiled charts are the charts: everything that can be seen of them is the same, at every instant. */
import { describe, expect, test } from 'vitest';
import { charts } from '../../machines/index.ts';
import { compiledCharts } from '../../src/stack/compiled-charts.ts';
import { Equivalence } from './equivalence.ts';
import { subjects } from './subjects.ts';

describe.each(subjects)('$name', (subject) => {
  const equivalence = new Equivalence(subject);

  test('every event and every timer in every state, and what comes after', () => {
    equivalence.checkPairs();
  });

  test('every simple path, up to a bound', () => {
    expect(equivalence.checkSimplePaths(100)).toBeGreaterThan(3);
  });

  test('whatever comes in whatever order', () => {
    equivalence.checkWalks({ walks: 30 });
  });

  test('when it is stopped it does nothing more, and its timers are gone', () => {
    equivalence.checkStops();
  });
});

test('every chart is compiled', () => {
  expect(Object.keys(compiledCharts)).toEqual(Object.keys(charts));
  for (const { machine } of subjects) expect(Object.values(charts)).toContain(machine);
});
