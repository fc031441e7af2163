import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/stack/clock.ts';
import type { Timer } from '../../src/stack/timer-queue.ts';
import { TimerQueue } from '../../src/stack/timer-queue.ts';
import { VirtualClock } from '../../src/testing/index.ts';

/** A host whose time passes without its timers firing, as in a process that was stopped: each turn is asked for. */
class StallingClock implements Clock {
  time = 1000;
  /** The delays that were asked for. */
  readonly delays: number[] = [];
  #timer: { readonly at: number; readonly fire: () => void } | undefined;

  now(): number {
    return this.time;
  }

  setTimeout(fire: () => void, delay: number): unknown {
    expect(this.#timer, 'one host timer at a time').toBeUndefined();
    this.delays.push(delay);
    return (this.#timer = { at: this.time + delay, fire });
  }

  clearTimeout(handle: unknown): void {
    expect(handle).toBe(this.#timer);
    this.#timer = undefined;
  }

  get armed(): boolean {
    return this.#timer !== undefined;
  }

  /** One turn of the event loop; `early` fires a timer that is not due yet. */
  turn(early?: 'early'): void {
    const timer = this.#timer;
    if (timer === undefined || (timer.at > this.time && !early)) return;
    this.#timer = undefined;
    timer.fire();
  }
}

function makeQueue<C extends Clock>(clock: C) {
  const errors: unknown[] = [];
  const queue = new TimerQueue({ clock, onError: (error) => errors.push(error) });
  const fired: string[] = [];
  const arm = (name: string, delay: number): Timer => queue.arm(delay, () => fired.push(name));
  return { clock, queue, errors, fired, arm };
}
const virtual = () => makeQueue(new VirtualClock());
const stalling = () => makeQueue(new StallingClock());

describe('arm', () => {
  test('fires at the deadline, not before', () => {
    const { clock, queue, fired, arm } = virtual();
    const timer = arm('A', 500);
    expect([queue.size, queue.dueOf(timer)]).toEqual([1, 500]);
    clock.advance(499);
    expect(fired).toEqual([]);
    clock.advance(1);
    expect(fired).toEqual(['A']);
    expect([queue.size, queue.dueOf(timer)]).toEqual([0, undefined]);
  });

  test('fires equal deadlines in arming order', () => {
    const { clock, fired, arm } = virtual();
    const names = Array.from({ length: 100 }, (_, i) => `timer ${String(i)}`);
    for (const name of names) arm(name, 10);
    clock.advance(10);
    expect(fired).toEqual(names);
  });

  test('keeps one host timer, for the earliest', () => {
    const { clock, fired, arm } = virtual();
    arm('B', 32_000);
    arm('A', 500);
    arm('C', 180_000);
    expect([clock.pending, clock.nextDue]).toEqual([1, 500]);
    clock.advance(500);
    expect([clock.pending, clock.nextDue]).toEqual([1, 32_000]);
    clock.advance(180_000);
    expect(fired).toEqual(['A', 'B', 'C']);
    expect(clock.pending).toBe(0);
  });

  test.each([0, -1, -Infinity, Number.NaN])('of %s ms fires in the next turn', (delay) => {
    const { clock, fired, arm } = virtual();
    arm('A', delay);
    expect(fired).toEqual([]);
    clock.advance(0);
    expect(fired).toEqual(['A']);
  });

  test('of Infinity never fires, holds no host timer, and can be cancelled', () => {
    const { clock, queue, fired, arm } = virtual();
    const never = arm('never', Infinity);
    expect(clock.pending).toBe(0);
    arm('A', 10);
    clock.advance(1e15);
    expect(fired).toEqual(['A']);
    expect([queue.size, clock.pending]).toEqual([1, 0]);
    expect(queue.cancel(never)).toBe(true);
    expect(queue.size).toBe(0);
  });

  test('of 2^32-1 s, the longest Expires, is split for a host that waits 2^31-1 ms', () => {
    const { clock, fired, arm } = stalling();
    arm('expires', (2 ** 32 - 1) * 1000);
    const end = clock.time + (2 ** 32 - 1) * 1000;
    while (clock.time < end - 1) {
      clock.time = Math.min(clock.time + 2 ** 31 - 1, end - 1);
      clock.turn();
    }
    expect(fired).toEqual([]);
    clock.time = end;
    clock.turn();
    expect(fired).toEqual(['expires']);
    expect(Math.max(...clock.delays)).toBe(2 ** 31 - 1);
    expect(clock.delays.length).toBe(2001);
  });
});

describe('cancel', () => {
  test('takes the timer out and tells whether it was armed', () => {
    const { clock, queue, fired, arm } = virtual();
    const timer = arm('A', 500);
    arm('B', 600);
    expect(queue.cancel(timer)).toBe(true);
    expect([queue.size, queue.dueOf(timer)]).toEqual([1, undefined]);
    expect(queue.cancel(timer)).toBe(false);
    clock.advance(600);
    expect(fired).toEqual(['B']);
    expect(queue.cancel(timer)).toBe(false);
  });

  test('of the last timer clears the host timer, so that the process may end', () => {
    const { clock, queue, arm } = virtual();
    queue.cancel(arm('A', 500));
    expect(clock.pending).toBe(0);
    arm('B', 500);
    expect(clock.nextDue).toBe(500);
  });

  test('of the first timer leaves the host timer, which then wakes once for nothing', () => {
    const { clock, queue, fired, arm } = stalling();
    const first = arm('A', 500);
    arm('B', 600);
    queue.cancel(first);
    expect(clock.delays).toEqual([500]);
    clock.time += 500;
    clock.turn();
    expect(fired).toEqual([]);
    expect(clock.delays).toEqual([500, 100]);
    clock.time += 100;
    clock.turn();
    expect(fired).toEqual(['B']);
  });

  test("ignores another queue's timer", () => {
    const { queue, arm } = virtual();
    const other = virtual();
    arm('A', 500);
    expect(queue.cancel(other.arm('B', 500))).toBe(false);
    expect([queue.size, other.queue.size]).toEqual([1, 1]);
  });
});

describe('a turn', () => {
  test('goes on after a timer that throws, and reports it', () => {
    const { clock, queue, errors, fired, arm } = virtual();
    const error = new Error('broken');
    queue.arm(10, () => {
      throw error;
    });
    arm('A', 10);
    arm('B', 20);
    clock.advance(20);
    expect(errors).toEqual([error]);
    expect(fired).toEqual(['A', 'B']);
  });

  test('that onError itself breaks loses no timer', () => {
    const clock = new VirtualClock();
    const queue = new TimerQueue({
      clock,
      onError: (error) => {
        throw error;
      }
    });
    const fired: string[] = [];
    queue.arm(10, () => {
      throw new Error('broken');
    });
    queue.arm(10, () => fired.push('A'));
    expect(() => {
      clock.advance(10);
    }).toThrow('broken');
    expect(queue.size).toBe(1);
    clock.advance(0);
    expect(fired).toEqual(['A']);
  });

  test('does not fire a timer that one before it cancelled', () => {
    const { clock, queue, fired, arm } = virtual();
    queue.arm(10, () => queue.cancel(victim));
    const victim = arm('victim', 10);
    arm('A', 10);
    clock.advance(10);
    expect(fired).toEqual(['A']);
    expect(queue.size).toBe(0);
  });

  test('in which a timer cancels all others leaves no host timer', () => {
    const { clock, queue, errors, arm } = stalling();
    queue.arm(10, () => queue.cancel(victim));
    const victim = arm('victim', 20);
    clock.time += 10;
    clock.turn();
    expect([queue.size, clock.armed]).toEqual([0, false]);
    // Nor is the host asked to clear the timer that just fired.
    expect(errors).toEqual([]);
  });

  test('leaves timers armed on the way to the next, even those due now', () => {
    const { clock, queue, fired } = stalling();
    const again = (): void => {
      fired.push('again');
      if (fired.length < 3) queue.arm(0, again);
    };
    queue.arm(10, again);
    clock.time += 10;
    clock.turn();
    expect(fired).toEqual(['again']);
    clock.turn();
    expect(fired).toEqual(['again', 'again']);
    clock.turn();
    expect(fired).toEqual(['again', 'again', 'again']);
    expect(clock.delays).toEqual([10, 0, 0]);
    expect(clock.armed).toBe(false);
  });

  test('asks the host once, however many it arms', () => {
    const { clock, queue, arm } = stalling();
    queue.arm(10, () => {
      for (let delay = 100; delay > 0; delay--) arm('A', delay);
    });
    clock.time += 10;
    clock.turn();
    expect(clock.delays).toEqual([10, 1]);
  });

  test('that the host begins early fires nothing', () => {
    const { clock, queue, fired, arm } = stalling();
    arm('A', 10);
    clock.time += 9.5;
    clock.turn('early');
    expect(fired).toEqual([]);
    expect(clock.delays).toEqual([10, 0.5]);
    clock.time += 0.5;
    clock.turn();
    expect(fired).toEqual(['A']);
    expect(queue.size).toBe(0);
  });
});

describe('a late timer', () => {
  test('50 ms late still fires at once', () => {
    const { clock, fired, arm } = stalling();
    arm('B', 500);
    clock.time += 550;
    clock.turn();
    expect(fired).toEqual(['B']);
  });

  test('more than 50 ms late waits one turn, in which a response may cancel it', () => {
    const { clock, queue, fired, arm } = stalling();
    const timerB = arm('B', 500);
    clock.time += 550.1;
    clock.turn();
    expect(fired).toEqual([]);
    expect(clock.delays).toEqual([500, 0]);
    queue.cancel(timerB);
    clock.turn();
    expect(fired).toEqual([]);
    expect(clock.armed).toBe(false);
  });

  test('fires in that turn, however much later it has become', () => {
    const { clock, fired, arm } = stalling();
    arm('B', 500);
    clock.time += 5000;
    clock.turn();
    clock.time += 5000;
    clock.turn();
    expect(fired).toEqual(['B']);
  });

  test('holds back those due after it, so that deadlines keep their order', () => {
    const { clock, fired, arm } = stalling();
    arm('late', 500);
    arm('in time', 590);
    clock.time += 600;
    clock.turn();
    expect(fired).toEqual([]);
    clock.turn();
    expect(fired).toEqual(['late', 'in time']);
  });

  test('that became due while another waited its turn waits one of its own', () => {
    const { clock, fired, arm } = stalling();
    arm('first', 500);
    arm('second', 700);
    clock.time += 600;
    clock.turn();
    clock.time += 200;
    clock.turn();
    expect(fired).toEqual(['first']);
    clock.turn();
    expect(fired).toEqual(['first', 'second']);
  });

  test('of a second stall waits again', () => {
    const { clock, fired, arm } = stalling();
    arm('first', 500);
    clock.time += 1000;
    clock.turn();
    clock.turn();
    arm('second', 500);
    clock.time += 1000;
    clock.turn();
    expect(fired).toEqual(['first']);
    clock.turn();
    expect(fired).toEqual(['first', 'second']);
  });

  test('is told by its own deadline, not by the turn that ran before it for long', () => {
    const { clock, queue, fired, arm } = stalling();
    queue.arm(500, () => {
      clock.time += 1000;
    });
    arm('same turn', 500);
    arm('next turn', 600);
    clock.time += 500;
    clock.turn();
    expect(fired).toEqual(['same turn']);
    clock.turn();
    expect(fired).toEqual(['same turn']);
    clock.turn();
    expect(fired).toEqual(['same turn', 'next turn']);
  });
});

describe('any run', () => {
  type Step =
    | { readonly arm: number; readonly chain?: number }
    | { readonly cancel: number }
    | { readonly advance: number };
  const delay = fc.oneof(
    fc.nat({ max: 30 }),
    fc.constantFrom(0, -5, 0.25, 2.5, Number.NaN, 500, 2 ** 31, 2 ** 40, Infinity)
  );
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ arm: delay, chain: fc.nat({ max: 10 }) }, { requiredKeys: ['arm'] }) },
    { weight: 2, arbitrary: fc.record({ cancel: fc.nat({ max: 300 }) }) },
    { weight: 1, arbitrary: fc.record({ advance: fc.oneof(fc.nat({ max: 20 }), fc.constantFrom(0.5, 1000, 2 ** 32)) }) }
  );

