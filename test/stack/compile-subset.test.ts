/** What a compiled chart may use, on charts made for it; and that everything else is refused, not done wrong. */
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import {
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  assign,
  cancel,
  createActor,
  enqueueActions,
  type EventObject,
  fromCallback,
  raise,
  sendTo,
  setup,
  spawnChild
} from 'xstate';
import { charts } from '../../machines/index.ts';
import { compile } from '../../src/stack/compile.ts';
import { Stage } from '../support/stage.ts';
import { Both, type Subject } from './both.ts';
import { subjects } from './subjects.ts';

interface Context {
  readonly to: AnyActorRef;
  readonly count: number;
  readonly noted: string;
}

interface Args {
  readonly context: Context;
}

/** A chart of a configuration and its parts, whatever their types. */
const machine = (config: object, parts: object = {}): AnyStateMachine =>
  (setup(parts) as unknown as { createMachine(config: object): AnyStateMachine }).createMachine(config);

/** Tells the listener a word, and what is in the context. */
const say = (word: string) =>
  sendTo(
    ({ context }: Args) => context.to,
    ({ context }: Args) => ({ type: `${word} ${String(context.count)}${context.noted}` })
  );

const parts = {
  delays: { soon: 100, growing: ({ context }: Args) => 50 * (context.count + 1) },
  guards: { odd: ({ context }: Args) => context.count % 2 === 1, many: ({ context }: Args) => context.count > 3 },
  actions: {
    more: assign({
      count: ({ context }: Args) => context.count + 1,
      noted: ({ context }: Args) => `<${String(context.count)}`
    }),
    reset: assign(() => ({ count: 0, noted: '' })),
    constant: assign({ noted: '!' }),
    outer: say('outer'),
    inner: say('inner'),
    left: say('left'),
    crossed: say('crossed'),
    timed: say('timed'),
    gathered: enqueueActions<Context, EventObject, undefined, EventObject, never, never, never>(
      ({ context, enqueue }) => {
        const before = context.count;
        enqueue.assign({ count: ({ context: now }) => now.count + 10 });
        enqueue.sendTo(context.to, ({ context: now }: Args) => ({ type: `now ${String(now.count)}` }));
        enqueue.sendTo(({ context: now }: Args) => now.to, { type: `before ${String(before)}` });
      }
    )
  }
};

const shop = machine(
  {
    id: 'shop',
    context: ({ input }: { input: { to: AnyActorRef } }) => ({ to: input.to, count: 0, noted: '' }),
    entry: 'more',
    exit: 'left',
    initial: 'One',
    output: ({ context }: Args) => context.count,
    states: {
      One: {
        entry: ['outer', 'more'],
        exit: ['left', 'more'],
        after: { soon: { guard: 'odd', target: '.inside', actions: 'timed' }, growing: { actions: ['timed', 'more'] } },
        initial: 'begun',
        on: {
          a: { target: 'Two', actions: 'crossed' },
          b: { target: '.inside' },
          c: { target: '.inside', reenter: true },
          d: [
            { guard: 'odd', actions: ['more', 'gathered'] },
            { target: 'One', actions: 'gathered' }
          ]
        },
        states: {
          begun: { entry: 'inner', on: { a: { guard: 'many', target: 'inside' } } },
          inside: {
            entry: 'inner',
            exit: 'left',
            after: { 70: { target: 'begun', actions: 'timed' } },
            initial: 'deep',
            states: { deep: { entry: 'constant', on: { b: { target: '#shop.Two.second', actions: 'crossed' } } } }
          }
        }
      },
      Two: {
        entry: 'outer',
        always: { guard: 'many', target: 'Three', actions: ['reset', 'crossed'] },
        initial: 'first',
        states: { first: { on: { a: 'second', b: { target: 'first' } } }, second: { on: { c: { actions: 'more' } } } },
        after: { growing: 'One' },
        on: { d: { target: 'Two', reenter: true }, end: 'Over' }
      },
      Three: { always: [{ guard: 'odd', target: 'One' }, { target: 'Two' }] },
      Over: { type: 'final', entry: ['more', 'crossed'] }
    }
  },
  parts
);

const subject: Subject = {
  name: 'a chart that uses everything',
  machine: shop,
  input: (stage: Stage) => ({ to: stage.recorder('listener') }),
  events: () => Object.fromEntries(['a', 'b', 'c', 'd', 'end', 'unknown'].map((type) => [type, { type }]))
};

