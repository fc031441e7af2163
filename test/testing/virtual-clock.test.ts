import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assign, createActor, setup } from 'xstate';
import { VirtualClock } from '../../src/testing/index.ts';

describe('a timeout', () => {
  test('fires at its instant, not before', () => {
    const clock = new VirtualClock();
    const fired: number[] = [];
    clock.setTimeout(() => fired.push(clock.now()), 500);
    clock.advance(499.5);
    expect(fired).toEqual([]);
    clock.advance(0.5);
    expect(fired).toEqual([500]);
    expect(clock.now()).toBe(500);
  });

  test('armed by a timeout falls due at its own instant within one advance', () => {
    const clock = new VirtualClock();
    const fired: number[] = [];
    const retransmit = (interval: number): void => {
      clock.setTimeout(() => {
        fired.push(clock.now());
        retransmit(interval * 2);
      }, interval);
    };
    retransmit(500);
    clock.advance(32_000);
    expect(fired).toEqual([500, 1500, 3500, 7500, 15_500, 31_500]);
  });

  test('fires after those armed earlier for the same instant', () => {
    const clock = new VirtualClock();
    const fired: string[] = [];
    clock.setTimeout(() => fired.push('first'), 10);
    clock.advance(4);
    clock.setTimeout(() => fired.push('second'), 6);
    clock.setTimeout(() => fired.push('third'), 6);
    clock.advance(6);
    expect(fired).toEqual(['first', 'second', 'third']);
  });

  test('that was cleared does not fire; clearing it again, or something else, is ignored', () => {
    const clock = new VirtualClock();
    const fired: string[] = [];
    const first = clock.setTimeout(() => fired.push('first'), 10);
    clock.setTimeout(() => fired.push('second'), 20);
    clock.clearTimeout(first);
    clock.clearTimeout(first);
    clock.clearTimeout(undefined);
    clock.advance(20);
    expect(fired).toEqual(['second']);
  });

  test.each([0, -1, -Infinity, Number.NaN])('of %s ms fires without time passing, but not at once', (delay) => {
    const clock = new VirtualClock();
    let fired = 0;
    clock.setTimeout(() => fired++, delay);
    expect(fired).toBe(0);
    clock.advance(0);
    expect(fired).toBe(1);
  });

  test('of Infinity never fires', () => {
    const clock = new VirtualClock();
    clock.setTimeout(() => expect.unreachable(), Infinity);
    expect([clock.pending, clock.nextDue]).toEqual([1, undefined]);
    clock.advance(Number.MAX_SAFE_INTEGER);
    expect(clock.pending).toBe(1);
  });

  test('that throws throws out of advance, at its instant, and the others stay armed', () => {
    const clock = new VirtualClock();
    const fired: number[] = [];
    clock.setTimeout(() => {
      throw new Error('broken');
    }, 10);
    clock.setTimeout(() => fired.push(clock.now()), 10);
    expect(() => {
      clock.advance(100);
    }).toThrow('broken');
    expect([clock.now(), clock.pending]).toEqual([10, 1]);
    clock.advance(0);
    expect(fired).toEqual([10]);
  });

  test('may move time itself, even beyond the advance that fired it', () => {
    const clock = new VirtualClock();
    const fired: number[] = [];
    clock.setTimeout(() => {
      clock.advance(100);
    }, 10);
    clock.setTimeout(() => fired.push(clock.now()), 50);
    clock.advance(20);
    expect(fired).toEqual([50]);
    expect(clock.now()).toBe(110);
  });
});

