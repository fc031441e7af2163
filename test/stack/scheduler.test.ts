import { describe, expect, test } from 'vitest';
import type { ActorLogic, AnyActorRef, EventObject, Snapshot } from 'xstate';
import { cancel, createActor, sendTo, setup } from 'xstate';
import type { ScheduledEvent } from '../../src/stack/scheduler.ts';
import { installScheduler } from '../../src/stack/scheduler.ts';
import { TimerQueue } from '../../src/stack/timer-queue.ts';
import { VirtualClock } from '../../src/testing/index.ts';

/** An actor that notes when which event came. */
function recorder(clock: VirtualClock, log: [at: number, type: string][]): ActorLogic<Snapshot<unknown>, EventObject> {
  const snapshot: Snapshot<unknown> = { status: 'active', output: undefined, error: undefined };
  return {
    getInitialSnapshot: () => snapshot,
    getPersistedSnapshot: (snapshot) => snapshot,
    transition(snapshot, event) {
      log.push([clock.now(), event.type]);
      return event.type === 'end' ? { status: 'done', output: undefined, error: undefined } : snapshot;
    }
  };
}

function makeSystem() {
  const clock = new VirtualClock();
  const errors: unknown[] = [];
  const queue = new TimerQueue({ clock, onError: (error) => errors.push(error) });
  const log: [at: number, type: string][] = [];
  const root = createActor(recorder(clock, log), { clock });
  const scheduler = installScheduler(root.system, queue);
  root.start();
  const child = (id: string): AnyActorRef => createActor(recorder(clock, log), { parent: root, id }).start();
  return { clock, queue, errors, log, root, scheduler, child };
}

/** What an observer was told, as text. */
function watch({ scheduler }: ReturnType<typeof makeSystem>): string[] {
  const told: string[] = [];
  const note = (what: string) => (timer: ScheduledEvent) =>
    told.push(
      `${what} ${timer.source.id}>${timer.target.id} ${String(timer.id)} ${timer.event.type} ${String(timer.due)}`
    );
  scheduler.observe({ armed: note('armed'), fired: note('fired'), cancelled: note('cancelled') });
  return told;
}

describe('schedule', () => {
  test('delivers the event to the target at its instant', () => {
    const { clock, queue, log, scheduler, root, child } = makeSystem();
    scheduler.schedule(child('a'), root, { type: 'timerB' }, 32_000, 'B');
    clock.advance(31_999);
    expect(log).toEqual([]);
    clock.advance(1);
    expect(log).toEqual([[32_000, 'timerB']]);
    expect(queue.size).toBe(0);
  });

  test('relays the event through the system, so that its inspectors see it', () => {
    const { clock, scheduler, root, child } = makeSystem();
    const a = child('a');
    const relayed: unknown[] = [];
    root.system.inspect((event) => {
      if (event.type === '@xstate.event') relayed.push([event.sourceRef, event.actorRef, event.event]);
    });
    const timerB = { type: 'timerB' };
    scheduler.schedule(a, root, timerB, 10, 'B');
    clock.advance(10);
    expect(relayed).toHaveLength(1);
    const [[source, target, event]] = relayed as [[AnyActorRef, AnyActorRef, EventObject]];
    expect([source === a, target === root, event === timerB]).toEqual([true, true, true]);
  });

  test('under the id of another takes its place', () => {
    const { clock, log, scheduler, root } = makeSystem();
    scheduler.schedule(root, root, { type: 'first' }, 10, 'id');
    scheduler.schedule(root, root, { type: 'second' }, 20, 'id');
    clock.advance(100);
    expect(log).toEqual([[20, 'second']]);
  });

  test('keeps the same id of two actors apart', () => {
    const { clock, log, scheduler, root, child } = makeSystem();
    const [a, b] = [child('a'), child('b')];
    scheduler.schedule(a, root, { type: 'of a' }, 10, 'id');
    scheduler.schedule(b, root, { type: 'of b' }, 10, 'id');
    scheduler.cancel(a, 'id');
    clock.advance(10);
    expect(log).toEqual([[10, 'of b']]);
  });

  test('without an id delivers each event', () => {
    const { clock, log, scheduler, root } = makeSystem();
    scheduler.schedule(root, root, { type: 'first' }, 10, undefined);
    scheduler.schedule(root, root, { type: 'second' }, 10, undefined);
    clock.advance(10);
    expect(log).toEqual([
      [10, 'first'],
      [10, 'second']
    ]);
  });

  test('may be called by the timer that it names', () => {
    const { clock, queue, scheduler, root, errors } = makeSystem();
    const fired: number[] = [];
    root.system.inspect((event) => {
      if (event.type !== '@xstate.event' || event.event.type !== 'again') return;
      fired.push(clock.now());
      if (fired.length < 3) scheduler.schedule(root, root, { type: 'again' }, 10, 'id');
    });
    scheduler.schedule(root, root, { type: 'again' }, 10, 'id');
    clock.advance(100);
    expect(fired).toEqual([10, 20, 30]);
    expect([queue.size, errors.length]).toEqual([0, 0]);
  });

  test('reports a delivery that throws to the queue, and goes on', () => {
    const { clock, errors, log, scheduler, root, child } = makeSystem();
    const error = new Error('broken inspector');
    const inspection = root.system.inspect(() => {
      throw error;
    });
    scheduler.schedule(root, root, { type: 'first' }, 10, 'first');
    clock.advance(10);
    expect(errors).toEqual([error]);
    inspection.unsubscribe();
    scheduler.schedule(child('a'), root, { type: 'second' }, 10, 'second');
    clock.advance(10);
    expect(log).toEqual([[20, 'second']]);
  });
});

