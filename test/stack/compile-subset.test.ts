/** What a compiled chart may use, on charts made for it; and that everything else is refused, not done wrong. */
import { describe, expect, test } from 'vitest';
import {
  and,
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  assign,
  cancel,
  createActor,
  emit,
  enqueueActions,
  type EventObject,
  fromCallback,
  log,
  not,
  or,
  raise,
  sendParent,
  sendTo,
  setup,
  spawnChild,
  stateIn,
  stopChild
} from 'xstate';
import { charts } from '../../machines/index.ts';
import { UsageError } from '../../src/message/usage-error.ts';
import { compileChart } from '../../src/stack/compile-chart.ts';
import { Stage } from '../support/stage.ts';
import { Both, type Subject } from './both.ts';
import { Equivalence } from './equivalence.ts';
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
  guards: {
    odd: ({ context }: Args) => context.count % 2 === 1,
    many: ({ context }: Args) => context.count > 3,
    over: ({ context }: Args, { limit }: { limit: number }) => context.count > limit,
    some: and(['odd', not('many')]),
    either: or([{ type: 'over', params: { limit: 12 } }, 'some'] as never),
    broken: () => {
      throw new Error('a guard that throws');
    }
  },
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
    called: ({ context, event, self }: Args & { event: EventObject; self: AnyActorRef }, params: unknown) => {
      context.to.send({ type: `called ${event.type} ${JSON.stringify(params)}` });
      if (event.type === 'a') self.send({ type: 'unknown' });
    },
    add: assign(({ context }: Args, { by }: { by: number }) => ({ count: context.count + by })),
    tellParent: sendParent(({ context }: Args) => ({ type: 'told', count: context.count }) as never),
    tellItself: sendTo(() => undefined as never, { type: 'c' } as never),
    capture: sendTo(
      ({ context }: Args) => context.to,
      ({ context }: Args) => ({ type: 'captured', context })
    ),
    broken: assign({
      count: () => {
        throw new Error('an action that throws');
      }
    }),
    chosen: enqueueActions<Context, EventObject, undefined, EventObject, never, never, never>(({ enqueue, check }) => {
      enqueue.assign({ count: 3 });
      if (check('odd' as never)) enqueue('more' as never);
      if (check(({ context }: Args) => context.count === 3)) enqueue('gathered' as never);
      enqueue({ type: 'add', params: { by: 2 } } as never);
      (enqueue as unknown as { sendParent(event: object): void }).sendParent({ type: 'enqueued' });
    }),
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
    entry: ['more', 'called', 'capture'],
    exit: ['left', 'more', 'tellParent'],
    initial: 'One',
    output: ({ context, event }: Args & { event: EventObject }) => `${event.type} ${String(context.count)}`,
    on: {
      e: [
        { guard: { type: 'over', params: ({ context }: Args) => ({ limit: context.count - 1 }) }, actions: 'chosen' }
      ],
      f: { target: '.Two', reenter: true },
      g: [{ guard: 'broken', target: '.Over' }],
      h: { actions: ['crossed', 'broken', 'crossed'] },
      forbidden: {},
      refused: undefined
    },
    states: {
      One: {
        tags: ['first', 'x'],
        meta: { page: 1 },
        entry: ['outer', 'more', { type: 'called', params: { of: 'One' } }, 'capture', 'more'],
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
          begun: {
            tags: 'x',
            meta: { page: 2 },
            entry: [
              'inner',
              ({ context }: Args) => {
                context.to.send({ type: 'inline' });
              },
              assign({ noted: 'inline' })
            ],
            on: {
              a: { guard: 'many', target: 'inside' },
              forbidden: { actions: 'more' },
              i: { guard: ({ context }: Args) => context.count > 1, target: '#shop' },
              j: {
                guard: 'either',
                actions: [
                  { type: 'add', params: ({ event }: { event: EventObject }) => ({ by: event.type.length }) },
                  'tellItself'
                ]
              }
            }
          },
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
      Three: {
        always: [
          { guard: 'odd', target: 'One' },
          { guard: { type: 'over', params: { limit: 5 } }, actions: 'reset' },
          { guard: 'either', actions: 'crossed' },
          { target: 'Two' }
        ]
      },
      Over: { type: 'final', entry: ['more', 'crossed'] }
    }
  },
  parts
);

const subject: Subject = {
  name: 'a chart that uses everything',
  machine: shop,
  input: (stage: Stage) => ({ to: stage.recorder('listener') }),
  events: () =>
    Object.fromEntries('a b c d e f g h i j end unknown forbidden refused'.split(' ').map((type) => [type, { type }]))
};

/** A chart of two states with something at its root. */
const small = (root: object, actions: object = {}, delays: object = {}): AnyStateMachine =>
  machine(
    {
      context: ({ input }: { input: { to: AnyActorRef } }) => ({ to: input.to, count: 0, noted: '' }),
      initial: 'a',
      states: { a: {}, b: {} },
      ...root
    },
    { ...parts, actions: { ...parts.actions, ...actions }, delays: { ...parts.delays, ...delays } }
  );