describe('the clock', () => {
  test('tells what is pending and when the next is due', () => {
    const clock = new VirtualClock();
    expect([clock.pending, clock.nextDue]).toEqual([0, undefined]);
    clock.setTimeout(() => undefined, 20);
    const first = clock.setTimeout(() => undefined, 10);
    expect([clock.pending, clock.nextDue]).toEqual([2, 10]);
    clock.clearTimeout(first);
    expect([clock.pending, clock.nextDue]).toEqual([1, 20]);
    clock.advanceTo(20);
    expect([clock.pending, clock.nextDue]).toEqual([0, undefined]);
  });

  test.each([9, Number.NaN, Infinity])('at 10 does not advance to %s', (at) => {
    const clock = new VirtualClock();
    clock.advanceTo(10);
    expect(() => {
      clock.advanceTo(at);
    }).toThrow(new RangeError(`time cannot go from 10 to ${String(at)}`));
  });

  test('does not go back', () => {
    expect(() => {
      new VirtualClock().advance(-1);
    }).toThrow(RangeError);
  });

  test('fires any timeouts by instant and then by arming order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 }), { maxLength: 200 }), (delays) => {
        const clock = new VirtualClock();
        const fired: [at: number, index: number][] = [];
        for (const [index, delay] of delays.entries()) clock.setTimeout(() => fired.push([clock.now(), index]), delay);
        clock.advance(20);
        const expected = delays.map((delay, index): [number, number] => [delay, index]);
        expect(fired).toEqual(expected.sort((a, b) => a[0] - b[0] || a[1] - b[1]));
      })
    );
  });

  test('drives a bare XState actor', () => {
    const clock = new VirtualClock();
    const machine = setup({ types: { context: {} as { fired: number[] } } }).createMachine({
      context: { fired: [] },
      after: { 500: { actions: assign({ fired: ({ context }) => [...context.fired, clock.now()] }) } }
    });
    const actor = createActor(machine, { clock }).start();
    clock.advance(499);
    expect(actor.getSnapshot().context.fired).toEqual([]);
    clock.advance(1);
    expect(actor.getSnapshot().context.fired).toEqual([500]);
  });
});

describe('what is awaited', () => {
  /** Notes the time, waits, notes it again. */
  async function sleeper(clock: VirtualClock, ms: number, noted: number[]): Promise<void> {
    for (let time = 0; time < 3; time++) {
      await new Promise<void>((resolve) => clock.setTimeout(resolve, ms));
      noted.push(clock.now());
    }
  }

  test('goes on at its own instant while time passes', async () => {
    const clock = new VirtualClock();
    const noted: number[] = [];
    void sleeper(clock, 500, noted);
    await clock.pass(1000);
    expect([clock.now(), noted]).toEqual([1000, [500, 1000]]);
    await clock.pass(1000);
    expect([clock.now(), noted]).toEqual([2000, [500, 1000, 1500]]);
  });

  test('has its turn even when no time passes', async () => {
    const clock = new VirtualClock();
    let settled = false;
    void Promise.resolve()
      .then(() => undefined)
      .then(() => {
        settled = true;
      });
    await clock.pass(0);
    expect([settled, clock.now()]).toEqual([true, 0]);
  });

  test('comes to rest when nothing is armed any more, and no later', async () => {
    const clock = new VirtualClock();
    const noted: number[] = [];
    void sleeper(clock, 700, noted);
    expect(await clock.rest()).toBe(2100);
    expect([clock.now(), noted]).toEqual([2100, [700, 1400, 2100]]);
    expect(await clock.rest()).toBe(0);
  });

  test('never comes to rest: an error, within the time that it was given', async () => {
    const clock = new VirtualClock();
    void sleeper(clock, 700, []);
    await expect(clock.rest(1000)).rejects.toThrow('1 timeouts are armed after 1000 ms');
    expect(clock.now()).toBe(1000);
    const forever = (): unknown => clock.setTimeout(forever, 60_000);
    forever();
    await expect(clock.rest()).rejects.toThrow('after 600000 ms');
  });

  test('what a timeout throws is thrown by what lets time pass', async () => {
    const clock = new VirtualClock();
    clock.setTimeout(() => {
      throw new Error('wrong');
    }, 5);
    await expect(clock.pass(10)).rejects.toThrow('wrong');
    await clock.pass(10);
    expect(clock.now()).toBe(15);
  });
});
