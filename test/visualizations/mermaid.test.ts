import { expect, test } from 'vitest';
import { createMachine, setup } from 'xstate';
import { formatMermaid } from '../../visualizations/mermaid.ts';
import { buildModel } from '../../visualizations/model.ts';
import { deep, everything, inviteClientTransaction } from './charts.ts';

test('writes a small chart exactly so', () => {
  const machine = setup({ delays: { timerK: 5000 }, guards: { reliable: () => true } }).createMachine({
    id: 'small',
    description: 'For: example.',
    meta: { timers: { timerK: { value: 'T4', ms: 5000 } } },
    entry: 'sendRequest' as never,
    initial: 'state',
    states: {
      state: {
        description: 'The word `state` is no id; neither is start.',
        meta: { rfc: '3261§17' },
        initial: 'start',
        states: { start: { always: [{ guard: 'reliable', target: 'a-b' }, { target: 'a-b' }] }, 'a-b': {} },
        on: { '2xx': { target: 'end', actions: ['a', 'b'] as never }, error: 'end', '1xx': { actions: 'a' as never } }
      },
      end: { on: { '2xx': {} }, after: { timerK: 'done' } },
      done: { type: 'final' }
    }
  });
  expect(formatMermaid(buildModel(machine))).toBe(
    `stateDiagram-v2
  direction TB
  accTitle: small
  accDescr: For#58; example.
  [*] --> s_state : / sendRequest
  state "state" as s_state {
    [*] --> s_state__start
    state "start" as s_state__start
    state "a-b" as s_state__a_b
  }
  note right of s_state : The word #96;state#96; is no id#59; neither is start. RFC 3261 §17<br/>1xx / a
  state "end" as s_end
  s_end : 2xx / –
  state "done" as s_done
  done_arrow
  s_state --> s_end : 2xx / a, b<br/>error
  s_state__start --> s_state__a_b : [reliable]<br/>[else]
  s_end --> s_done : timerK (T4)
`.replace('done_arrow', 's_done --> [*]')
  );
});

test('shows every internal transition in its state, and every event', () => {
  const model = buildModel(inviteClientTransaction);
  const text = formatMermaid(model);
  expect(text).toContain('  s_Proceeding : transport.1xx / passToUser\n');
  expect(text).toContain('  s_Completed : transport.300-699 / sendAck\n');
  for (const { event } of model.transitions) expect(text).toContain(event);
});

test('frames a machine that has more to say than what it does on entry', () => {
  const text = formatMermaid(buildModel(everything));
  expect(text).toContain('  state "every thing" as s_every_thing {\n    [*] --> s_idle\n');
  expect(text).toContain('  note right of s_every_thing : reset → idle<br/>poke / a\n');
});

test('frames a machine whose arrows reach its border, and one that is parallel', () => {
  const again = createMachine({
    id: 'm',
    initial: 'a',
    states: { a: {} },
    on: { again: { target: '#m', reenter: true } }
  });
  expect(formatMermaid(buildModel(again))).toContain('  s_m --> s_m : again\n');
  const parallel = createMachine({ id: 'm', type: 'parallel', states: { a: {}, b: {} } });
  expect(formatMermaid(buildModel(parallel))).toBe(`stateDiagram-v2
  direction TB
  accTitle: m
  state "m" as s_m {
    state "a" as s_a
    --
    state "b" as s_b
  }
`);
});

test('writes arrows between a state and its inside in words, since Mermaid loses them', () => {
  const text = formatMermaid(buildModel(everything));
  expect(text).toContain('    s_nested__one : up → nested\n');
  expect(text).toContain('jump → l2, r2\n');
  expect(text).not.toMatch(/s_nested --> s_nested__|s_nested__\w+ --> s_nested\b(?!_)/);
});

test('leaves an arrow bare that has nothing to say', () => {
  expect(formatMermaid(buildModel(deep))).toContain('  s_a__b__c --> s_a__d\n');
});

test('keeps its ids apart from each other and from the ones that Mermaid makes up', () => {
  const machine = createMachine({
    id: 'm',
    initial: 'a',
    states: {
      a: { initial: 'b', states: { b: {} } },
      a__b: {},
      a_: { initial: 'x', states: { x: {} } },
      a__start: {},
      'a-': {}
    }
  });
  const ids = [...formatMermaid(buildModel(machine)).matchAll(/ as (\w+)/g)].map(([, id]) => id as string);
  const taken = ids.flatMap((id) => [id, `${id}_start`, `${id}_end`]);
  expect(new Set(taken).size).toBe(taken.length);
});

test('escapes what Mermaid would read', () => {
  const machine = createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { description: 'a; "b"\n<c> {d} #1: %%', on: { x: {} } } }
  });
  expect(formatMermaid(buildModel(machine))).toContain(
    's_a : a#59; #34;b#34; #60;c#62; #123;d#125; #35;1#58; #37;#37;\n'
  );
});

test('writes even a model without states', () => {
  expect(formatMermaid({ id: 'none', states: [], timers: [], transitions: [] })).toBe(
    'stateDiagram-v2\n  direction TB\n'
  );
});