describe('what a compiled chart may use', () => {
  const equivalence = new Equivalence(subject);

  test('whatever comes in whatever order: as XState does it', () => {
    equivalence.checkWalks({ walks: 300 });
  });

  test('when it is stopped', () => {
    equivalence.both().replay(['a', 'stopped by its parent', 'much later']).lookClosely();
  });

  test('a guard or an action that throws ends it, with the same words', () => {
    for (const step of ['g', 'h']) equivalence.both().replay(['d', step, 'a', 'much later']).lookClosely();
  });

  test('the context that an expression was given stays as it was', () => {
    const change = enqueueActions<Context, EventObject, undefined, EventObject, never, never, never>(
      ({ context, enqueue }) => {
        enqueue.assign({ count: 10 });
        enqueue.sendTo(context.to, { type: String(context.count) });
      }
    );
    const chart = small({ entry: ['capture', 'more', 'change', 'capture', 'more'] }, { change });
    new Both({ ...subject, machine: chart });
  });

  test.each<[string, AnyStateMachine]>([
    ['no states', machine({ entry: 'called', on: { a: { actions: 'called' } } }, parts)],
    [
      'an end at once',
      machine({ initial: 'a', output: { of: 'it' }, states: { a: { type: 'final', exit: 'called' } } }, parts)
    ],
    ['a context that is no function', machine({ context: { count: 1 }, initial: 'a', states: { a: {} } }, parts)],
    ['a context that throws', machine({ context: () => JSON.parse('{') as object, initial: 'a', states: { a: {} } })],
    ['an action that throws when it begins', small({ entry: ['more', 'broken', 'outer'] })],
    [
      'a function that throws when it begins',
      small({ entry: ['outer', 'thrown', 'outer'] }, { thrown: () => JSON.parse('{') as unknown })
    ],
    [
      'a root that is entered again',
      small({ on: { a: { target: '.b', reenter: true } }, entry: 'more', exit: 'outer' })
    ],
    ['a target that is nobody', small({ entry: sendTo(() => 'nobody', { type: 'x' }) })]
  ])('%s', (name, chart) => {
    new Equivalence({ ...subject, name, machine: chart }).checkWalks({ walks: 30 });
  });

  test('a child of another making that fails, and the event of any kind', () => {
    const failure = { type: 'xstate.error.actor.other', error: new Error('failed'), actorId: 'other' };
    const told = { ...subject, events: () => ({ failure, any: { type: '*' } }) };
    new Both(told).replay(['failure', 'a']).lookClosely();
    new Both(told).replay(['any', 'a']).lookClosely();
  });

  test('the machine says how many eventless transitions may follow one event', () => {
    const loop = (options: object): AnyStateMachine =>
      machine({ initial: 'a', options, states: { a: { always: { target: 'b' } }, b: { always: { target: 'a' } } } });
    for (const options of [{}, { maxIterations: 5 }]) {
      const actor = createActor(compileChart(loop(options)));
      actor.subscribe({ error: () => undefined });
      expect(actor.start().getSnapshot()).toMatchObject({ status: 'error' });
    }
  });

  test('a difference is seen', () => {
    const [transaction] = subjects;
    const other = compileChart(charts.nonInviteClient);
    expect(() => transaction && new Both(transaction, other)).toThrow('interpreted');
  });

  test('what is persisted by either is restored by either', () => {
    const [interpreted, compiled] = [shop, compileChart(shop)];
    for (const [from, to] of [
      [interpreted, compiled],
      [compiled, interpreted],
      [compiled, compiled]
    ] as const) {
      const actor = createActor(from, { input: { to: new Stage().recorder('listener') } }).start();
      for (const type of ['d', 'c', 'd']) actor.send({ type });
      const persisted = actor.getPersistedSnapshot() as unknown as { context: Context };
      // Whom it talks to is no child of its own: the one who restores it says who that is now.
      const snapshot = { ...persisted, context: { ...persisted.context, to: new Stage().recorder('listener') } };
      const restored = createActor(to, { snapshot, input: {} } as never).start();
      expect(restored.getSnapshot()).toMatchObject({ value: { One: { inside: 'deep' } }, status: 'active' });
      expect(restored.getSnapshot().context).toMatchObject({ count: 28, noted: '<17' });
      for (const one of [actor, restored]) one.send({ type: 'b' });
      const { value, context } = actor.getSnapshot() as { value: unknown; context: Context };
      expect(restored.getSnapshot()).toMatchObject({ value, context: { count: context.count } });
      expect(value).not.toHaveProperty('One');
    }
  });

  test('it shows itself as the machine does', () => {
    const compiled = compileChart(shop);
    expect([compiled.id, compiled.config]).toEqual([shop.id, shop.config]);
    expect(JSON.stringify(compiled.definition)).toBe(JSON.stringify(shop.definition));
  });

  test('an actor does not keep the input of its start', () => {
    const actor = createActor(compileChart(shop), { input: { to: new Stage().recorder('listener') } }).start();
    expect(actor.options.input).toBeUndefined();
  });
});