describe('cancel', () => {
  test.each([
    ['first', ['second', 'third']],
    ['second', ['first', 'third']],
    ['third', ['first', 'second']],
    ['unknown', ['first', 'second', 'third']]
  ])('of the %s of three leaves the others', (id, left) => {
    const { clock, queue, log, scheduler, root } = makeSystem();
    for (const type of ['first', 'second', 'third']) scheduler.schedule(root, root, { type }, 10, type);
    scheduler.cancel(root, id);
    expect(scheduler.timersOf(root).map((timer) => timer.id)).toEqual(left);
    expect(queue.size).toBe(left.length);
    clock.advance(10);
    expect(log.map(([, type]) => type)).toEqual(left);
    expect(scheduler.timersOf(root)).toEqual([]);
  });

  test('of an actor without timers is ignored', () => {
    const { scheduler, root } = makeSystem();
    scheduler.cancel(root, 'id');
    scheduler.cancelAll(root);
    expect(scheduler.timersOf(root)).toEqual([]);
  });
});

describe("an actor's end", () => {
  test('cancels its own timers and no others', () => {
    const { clock, queue, log, scheduler, root, child } = makeSystem();
    const [a, b] = [child('a'), child('b')];
    for (const id of ['first', 'second', undefined]) scheduler.schedule(a, root, { type: 'of a' }, 10, id);
    scheduler.schedule(b, root, { type: 'of b' }, 10, 'first');
    a.send({ type: 'end' });
    expect(queue.size).toBe(1);
    expect(scheduler.timersOf(a)).toEqual([]);
    clock.advance(10);
    expect(log).toContainEqual([10, 'of b']);
    expect(log).not.toContainEqual([10, 'of a']);
  });

  test('by a timer of its own cancels the rest', () => {
    const { clock, queue, errors, scheduler, child } = makeSystem();
    const a = child('a');
    for (const type of ['first', 'end', 'never']) scheduler.schedule(a, a, { type }, 10, type);
    clock.advance(10);
    expect(a.getSnapshot()).toMatchObject({ status: 'done' });
    expect([queue.size, errors.length]).toEqual([0, 0]);
  });

  test('costs its own timers only, among 50,000 actors with two', () => {
    const { queue, scheduler, child } = makeSystem();
    const actors = Array.from({ length: 50_000 }, (_, i) => child(String(i)));
    for (const actor of actors) {
      scheduler.schedule(actor, actor, { type: 'timerE' }, 500, 'E');
      scheduler.schedule(actor, actor, { type: 'timerF' }, 32_000, 'F');
    }
    expect(queue.size).toBe(100_000);
    // Hours, if each end walked all timers of the system.
    for (const actor of actors) actor.send({ type: 'end' });
    expect(queue.size).toBe(0);
  });
});

describe('an observer', () => {
  test('is told of arming, firing and cancelling, with source, target, id, event and deadline', () => {
    const system = makeSystem();
    const { clock, scheduler, root, child } = system;
    const told = watch(system);
    const a = child('a');
    scheduler.schedule(a, a, { type: 'timerE' }, 500, 'E');
    clock.advance(100);
    scheduler.schedule(a, a, { type: 'timerF' }, 32_000, 'F');
    scheduler.schedule(a, a, { type: 'timerF' }, 16_000, 'F');
    scheduler.schedule(a, root, { type: 'tell' }, 1000, undefined);
    clock.advance(400);
    scheduler.cancelAll(a);
    expect(told.map((line) => line.replace(root.id, 'root'))).toEqual([
      'armed a>a E timerE 500',
      'armed a>a F timerF 32100',
      'cancelled a>a F timerF 32100',
      'armed a>a F timerF 16100',
      'armed a>root undefined tell 1100',
      'fired a>a E timerE 500',
      'cancelled a>root undefined tell 1100',
      'cancelled a>a F timerF 16100'
    ]);
  });

  test('hears that a timer fired before the event is delivered, and when it has been', () => {
    const { clock, log, scheduler, root } = makeSystem();
    let before: number | undefined;
    let after: number | undefined;
    scheduler.observe({ fired: () => (before = log.length), delivered: () => (after = log.length) });
    scheduler.schedule(root, root, { type: 'timerB' }, 10, 'B');
    clock.advance(10);
    expect([before, after]).toEqual([0, 1]);
  });

  test('may listen to nothing, and may leave', () => {
    const system = makeSystem();
    const { clock, log, scheduler, root } = system;
    const told: string[] = [];
    const leave = scheduler.observe({ armed: () => told.push('armed'), cancelled: () => told.push('cancelled') });
    scheduler.observe({});
    leave();
    leave();
    scheduler.schedule(root, root, { type: 'first' }, 10, 'first');
    scheduler.schedule(root, root, { type: 'second' }, 10, 'second');
    scheduler.cancel(root, 'second');
    clock.advance(10);
    expect(told).toEqual([]);
    expect(log).toEqual([[10, 'first']]);
  });
});

