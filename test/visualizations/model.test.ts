import { describe, expect, test } from 'vitest';
import { type AnyTransitionDefinition, createActor, createMachine } from 'xstate';
import {
  buildModel,
  type DiagramState,
  type DiagramTransition,
  isInternal,
  transitionId
} from '../../visualizations/model.ts';
import { everything, inline, inviteClientTransaction } from './charts.ts';

const client = buildModel(inviteClientTransaction);
const all = buildModel(everything);

function stateOf(model: typeof all, id: string): DiagramState {
  const found = model.states.find((state) => state.id === id);
  if (!found) throw new Error(`no state ${id}`);
  return found;
}

function transitionOf(model: typeof all, id: string): DiagramTransition {
  const found = model.transitions.find((transition) => transition.id === id);
  if (!found) throw new Error(`no transition ${id}`);
  return found;
}

describe('states', () => {
  test('come depth first, the machine itself in front', () => {
    expect(client.id).toBe('inviteClientTransaction');
    expect(client.states.map(({ path }) => path.join('.'))).toEqual([
      '',
      'Calling',
      'Calling.start',
      'Calling.waiting',
      'Calling.retransmitting',
      'Proceeding',
      'Completed',
      'Accepted',
      'Terminated'
    ]);
  });

  test('tell what they are, without the actions that XState adds for its timers', () => {
    expect(stateOf(client, 'inviteClientTransaction.Calling')).toEqual({
      id: 'inviteClientTransaction.Calling',
      name: 'Calling',
      path: ['Calling'],
      kind: 'compound',
      parent: 'inviteClientTransaction',
      children: ['start', 'waiting', 'retransmitting'].map((key) => `inviteClientTransaction.Calling.${key}`),
      initial: 'inviteClientTransaction.Calling.start',
      initialActions: [],
      description: 'The request is out; nothing has come back.',
      rfc: '3261§17.1.1.2',
      entry: [],
      exit: [],
      invokes: [],
      tags: []
    });
    expect(client.states[0]).toMatchObject({ kind: 'compound', entry: ['sendRequest'] });
    expect(client.states[0]).not.toHaveProperty('parent');
    expect(stateOf(client, 'inviteClientTransaction.Terminated')).toMatchObject({ kind: 'final', children: [] });
  });

  test('may be parallel, remember, run actors and carry tags', () => {
    expect(stateOf(all, 'every thing.work')).toMatchObject({ kind: 'parallel', entry: ['a'], exit: ['b'] });
    expect(stateOf(all, 'every thing.work')).not.toHaveProperty('initial');
    expect(stateOf(all, 'every thing.nested.h')).toMatchObject({ kind: 'history', history: 'deep' });
    expect(stateOf(all, 'every thing.nested.s')).toMatchObject({ kind: 'history', history: 'shallow' });
    expect(stateOf(all, 'every thing.nested')).toMatchObject({
      invokes: ['fetcher', 'fetcher'],
      initialActions: ['a']
    });
    expect(stateOf(all, 'every thing.idle')).toMatchObject({ tags: ['calm'] });
  });

  test('written inline are shown by what can be known of them', () => {
    const model = buildModel(inline);
    expect(model.states).toMatchObject([{ kind: 'atomic', entry: ['raise go', 'cancel'], invokes: ['promise'] }]);
    expect(model.transitions).toMatchObject([
      { event: 'go', guard: 'not (inline)', actions: ['assign'] },
      { event: 'done promise', actions: ['(inline)'] }
    ]);
  });
});

