import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { citationsOfChart } from '../../docs/rfc-coverage/charts.ts';
import { buildModel } from '../../visualizations/model.ts';

test('states go by their path, the machine by its id, transitions by state and event', () => {
  const machine = createMachine({
    id: 'chart',
    meta: { rfc: '3261§17' },
    initial: 'Calling',
    states: {
      Calling: {
        meta: { rfc: '3261§17.1, 6026§8' },
        after: { 500: { target: 'Terminated', meta: { rfc: '3261§17.2' } } },
        on: { 'transport.2xx': { target: 'Terminated', meta: { rfc: '6026§8.4' } }, other: 'Terminated' },
        initial: 'start',
        states: { start: { always: { guard: () => false, target: 'rest', meta: { rfc: '3261§17.3' } } }, rest: {} }
      },
      Terminated: { type: 'final' }
    }
  });
  const places = citationsOfChart('machines/chart.ts', buildModel(machine));
  expect(places.map(({ clause, what }) => [clause.rfc, clause.section, what])).toEqual([
    [3261, '17', 'chart'],
    [3261, '17.1', 'Calling'],
    [6026, '8', 'Calling'],
    [6026, '8.4', 'Calling: transport.2xx'],
    [3261, '17.2', expect.stringMatching(/^Calling: .*500/)],
    [3261, '17.3', 'Calling.start: always']
  ]);
  expect(new Set(places.map(({ file }) => file))).toEqual(new Set(['machines/chart.ts']));
});
