/** The names in a trace are those of the charts and of their drawings. */
import { expect, test } from 'vitest';
import { and, not, or, setup, type AnyTransitionDefinition } from 'xstate';
import { charts } from '../../machines/index.ts';
import { isTimer, nameOfEvent, readArrow } from '../../src/trace/arrow.ts';
import { buildModel, transitionId } from '../../visualizations/model.ts';

interface Node {
  readonly states: Readonly<Record<string, Node>>;
  readonly transitions: ReadonlyMap<string, readonly AnyTransitionDefinition[]>;
  readonly always?: readonly AnyTransitionDefinition[];
}

function arrowsOf({ states, transitions, always = [] }: Node): readonly AnyTransitionDefinition[] {
  return [...[...transitions.values()].flat(), ...always, ...Object.values(states).flatMap(arrowsOf)];
}

test.each(Object.values(charts).map((chart) => [chart.id, chart] as const))(
  '%s: every arrow has the drawing’s id, guard, actions and clause',
  (id, chart) => {
    const drawn = new Map(buildModel(chart).transitions.map((transition) => [transition.id, transition]));
    const arrows = arrowsOf(chart.root);
    expect(arrows).toHaveLength(drawn.size);
    for (const definition of arrows) {
      const { edge, guard, actions, rfc, on } = readArrow(definition);
      const drawing = drawn.get(edge);
      expect(edge).toBe(transitionId(definition));
      expect({ guard, actions, rfc: rfc[0] }).toEqual({
        guard: drawing?.guard,
        actions: drawing?.actions,
        rfc: drawing?.rfc
      });
      expect(on).toBe(drawing?.kind === 'after' ? 'timer' : drawing?.kind);
      if (on === 'timer') expect(nameOfEvent((definition as { eventType: string }).eventType, id)).toBe(drawing?.delay);
    }
  }
);

test('guards and actions of somebody else’s chart have a name, or none', () => {
  const yes = () => true;
  const chart = setup({ guards: { a: yes, b: yes }, types: { events: {} as { type: 'go' } } }).createMachine({
    id: 'own',
    meta: { rfc: 17 },
    on: {
      go: [
        { guard: and(['a', or(['b', not('a')])]), actions: [yes, { type: 'named' } as never] },
        { guard: () => true, actions: () => undefined },
        { guard: not(and(['a', 'b'])) }
      ]
    }
  });
  const read = arrowsOf(chart.root as unknown as Node).map((definition) => readArrow(definition));
  expect(read.map(({ guard, actions, rfc }) => [guard, actions, rfc])).toEqual([
    ['a and (b or not a)', ['yes', 'named'], []],
    ['(inline)', ['(inline)'], []],
    ['not (a and b)', [], []]
  ]);
});

test.each([
  ['transport.1xx', 'own', 'transport.1xx'],
  ['xstate.init', 'own', 'start'],
  ['xstate.after.timerB.own.Calling', 'own', 'timerB'],
  ['xstate.after.0.5.own.Calling', 'own', '0.5'],
  ['xstate.after.500.elsewhere', 'own', '500.elsewhere'],
  ['xstate.after.500.elsewhere', undefined, '500.elsewhere'],
  ['xstate.done.actor.child', 'own', 'done.actor.child']
])('%s of %s is %s', (type, chart, name) => {
  expect(nameOfEvent(type, chart)).toBe(name);
  expect(isTimer(type)).toBe(type.includes('after'));
});
