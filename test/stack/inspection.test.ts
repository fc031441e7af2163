/** Being told of what actors do without XState's copies. */
import { expect, test } from 'vitest';
import { type Actor, type AnyStateMachine, createActor, setup } from 'xstate';
import { compileChart } from '../../src/stack/compile-chart.ts';
import { type Inspected, watchInspection } from '../../src/stack/inspection.ts';

const chart = setup({ types: { events: {} as { type: 'go' } | { type: 'no' } } }).createMachine({
  id: 'own',
  initial: 'one',
  states: { one: { on: { go: 'two' } }, two: { on: { go: 'one' } } }
});

const start = (): Actor<AnyStateMachine> => createActor(compileChart(chart) as unknown as AnyStateMachine).start();

/** What is told of a step, in a word. */
function word(inspected: Inspected): string {
  if (inspected.type !== '@xstate.microstep') return inspected.type.slice('@xstate.'.length);
  const { value } = inspected.snapshot as unknown as { readonly value: string };
  return `${inspected.event.type} to ${value} by ${inspected._transitions.length}`;
}

test('the same is told as to an inspector, but no actions', () => {
  const actor = start();
  const [seen, inspected]: string[][] = [[], []];
  actor.system.inspect((event) => inspected!.push(word(event)));
  const leave = watchInspection(actor.system, (event) => seen!.push(word(event)));
  actor.send({ type: 'go' });
  actor.send({ type: 'no' });
  leave();
  actor.send({ type: 'go' });
  expect(seen).toEqual(['event', 'go to two by 1', 'snapshot', 'event', 'no to two by 0', 'snapshot']);
  expect(inspected?.slice(0, 6)).toEqual(seen);
  expect(inspected).toHaveLength(9);
});

test('a step that is told while another one is leaves that one as it is', () => {
  const actor = start();
  const other = createActor(compileChart(chart) as unknown as AnyStateMachine, { parent: actor }).start();
  const seen: string[] = [];
  watchInspection(actor.system, (event) => {
    if (event.type === '@xstate.microstep' && event.actorRef === actor) other.send({ type: 'go' });
    if (event.type === '@xstate.microstep') seen.push(`${event.actorRef === actor ? 'first' : 'other'} ${word(event)}`);
  });
  actor.send({ type: 'go' });
  actor.send({ type: 'no' });
  expect(seen).toEqual([
    'other go to two by 1',
    'first go to two by 1',
    'other go to one by 1',
    'first no to two by 0'
  ]);
});

test('whoever leaves takes nothing of the others along, in whatever order', () => {
  const actor = start();
  const told: string[] = [];
  const sender = (): unknown => (actor.system as unknown as { _sendInspectionEvent: unknown })._sendInspectionEvent;
  const before = sender();
  watchInspection(actor.system, () => undefined)();
  expect(sender()).toBe(before);
  const first = watchInspection(actor.system, ({ type }) => type === '@xstate.event' && told.push('first'));
  const second = watchInspection(actor.system, ({ type }) => type === '@xstate.event' && told.push('second'));
  actor.send({ type: 'no' });
  first();
  actor.send({ type: 'no' });
  second();
  actor.send({ type: 'no' });
  expect(told).toEqual(['first', 'second', 'second']);
});
