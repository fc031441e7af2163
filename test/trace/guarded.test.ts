/** Subscribers that throw, however they subscribe. */
import { filter, map, of, Subject, throwError } from 'rxjs';
import { expect, test } from 'vitest';
import { GuardedObservable } from '../../src/trace/guarded.ts';

const mine = new Error('my fault');
const fail = (): never => {
  throw mine;
};

function guarded<T>(source = new Subject<T>()) {
  const reported: unknown[] = [];
  const stream = new GuardedObservable<T>(
    (subscriber) => source.subscribe(subscriber),
    (error) => reported.push(error)
  );
  return { source, stream, reported };
}

test('values, errors and the end come to observers and to functions', () => {
  const { source, stream, reported } = guarded<number>();
  const told: unknown[] = [];
  const note = (what: unknown) => {
    told.push(what);
  };
  stream.subscribe({ next: note, error: note, complete: () => told.push('end') });
  stream.subscribe(note, note, () => told.push('end'));
  stream.subscribe(null, undefined, null);
  stream.subscribe();
  stream
    .pipe(
      map((value) => value * 10),
      filter((value) => value > 0)
    )
    .subscribe(note);
  source.next(1);
  source.complete();
  expect(told).toEqual([1, 1, 10, 'end', 'end']);
  expect(reported).toEqual([]);
  expect(source.observed).toBe(false);
});

test('an error that nobody takes is reported', () => {
  const { source, stream, reported } = guarded<number>();
  const told: unknown[] = [];
  stream.subscribe(() => undefined);
  stream.subscribe({ error: (error) => told.push(error) });
  stream.subscribe({ error: fail });
  source.error('broken');
  expect(told).toEqual(['broken']);
  expect(reported).toEqual(['broken', mine]);
});

test('who throws is told no more: not of values, not of the end', () => {
  const { source, stream, reported } = guarded<number>();
  let told = 0;
  stream.subscribe({
    next: () => {
      told++;
      throw mine;
    },
    complete: () => told++
  });
  stream.subscribe({ complete: fail });
  source.next(1);
  source.next(2);
  source.complete();
  expect(told).toBe(1);
  expect(reported).toEqual([mine, mine]);
});

test('who throws at a value that is there at once leaves too', () => {
  const reported: unknown[] = [];
  let left = 0;
  const stream = new GuardedObservable<number>(
    (subscriber) => {
      for (const value of [1, 2, 3]) subscriber.next(value);
      return () => left++;
    },
    (error) => reported.push(error)
  );
  stream.subscribe(fail);
  expect([left, reported]).toEqual([1, [mine]]);
  const atOnce = new GuardedObservable<number>(
    (subscriber) => of(1, 2).subscribe(subscriber),
    (error) => reported.push(error)
  );
  atOnce.subscribe({ next: fail, complete: fail });
  expect(reported).toEqual([mine, mine]);
  const failed = new GuardedObservable<number>(
    (subscriber) => throwError(() => 'broken').subscribe(subscriber),
    (error) => reported.push(error)
  );
  failed.subscribe({ error: fail });
  expect(reported).toEqual([mine, mine, mine]);
});
