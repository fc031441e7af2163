import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnyActorRef, type AnyStateMachine, createActor } from 'xstate';
import {
  inviteClientTransaction,
  inviteServerTransaction,
  nonInviteClientTransaction,
  nonInviteServerTransaction,
  TransactionIndex
} from '../../machines/index.ts';
import { Child } from '../../machines/transaction-index.ts';
import { hearing } from '../support/stage.ts';

/** An actor whose state the test decides. */
function inState(value: unknown): { readonly actor: AnyActorRef; value: unknown; asked: number } {
  const actor = createActor(hearing(() => undefined));
  const one = { actor: actor as AnyActorRef, value, asked: 0 };
  actor.getSnapshot = () => {
    one.asked++;
    return { value: one.value } as never;
  };
  return one;
}

/** What is read of a chart's transitions. */
interface Arrow {
  readonly eventType: string;
  readonly target: readonly { readonly path: readonly string[] }[] | undefined;
}

const open = { Proceeding: 'answered' };

function indexOf(...values: readonly unknown[]) {
  const index = new TransactionIndex();
  const children = values.map(inState);
  for (const [at, { actor }] of children.entries())
    index.add(`${at}`, new Child(actor, 'server', undefined, undefined));
  return { index, children };
}

describe('transactions without a final response', () => {
  test.each(['Completed', { Completed: 'retransmitting' }, 'Accepted', 'Confirmed'])('%j is not one', (value) => {
    expect(indexOf(value).index.hasUnanswered(1)).toBe(false);
  });

  test.each(['Trying', { Trying: 'waiting' }, { Calling: 'waiting' }, open, 'Proceeding', undefined])(
    '%j is one',
    (value) => {
      expect(indexOf(value).index.hasUnanswered(1)).toBe(true);
    }
  );

  test('a dialog is none', () => {
    const index = new TransactionIndex();
    index.add('d', new Child(inState('Early').actor, 'dialog', undefined, undefined));
    expect([index.hasUnanswered(1), index.dialogs, index.transactions]).toEqual([false, 1, 0]);
  });

  test('nobody is asked while fewer live', () => {
    const { index, children } = indexOf('Completed', open);
    expect(index.hasUnanswered(3)).toBe(false);
    expect(children.map(({ asked }) => asked)).toEqual([0, 0]);
  });

  test('who has had its response is asked once', () => {
    const { index, children } = indexOf('Completed', open, open);
    for (let i = 0; i < 5; i++) expect(index.hasUnanswered(2)).toBe(true);
    expect(children[0]!.asked).toBe(1);
  });

  test('at most 64 are asked, the next time others', () => {
    const { index, children } = indexOf(...Array.from({ length: 200 }, (_, at) => (at < 150 ? open : 'Completed')));
    const asked = (): number => children.reduce((sum, child) => sum + child.asked, 0);
    expect([index.hasUnanswered(200), asked()]).toEqual([true, 64]);
    expect([index.hasUnanswered(200), asked()]).toEqual([true, 128]);
    expect([index.hasUnanswered(200), asked()]).toEqual([false, 151]);
  });

  test('whatever begins, is answered and ends: never fewer are counted than wait, and after a few requests no more', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('begin', 'answer', 'end'), fc.nat(30)), { maxLength: 200 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 10 }), (sequence, limit) => {
        const index = new TransactionIndex();
        const living = new Map<string, ReturnType<typeof inState>>();
        for (const [what, n] of sequence) {
          const key = `${n}`;
          const known = living.get(key);
          if (what === 'begin' && known === undefined) {
            const one = inState(open);
            living.set(key, one);
            index.add(key, new Child(one.actor, 'client', undefined, undefined));
          } else if (known !== undefined && what === 'answer') known.value = 'Completed';
          else if (known !== undefined) {
            index.remove(key);
            living.delete(key);
          }
          const waiting = [...living.values()].filter(({ value }) => value === open).length;
          // With so few, all are asked.
          expect(index.hasUnanswered(limit)).toBe(waiting >= limit);
        }
      })
    );
  });
});

describe.each([
  inviteClientTransaction,
  inviteServerTransaction,
  nonInviteClientTransaction,
  nonInviteServerTransaction
])('$id: the states in which it only absorbs', (machine: AnyStateMachine) => {
  const absorbing = ['Completed', 'Accepted', 'Confirmed'];
  const final = /^(?:user|transport)\.(?:2xx|300-699|200-699)$/;
  const topOf = (path: readonly string[]): string => path[0] ?? '';
  const states = (function below(state: AnyStateMachine['root']): readonly AnyStateMachine['root'][] {
    return [state, ...Object.values(state.states).flatMap(below)];
  })(machine.root);
  const arrows = states.flatMap((state) =>
    [...(state.transitions as ReadonlyMap<string, readonly Arrow[]>).values()].flat().map(({ eventType, target }) => ({
      from: topOf(state.path),
      eventType,
      to: topOf(target?.[0]?.path ?? state.path)
    }))
  );

  test('are those that a final response leads to', () => {
    const reached = new Set(arrows.filter(({ eventType }) => final.test(eventType)).map(({ to }) => to));
    expect(absorbing).toEqual(expect.arrayContaining([...reached]));
    expect(reached.size).toBeGreaterThan(0);
  });

  test('are left for the end alone', () => {
    const ends = arrows.filter(({ from }) => absorbing.includes(from)).map(({ to }) => to);
    expect([...absorbing, 'Terminated']).toEqual(expect.arrayContaining([...new Set(ends)]));
    expect(ends.length).toBeGreaterThan(0);
  });
});