  /** The naive model: a list, searched each time. `chain` arms another with that delay when it fires. */
  class Model {
    now = 0;
    made = 0;
    armed: { id: number; due: number; chain: number | undefined }[] = [];
    fired: [at: number, id: number][] = [];

    arm(delay: number, chain?: number): void {
      this.armed.push({ id: this.made++, due: this.now + (delay > 0 ? delay : 0), chain });
    }

    cancel(id: number): boolean {
      const before = this.armed.length;
      this.armed = this.armed.filter((timer) => timer.id !== id);
      return this.armed.length < before;
    }

    advance(ms: number): void {
      const end = this.now + ms;
      for (;;) {
        const [first] = this.armed.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due || a.id - b.id);
        if (first === undefined) break;
        this.cancel(first.id);
        this.now = first.due;
        this.fired.push([this.now, first.id]);
        if (first.chain !== undefined) this.arm(first.chain);
      }
      this.now = end;
    }
  }

  test('fires the timers that a naive list fires, at the same instants and in the same order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300, size: 'max' }), (steps) => {
        const model = new Model();
        const { clock, queue } = virtual();
        const timers: Timer[] = [];
        const fired: [at: number, id: number][] = [];
        const arm = (delay: number, chain?: number): void => {
          const id = timers.length;
          timers.push(
            queue.arm(delay, () => {
              fired.push([clock.now(), id]);
              if (chain !== undefined) arm(chain);
            })
          );
        };
        for (const step of steps) {
          if ('arm' in step) {
            model.arm(step.arm, step.chain);
            arm(step.arm, step.chain);
          } else if ('cancel' in step) {
            const timer = timers[step.cancel];
            if (timer !== undefined) expect(queue.cancel(timer)).toBe(model.cancel(step.cancel));
          } else {
            model.advance(step.advance);
            clock.advance(step.advance);
          }
          expect(queue.size).toBe(model.armed.length);
          expect(clock.pending).toBeLessThanOrEqual(1);
        }
        expect(fired).toEqual(model.fired);
        for (const { id, due } of model.armed) expect(queue.dueOf(timers[id] as Timer)).toBe(due);
      }),
      { numRuns: 300 }
    );
  });
});