describe('the subset', () => {
  test('entry, exit, reentry, timers, eventless and named everything: as XState does it', () => {
    const compiled = compile(shop);
    const { steps } = new Both(subject, compiled);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 25 }), (path) => {
        new Both(subject, compiled).replay(path);
      }),
      { numRuns: 200 }
    );
  });

  test('a difference is seen', () => {
    const [transaction] = subjects;
    const other = compile(charts.nonInviteClient);
    expect(() => transaction && new Both(transaction, other)).toThrow();
  });

  test('a snapshot tells what state it is in, and what to keep of it', () => {
    const actor = new Stage().start(compile(shop), { to: new Stage().recorder('listener') });
    const snapshot = actor.getSnapshot() as AnyMachineSnapshot;
    expect([snapshot.matches('One'), snapshot.matches({ One: 'begun' }), snapshot.matches('Two')]).toEqual([
      true,
      true,
      false
    ]);
    expect(actor.getPersistedSnapshot()).toMatchObject({ status: 'active', value: { One: 'begun' } });
  });
});

const state = (one: object, parts: object = {}): AnyStateMachine =>
  machine({ initial: 'a', states: { a: one, b: {} } }, parts);
const action = (implementation: unknown): AnyStateMachine =>
  state({ entry: 'it' }, { actions: { it: implementation as never } });

describe('what is refused', () => {
  test.each<[string, AnyStateMachine]>([
    ['a parallel state', machine({ type: 'parallel', states: { a: {}, b: {} } })],
    ['a history state', machine({ initial: 'a', states: { a: {}, h: { type: 'history' } } })],
    ['invoke', state({ invoke: { src: fromCallback(() => undefined) } })],
    ['a wildcard transition', state({ on: { '*': 'b' } })],
    ['a wildcard of a family', state({ on: { 'user.*': 'b' } })],
    ['an inline action', state({ entry: () => undefined })],
    ['an action that is a plain function', action(() => undefined)],
    ['an action without an implementation', state({ entry: 'unknown' })],
    ['raise', action(raise({ type: 'x' }))],
    ['spawnChild', action(spawnChild(fromCallback(() => undefined)))],
    ['a delayed sendTo', action(sendTo('x', { type: 'x' }, { delay: 5 }))],
    ['an inline guard', state({ on: { x: { guard: () => true, target: 'b' } } })],
    ['a guard without an implementation', state({ on: { x: { guard: 'unknown', target: 'b' } } })],
    ['a delay without an implementation', state({ after: { unknown: 'b' } })],
    ['actions on the initial transition', machine({ initial: { target: 'a', actions: 'it' }, states: { a: {} } })]
  ])('%s', (_, refused) => {
    expect(() => compile(refused)).toThrow(TypeError);
  });

  test.each<[string, unknown]>([
    [
      'check',
      enqueueActions(({ check }) => {
        check(() => true);
      })
    ],
    [
      'enqueue of a named action',
      enqueueActions(({ enqueue }) => {
        enqueue('other');
      })
    ],
    [
      'enqueue.raise',
      enqueueActions(({ enqueue }) => {
        enqueue.raise({ type: 'x' });
      })
    ]
  ])('%s inside enqueueActions: when it is reached', (_, implementation) => {
    const logic = compile(action(implementation));
    const actor = createActor(logic);
    actor.subscribe({ error: () => undefined });
    expect(actor.start().getSnapshot()).toMatchObject({ status: 'error', error: expect.any(TypeError) as unknown });
  });

  test('eventless transitions without end', () => {
    const endless = state({ always: { target: 'b' } }).config.states as object;
    const logic = compile(machine({ initial: 'a', states: { ...endless, b: { always: { target: 'a' } } } }));
    const actor = createActor(logic);
    actor.subscribe({ error: () => undefined });
    expect(actor.start().getSnapshot()).toMatchObject({ status: 'error' });
  });
});

describe('what is refused too', () => {
  test.each<[string, AnyStateMachine]>([
    ['an inline raise', state({ entry: raise({ type: 'x' }) })],
    ['an inline cancel', state({ exit: cancel('x') })],
    [
      'onDone',
      machine({ initial: 'a', states: { a: { initial: 'c', onDone: 'b', states: { c: { type: 'final' } } }, b: {} } })
    ],
    ['tags', state({ tags: 'x' })]
  ])('%s', (_, refused) => {
    expect(() => compile(refused)).toThrow(TypeError);
  });

  test('the context that enqueueActions is given stays as it was', () => {
    const changing = enqueueActions<Context, EventObject, undefined, EventObject, never, never, never>(
      ({ context, enqueue }) => {
        enqueue.assign({ count: 10 });
        enqueue.sendTo(context.to, { type: String(context.count) });
      }
    );
    const chart = machine(
      {
        context: ({ input }: { input: { to: AnyActorRef } }) => ({ to: input.to, count: 0, noted: '' }),
        entry: ['more', 'changing'],
        initial: 'a',
        states: { a: {} }
      },
      { actions: { ...parts.actions, changing } }
    );
    new Both({ ...subject, machine: chart });
  });
});
