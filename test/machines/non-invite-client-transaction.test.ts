import { describe, expect, test } from 'vitest';
import { nonInviteClientTransaction } from '../../machines/index.ts';
import { answer, request as requestOf } from '../support/messages.ts';
import { type Protocol, runTransaction, type TransactionText } from '../support/transactions.ts';

const request = requestOf('OPTIONS');
const run = (over: Protocol = 'UDP', more: Partial<TransactionText> = {}) =>
  runTransaction(nonInviteClientTransaction, { request, over, ...more });
const trying = { type: 'transport.1xx', response: answer(request, 100) };
const ok = { type: 'transport.200-699', response: answer(request, 200) };
const unreachable = { type: 'transport.error', error: new Error('unreachable') };

/** Timer E with the defaults: 500 ms, 1 s, 2 s, 4 s, 4 s, … */
const elevenTimes = [0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500];

describe('Trying', () => {
  test('RFC 3261 §17.1.2.2: sent 11 times at intervals that double up to T2, given up at 64·T1', () => {
    const { clock, sent, told, state } = run();
    clock.advanceTo(31_999);
    expect([state(), told()]).toEqual(['Trying.retransmitting', []]);
    clock.advanceTo(100_000);
    expect(sent()).toEqual(elevenTimes.map((at) => [at, 'OPTIONS']));
    expect([state(), told(), clock.pending]).toEqual(['Terminated', [[32_000, 'transaction.timeout']], 0]);
  });

  test('RFC 3261 §17.1.2.2: over a reliable transport Timer E does not run, Timer F does', () => {
    const { clock, sent, told } = run('TCP');
    clock.advanceTo(100_000);
    expect(sent()).toEqual([[0, 'OPTIONS']]);
    expect(told()).toEqual([[32_000, 'transaction.timeout']]);
  });

  test('RFC 3261 §17.1.4: a transport error ends it', () => {
    const { clock, send, told, state } = run();
    send(unreachable);
    expect([state(), told(), clock.pending]).toEqual(['Terminated', [[0, 'transaction.error']], 0]);
  });
});

describe('Proceeding', () => {
  test('RFC 3261 §17.1.2.1: retransmits at T2, while Timer F runs on from Trying', () => {
    const { clock, send, sent, told, state } = run();
    clock.advanceTo(10_000);
    send(trying);
    clock.advanceTo(31_999);
    expect(state()).toBe('Proceeding.retransmitting');
    clock.advanceTo(100_000);
    const later = [14_000, 18_000, 22_000, 26_000, 30_000];
    expect(sent().map(([at]) => at)).toEqual([0, 500, 1500, 3500, 7500, ...later]);
    expect(told()).toEqual([
      [10_000, 'transaction.1xx 100'],
      [32_000, 'transaction.timeout']
    ]);
    expect([state(), clock.pending]).toEqual(['Terminated', 0]);
  });

  test('RFC 3261 §17.1.2.2: a further provisional response goes up and does not touch Timer E', () => {
    const { clock, send, sent, told } = run();
    send(trying);
    clock.advanceTo(3000);
    send(trying);
    clock.advanceTo(4000);
    expect(sent().map(([at]) => at)).toEqual([0, 4000]);
    expect(told()).toHaveLength(2);
  });

  test.each(['UDP', 'TCP'] as const)(
    'RFC 3261 §17.1.2.2: the final response goes up and leads to Completed, over %s',
    (over) => {
      const { clock, send, sent, told, state } = run(over);
      send(trying);
      clock.advanceTo(100);
      send(ok);
      expect(told()).toEqual([
        [0, 'transaction.1xx 100'],
        [100, 'transaction.200-699 200']
      ]);
      expect(state()).toBe('Completed');
      clock.advanceTo(100_000);
      expect(sent()).toEqual([[0, 'OPTIONS']]);
    }
  );

  test('RFC 3261 §17.1.2.2: over a reliable transport nothing is sent again', () => {
    const { clock, send, sent, told } = run('TCP');
    clock.advanceTo(10_000);
    send(trying);
    clock.advanceTo(100_000);
    expect(sent()).toEqual([[0, 'OPTIONS']]);
    expect(told().at(-1)).toEqual([32_000, 'transaction.timeout']);
  });

  test('RFC 3261 §17.1.4: a transport error ends it', () => {
    const { send, told, state } = run();
    send(trying);
    send(unreachable);
    expect([state(), told().at(-1)]).toEqual(['Terminated', [0, 'transaction.error']]);
  });
});

describe('Completed', () => {
  test.each([
    ['UDP', 5000],
    ['TCP', 0]
  ] as const)('RFC 3261 §17.1.2.2: Timer K over %s is %i ms', (over, timerK) => {
    const { clock, send, state } = run(over);
    clock.advanceTo(100);
    send(ok);
    if (timerK > 0) clock.advanceTo(100 + timerK - 1);
    expect(state()).toBe('Completed');
    clock.advanceTo(100 + timerK);
    expect([state(), clock.pending]).toEqual(['Terminated', 0]);
  });

  test('RFC 3261 §17.1.2.1: only a single final response is ever delivered', () => {
    const { clock, send, told } = run();
    send(ok);
    clock.advanceTo(1000);
    send(ok);
    send({ type: 'transport.200-699', response: answer(request, 500) } as never);
    expect(told()).toEqual([[0, 'transaction.200-699 200']]);
  });

  test('RFC 3261 §17.1.2.2: Timer F says nothing once there is a final response', () => {
    const { clock, send, told, state } = run();
    clock.advanceTo(30_000);
    send(ok);
    clock.advanceTo(34_999);
    expect(state()).toBe('Completed');
    clock.advanceTo(35_000);
    expect([state(), told()]).toEqual(['Terminated', [[30_000, 'transaction.200-699 200']]]);
  });
});