describe('timersOf', () => {
  test('lists what is armed in arming order, enough to arm it again', () => {
    const { clock, queue, log, scheduler, root, child } = makeSystem();
    const [before, after] = [child('before'), child('after')];
    scheduler.schedule(before, root, { type: 'timerB' }, 32_000, 'B');
    clock.advance(10_000);
    scheduler.schedule(before, before, { type: 'timerC' }, 22_000, 'C');
    expect(scheduler.timersOf(before)).toEqual([
      { source: before, target: root, id: 'B', event: { type: 'timerB' }, due: 32_000 },
      { source: before, target: before, id: 'C', event: { type: 'timerC' }, due: 32_000 }
    ]);
    const persisted = scheduler.timersOf(before).map(({ id, event, due }) => ({ id, event, left: due - clock.now() }));
    before.send({ type: 'end' });
    expect(queue.size).toBe(0);
    for (const { id, event, left } of persisted) scheduler.schedule(after, after, event, left, id);
    log.length = 0;
    clock.advance(22_000);
    expect(log).toEqual([
      [32_000, 'timerB'],
      [32_000, 'timerC']
    ]);
  });
});

describe('an XState machine', () => {
  /** The client's half of Timers A and B: intervals that double, in a substate of their own. */
  const retransmitting = setup({
    types: { context: {} as { interval: number; sent: () => void }, input: {} as { sent: () => void } },
    actions: {
      send: ({ context }) => {
        context.sent();
      },
      double: ({ context }) => {
        context.interval *= 2;
      }
    },
    delays: { timerA: ({ context }) => context.interval, timerB: 32_000 }
  }).createMachine({
    context: ({ input }) => ({ interval: 500, sent: input.sent }),
    initial: 'Calling',
    states: {
      Calling: {
        initial: 'retransmitting',
        after: { timerB: { target: 'Terminated' } },
        on: { response: { target: 'Terminated' } },
        states: {
          retransmitting: {
            after: {
              timerA: { target: 'retransmitting', reenter: true, actions: [{ type: 'double' }, { type: 'send' }] }
            }
          }
        }
      },
      Terminated: { type: 'final' }
    }
  });

  function makeRetransmitter() {
    const system = makeSystem();
    const sent: number[] = [];
    const actor = createActor(retransmitting, {
      parent: system.root,
      input: { sent: () => sent.push(system.clock.now()) }
    }).start();
    return { ...system, sent, actor };
  }

  test('has its `after` fire at 500, 1500, 3500 ... within one advance, and the last at 32000', () => {
    const { clock, queue, sent, actor } = makeRetransmitter();
    clock.advance(31_999);
    expect(sent).toEqual([500, 1500, 3500, 7500, 15_500, 31_500]);
    expect(actor.getSnapshot().status).toBe('active');
    clock.advance(1);
    expect(actor.getSnapshot().status).toBe('done');
    expect([queue.size, clock.pending]).toEqual([0, 0]);
  });

  test('that leaves its states leaves no timer', () => {
    const { clock, queue, sent, actor } = makeRetransmitter();
    clock.advance(1000);
    expect(queue.size).toBe(2);
    actor.send({ type: 'response' });
    expect([queue.size, clock.pending]).toEqual([0, 0]);
    clock.advance(32_000);
    expect(sent).toEqual([500]);
  });

  test('that is stopped leaves no timer', () => {
    const machine = setup({}).createMachine({ after: { 500: { actions: () => expect.unreachable() } } });
    const clock = new VirtualClock();
    const queue = new TimerQueue({ clock, onError: () => expect.unreachable() });
    const root = createActor(machine, { clock });
    installScheduler(root.system, queue);
    root.start();
    expect(queue.size).toBe(1);
    root.stop();
    expect([queue.size, clock.pending]).toEqual([0, 0]);
  });

  test('cancels a delayed `sendTo` by its id', () => {
    const machine = setup({}).createMachine({
      entry: sendTo(({ self }) => self, { type: 'late' }, { delay: 500, id: 'late' }),
      on: { forget: { actions: cancel('late') }, late: { actions: () => expect.unreachable() } }
    });
    const { clock, queue, root } = makeSystem();
    const actor = createActor(machine, { parent: root }).start();
    expect(queue.size).toBe(1);
    actor.send({ type: 'forget' });
    expect(queue.size).toBe(0);
    clock.advance(500);
  });
});
