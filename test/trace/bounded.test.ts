/** What waits for a slow reader, and what it is told of the rest. */
import { Observable, Subject, type Subscriber } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/message/usage-error.ts';
import { bounded, type BoundedOptions } from '../../src/trace/bounded.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { request } from '../support/messages.ts';
import { Wire } from '../support/wire.ts';

const event = (at: number): TraceEvent => ({ type: 'counted', at, name: 'timeout' });

/** `1`, `2`, and of lost ones `lost 3 at 7`. */
const brief = (told: TraceEvent): string =>
  told.type === 'lost' ? `lost ${told.count} at ${told.at}` : String(told.at);

/** A reader that reads when it is told to. */
class Reader {
  readonly source = new Subject<TraceEvent>();
  readonly #iterator: AsyncIterator<TraceEvent>;
  #sent = 0;
  #first: Promise<unknown> | undefined;

  constructor(options: BoundedOptions = {}) {
    this.#iterator = bounded(this.source, options)[Symbol.asyncIterator]();
    // It subscribes when it is first asked.
    this.#first = this.#iterator.next();
    this.send(1);
  }

  send(times: number): void {
    for (let i = 0; i < times; i++) this.source.next(event(++this.#sent));
  }

  async read(times: number): Promise<readonly string[]> {
    const told: string[] = [];
    await this.#first;
    this.#first = undefined;
    for (let i = 0; i < times; i++) {
      const next = await this.#iterator.next();
      told.push(next.done === true ? 'end' : brief(next.value));
    }
    return told;
  }

  async leave(): Promise<void> {
    await this.#iterator.return?.();
  }
}

describe('bounded', () => {
  test('a reader that is fast enough gets everything, in order, and the end', async () => {
    const reader = new Reader({ limit: 3 });
    expect(await reader.read(0)).toEqual([]);
    reader.send(3);
    expect(await reader.read(3)).toEqual(['2', '3', '4']);
    reader.send(1);
    reader.source.complete();
    expect(await reader.read(2)).toEqual(['5', 'end']);
  });

  test('the oldest are lost above the limit, and their number stands where they were', async () => {
    const reader = new Reader({ limit: 3 });
    await reader.read(0);
    reader.send(8);
    expect(await reader.read(4)).toEqual(['lost 5 at 6', '7', '8', '9']);
    reader.send(2);
    expect(await reader.read(2)).toEqual(['10', '11']);
  });

  test('or the newest: what waits stays', async () => {
    const reader = new Reader({ limit: 3, drop: 'newest' });
    await reader.read(0);
    reader.send(8);
    expect(await reader.read(1)).toEqual(['2']);
    // There is room for one: the place of what is lost takes it.
    reader.send(2);
    expect(await reader.read(4)).toEqual(['3', '4', 'lost 5 at 9', 'lost 2 at 11']);
    reader.send(1);
    expect(await reader.read(1)).toEqual(['12']);
    reader.send(4);
    expect(await reader.read(3)).toEqual(['13', '14', '15']);
    reader.send(1);
    expect(await reader.read(2)).toEqual(['lost 1 at 16', '17']);
  });

  test.each(['oldest', 'newest'] as const)('a limit of one will do, when the %s go', async (drop) => {
    const reader = new Reader({ limit: 1, drop });
    await reader.read(0);
    reader.send(3);
    const [lost, kept] = drop === 'oldest' ? ['lost 2 at 3', '4'] : ['2', 'lost 2 at 4'];
    expect(await reader.read(2)).toEqual([lost, kept]);
    reader.send(1);
    reader.source.complete();
    expect(await reader.read(2)).toEqual(['5', 'end']);
  });

  test.each(['oldest', 'newest'] as const)('whoever is slow: told and lost make all, when the %s go', async (drop) => {
    for (let pattern = 0; pattern < 256; pattern++) {
      const reader = new Reader({ limit: 2, drop });
      await reader.read(0);
      const told: string[] = [];
      let sent = 1;
      for (let bit = 0; bit < 8; bit++) {
        const times = 1 + (bit % 3);
        reader.send(times);
        sent += times;
        if ((pattern & (1 << bit)) !== 0) told.push(...(await reader.read(1)));
      }
      reader.source.complete();
      for (let last = ''; last !== 'end'; told.push(last)) [last = ''] = await reader.read(1);
      const counts = told.slice(0, -1).map((one) => (one.startsWith('lost') ? Number(one.split(' ')[1]) : 1));
      expect(counts.reduce((sum, count) => sum + count, 1)).toBe(sent);
    }
  });

  test('never more than the limit is kept', async () => {
    const reader = new Reader({ limit: 10 });
    await reader.read(0);
    reader.send(100_000);
    const told = await reader.read(11);
    expect(told[0]).toBe('lost 99990 at 99991');
    expect(told.slice(1)).toEqual(Array.from({ length: 10 }, (_, i) => String(99_992 + i)));
  });

  test('each loop subscribes when it begins, and leaves when it ends', async () => {
    let subscribed = 0;
    const subscribers = new Set<Subscriber<TraceEvent>>();
    const source = new Observable<TraceEvent>((subscriber) => {
      subscribed++;
      subscribers.add(subscriber);
      subscriber.next(event(1));
      return () => subscribers.delete(subscriber);
    });
    const trace = bounded(source);
    expect(subscribed).toBe(0);
    for (let loop = 1; loop <= 2; loop++) {
      for await (const told of trace) {
        expect(brief(told)).toBe('1');
        break;
      }
      expect([subscribed, subscribers.size]).toEqual([loop, 0]);
    }
  });

  test('ends when the source fails', async () => {
    const reader = new Reader();
    await reader.read(0);
    reader.source.error(new Error('failed'));
    expect(await reader.read(1)).toEqual(['end']);
    await reader.leave();
  });

  test.each([0, -1, 1.5, Number.NaN, Infinity])('refuses a limit of %d', (limit) => {
    expect(() => bounded(new Subject<TraceEvent>(), { limit })).toThrow(UsageError);
  });
});

test('a reader of a stack that is slow loses events, counted, and holds nothing up', async () => {
  const wire = new Wire();
  const stack = wire.stack('bob');
  const carol = wire.peer('carol');
  const trace = bounded(stack.trace$, { limit: 20 })[Symbol.asyncIterator]();
  expect((await trace.next()).value).toMatchObject({ type: 'begin' });
  for (let i = 0; i < 50; i++) carol.send('bob', request('OPTIONS', { branch: `z9hG4bK${i}`, callId: `call${i}` }));
  await wire.settle();
  expect(wire.tally({ from: 'bob' })).toEqual({ '200 OPTIONS': 50 });
  const lost = (await trace.next()).value as TraceEvent;
  expect(lost).toMatchObject({ type: 'lost' });
  void stack.close();
  let rest = 0;
  for (let next = await trace.next(); next.done !== true; next = await trace.next()) rest++;
  expect(rest).toBe(21);
});