describe('transitions', () => {
  test('on an event', () => {
    expect(transitionOf(client, 'inviteClientTransaction.Calling/transport.300-699/0')).toEqual({
      id: 'inviteClientTransaction.Calling/transport.300-699/0',
      source: 'inviteClientTransaction.Calling',
      target: 'inviteClientTransaction.Completed',
      alsoTargets: [],
      kind: 'event',
      event: 'transport.300-699',
      otherwise: false,
      actions: ['buildAck', 'sendAck', 'passToUser'],
      reenter: false,
      rfc: '3261§17.1.1.2'
    });
  });

  test('after a delay go by its name or its milliseconds', () => {
    expect(transitionOf(client, 'inviteClientTransaction.Calling.retransmitting/xstate.after.timerA/0')).toMatchObject({
      kind: 'after',
      event: 'timerA',
      delay: 'timerA',
      delayValue: 'T1, doubling',
      delayMs: 500,
      reenter: true
    });
    expect(transitionOf(all, 'every_thing.work.right.r1/xstate.after.500/0')).toMatchObject({
      event: '500 ms',
      delay: '500',
      delayMs: 500
    });
  });

  test('without an event: the guarded one first, then the other', () => {
    expect(client.transitions.filter(({ kind }) => kind === 'always')).toMatchObject([
      {
        id: 'inviteClientTransaction.Calling.start/xstate.always/0',
        event: '',
        guard: 'overReliableTransport',
        otherwise: false
      },
      { id: 'inviteClientTransaction.Calling.start/xstate.always/1', event: '', otherwise: true }
    ]);
  });

  test('that stay inside have no target', () => {
    const internal = transitionOf(client, 'inviteClientTransaction.Proceeding/transport.1xx/0');
    expect(internal).not.toHaveProperty('target');
    expect(isInternal(internal, stateOf(client, internal.source))).toBe(true);
    const same = transitionOf(all, 'every_thing.idle/same/0');
    expect(isInternal(same, stateOf(all, same.source))).toBe(true);
    const loop = transitionOf(all, 'every_thing.nested/loop/0');
    expect(isInternal(loop, stateOf(all, loop.source))).toBe(false);
  });

  test('of several regions have several targets', () => {
    const { target, alsoTargets } = transitionOf(all, 'every_thing.work/jump/0');
    expect([target, ...alsoTargets]).toEqual(['every thing.work.left.l2', 'every thing.work.right.r2']);
  });

  test('name guards and actions however they are written', () => {
    const names = all.transitions
      .filter(({ guard }) => guard !== undefined)
      .map(({ guard, actions }) => [guard, actions]);
    expect(names).toEqual([
      ['g and not h', ['a', 'b', 'assign', 'raise poke', 'log']],
      ['(g and h) or in idle', ['nothing']],
      ['(inline)', ['(inline)']],
      ['in {"nested":"one"}', ['a']],
      ['g', []]
    ]);
  });

  test("on XState's own events say whose they are", () => {
    const ofNested = all.transitions.filter(({ source }) => source === 'every thing.nested').map(({ event }) => event);
    expect(ofNested).toEqual(['loop', 'done elsewhere', 'down', 'done fetcher', 'error fetcher', 'snapshot fetcher']);
    expect(transitionOf(all, 'every_thing.work/xstate.done.state/0')).toMatchObject({ event: 'done' });
  });

  test('have ids of their own, also beside events that look like timers', () => {
    const lookalike = createMachine({
      id: 'm',
      on: { always: {}, 'after.5': {}, 'x.m': {}, x: {} },
      after: { 5: {} },
      always: {}
    });
    const ids = [client, all, buildModel(lookalike)].flatMap(({ transitions }) => transitions.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => /\s/.test(id))).toEqual([]);
  });

  test('are found again from what an inspector reports of a running machine', () => {
    const taken: string[] = [];
    const actor = createActor(inviteClientTransaction, {
      inspect: (event) => {
        if (event.type !== '@xstate.microstep') return;
        const { _transitions } = event as unknown as { _transitions: AnyTransitionDefinition[] };
        taken.push(..._transitions.map(transitionId));
      }
    });
    actor.start().send({ type: 'transport.1xx' });
    expect(taken).toContain('inviteClientTransaction.Calling/transport.1xx/0');
    const ids = client.transitions.map(({ id }) => id);
    expect(taken.filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe('timers', () => {
  test('come with what the machine says of them, in its order; one with a number in setup() has its milliseconds', () => {
    expect(client.timers).toEqual([
      { name: 'timerA', value: 'T1, doubling', ms: 500, rfc: '3261§17.1.1.2' },
      { name: 'timerB', value: '64·T1', ms: 32_000, reason: 'of a letter, all the same' },
      { name: 'timerD', ms: 32_000 },
      { name: 'timerM', ms: 32_000 }
    ]);
    expect(all.timers).toEqual([{ name: 'slow', ms: 10 }]);
  });

  test('an arrow may say another value than its timer has at first; what is no value is passed over', () => {
    const machine = createMachine({
      id: 'm',
      meta: { timers: { t: { value: 'T1', ms: 1, rfc: 5 }, u: 'soon', never: { value: 'T9' } } },
      after: { t: { meta: { timer: { value: 'T2', ms: 2 } } }, u: {} }
    });
    const model = buildModel(machine);
    expect(model.timers).toEqual([{ name: 't', value: 'T1', ms: 1 }, { name: 'u' }]);
    expect(model.transitions).toMatchObject([{ event: 't', delayValue: 'T2', delayMs: 2 }, { event: 'u' }]);
    expect(model.transitions[1]).not.toHaveProperty('delayMs');
  });
});

test('a model is plain data', () => {
  for (const model of [client, all]) expect(JSON.parse(JSON.stringify(model))).toEqual(model);
});