const state = (one: object, parts: object = {}): AnyStateMachine =>
  machine({ id: 'refused', initial: 'a', states: { a: one, b: {} } }, parts);
const action = (implementation: unknown): AnyStateMachine =>
  state({ entry: 'it' }, { actions: { it: implementation as never } });
const inner = { initial: 'c', states: { c: { type: 'final' } } };

describe('what is refused, by state and name', () => {
  test.each<[string, AnyStateMachine]>([
    ['at its root it uses a parallel state', machine({ type: 'parallel', states: { a: {}, b: {} } })],
    ['in state "h" it uses a history state', machine({ initial: 'a', states: { a: {}, h: { type: 'history' } } })],
    ['in state "a" it uses invoke', state({ invoke: { src: fromCallback(() => undefined), systemId: 'x' } })],
    ['in state "a" it uses the wildcard "*"', state({ on: { '*': 'b' } })],
    ['in state "a" it uses the wildcard "user.*"', state({ on: { 'user.*': 'b' } })],
    ['in state "a" it uses the event "xstate.init"', state({ on: { 'xstate.init': 'b' } })],
    ['in state "a" it uses onDone', state({ ...inner, onDone: 'b' })],
    ['in state "a.c" it uses a final state inside another state', state(inner)],
    ['in state "c" it uses an output of a state', machine({ ...inner, states: { c: { type: 'final', output: 1 } } })],
    ['at its root it uses the event "xstate.route"', state({ id: 'x', route: {} })],
    [
      'in state "a" it uses several targets of "x"',
      machine({
        initial: 'a',
        states: { a: { on: { x: ['b', 'c'].map((key) => ({ target: [key, 'a'] })) } }, b: {}, c: {} }
      })
    ],
    [
      'at its root it uses actions on an initial transition',
      machine({ initial: { target: 'a', actions: 'it' }, states: { a: {} } })
    ],
    ['the action "unknown", which is not implemented', state({ entry: 'unknown' })],
    ['the action "it", which is xstate.raise', action(raise({ type: 'x' }))],
    ['the action "raise", which is xstate.raise', state({ entry: raise({ type: 'x' }) })],
    ['the action "cancel", which is xstate.cancel', state({ exit: cancel('x') })],
    ['the action "it", which is xstate.spawnChild', action(spawnChild(fromCallback(() => undefined)))],
    ['the action "it", which is xstate.stopChild', action(stopChild('x'))],
    ['the action "it", which is xstate.emit', action(emit({ type: 'x' }))],
    ['the action "it", which is xstate.log', action(log('x'))],
    ['a delayed sendTo', action(sendTo(() => undefined as never, { type: 'x' } as never, { delay: 5 }))],
    ['sendTo("x"): there are no children', action(sendTo('x', { type: 'x' }))],
    ['the guard "unknown", which is not implemented', state({ on: { x: { guard: 'unknown', target: 'b' } } })],
    ['the guard "stateIn", which asks for a state', state({ on: { x: { guard: stateIn('b'), target: 'b' } } })],
    ['the delay "unknown", which is not implemented', state({ after: { unknown: 'b' } })]
  ])('%s', (words, refused) => {
    expect(() => compileChart(refused)).toThrow(UsageError);
    expect(() => compileChart(refused)).toThrow(words);
  });

  type Collect = Parameters<typeof enqueueActions>[0];
  const reached = (name: string, collect: Collect): readonly [string, AnyStateMachine] => [
    name,
    action(enqueueActions(collect))
  ];

  test.each([
    reached('raise', ({ enqueue }) => {
      enqueue.raise({ type: 'x' });
    }),
    reached('spawnChild', ({ enqueue }) => {
      (enqueue.spawnChild as (src: string) => void)('x');
    }),
    reached('a delayed sendTo', ({ enqueue }) => {
      enqueue.sendTo('x', { type: 'x' }, { delay: 5 });
    }),
    reached('the action "other", which is not implemented', ({ enqueue }) => {
      enqueue('other');
    }),
    [
      'spawn',
      action(
        assign(({ spawn }) => {
          (spawn as (src: string) => void)('x');
          return {};
        })
      )
    ] as const
  ])('%s inside an expression: when it is reached', (words, chart) => {
    const actor = createActor(compileChart(chart));
    actor.subscribe({ error: () => undefined });
    const { status, error } = actor.start().getSnapshot() as AnyMachineSnapshot;
    expect([status, error]).toEqual(['error', expect.any(UsageError)]);
    expect(String(error)).toContain(words);
  });

  test('a delay that is no number: when it is reached', () => {
    const actor = createActor(compileChart(small({ after: { odd: '.b' } }, {}, { odd: () => 'soon' })), {
      input: {}
    } as never);
    actor.subscribe({ error: () => undefined });
    expect(actor.start().getSnapshot()).toMatchObject({ status: 'error', error: expect.any(TypeError) as unknown });
  });
});
