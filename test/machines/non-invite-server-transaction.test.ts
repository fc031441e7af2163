import { describe, expect, test } from 'vitest';
import { nonInviteServerTransaction } from '../../machines/index.ts';
import type { SipResponse } from '../../src/message/message.ts';
import { answer, request as requestOf, values } from '../support/messages.ts';
import { type Protocol, runTransaction, type TransactionText } from '../support/transactions.ts';

const request = requestOf('OPTIONS');
const run = (over: Protocol = 'UDP', more: Partial<TransactionText> = {}) =>
  runTransaction(nonInviteServerTransaction, { request, over, ...more });
const says = (status: number) => ({
  type: status < 200 ? 'user.1xx' : 'user.200-699',
  response: answer(request, status)
});
const again = { type: 'transport.request', request };
const unreachable = { type: 'transport.error', error: new Error('unreachable') };

describe('Trying', () => {
  test('RFC 3261 §17.2.2: the request is passed to the user, a retransmission is discarded', () => {
    const { send, stage, actor, told, sent } = run();
    send(again);
    expect([told(), sent()]).toEqual([[[0, 'transaction.request']], []]);
    expect(stage.said[0]?.event).toMatchObject({ request, transaction: actor, flow: { transport: 'UDP' } });
  });

  test.each(['UDP', 'TCP'] as const)('RFC 4320 §4.1: 100 at 3.5 s, and not before, over %s', (over) => {
    const { clock, sent, state } = run(over);
    clock.advanceTo(3499);
    expect([state(), sent()]).toEqual(['Trying', []]);
    clock.advanceTo(3500);
    expect([state(), sent()]).toEqual(['Proceeding', [[3500, '100']]]);
  });

  test('RFC 3261 §8.2.6.1: the 100 carries the Timestamp back, with the time it took in seconds', () => {
    const stamped = requestOf('OPTIONS', { fields: ['Timestamp: 54'] });
    const { clock, stage } = run('UDP', { request: stamped });
    clock.advanceTo(3500);
    expect(values(stage.lastSent() as SipResponse, 'Timestamp')).toEqual(['54 3.5']);
  });

  test('RFC 4320 §4.1: the time that Timer E takes to reach T2 follows T1', () => {
    const { clock, sent } = run('UDP', { timers: { T1: 1000 } });
    clock.advanceTo(10_000);
    expect(sent()).toEqual([[3000, '100']]);
  });

  test('RFC 4320 §4.1: over UDP the user’s own 100 waits for that time too; over TCP it goes at any time', () => {
    const [udp, tcp] = [run('UDP'), run('TCP')];
    for (const { send, clock } of [udp, tcp]) {
      send(says(100));
      clock.advanceTo(5000);
    }
    expect([udp.sent(), tcp.sent()]).toEqual([[[3500, '100']], [[0, '100']]]);
  });

  test.each(['UDP', 'TCP'] as const)('RFC 4320 §4.1: no provisional response but 100 is ever sent, over %s', (over) => {
    const { clock, send, sent } = run(over);
    send(says(180));
    clock.advanceTo(4000);
    send(says(183));
    send(again);
    expect(sent()).toEqual([
      [3500, '100'],
      [4000, '100']
    ]);
  });

  test.each(['UDP', 'TCP'] as const)('RFC 4320 §4.2: a user that never answers ends at 64·T1, over %s', (over) => {
    const { clock, sent, told, state } = run(over);
    clock.advanceTo(31_999);
    expect(state()).toBe('Proceeding');
    clock.advanceTo(32_000);
    expect([state(), clock.pending]).toEqual(['Terminated', 0]);
    expect(told().at(-1)).toEqual([32_000, 'transaction.timeout']);
    expect(sent()).toEqual([[3500, '100']]);
  });

  test.each([0, 5000])('RFC 4320 §4.2: a 408 at %i ms is never sent, and its request stays absorbed', (at) => {
    const { clock, send, sent, told, state } = run();
    clock.advanceTo(at);
    send(says(408));
    clock.advanceTo(31_000);
    send(again);
    expect(told()).toEqual([[0, 'transaction.request']]);
    clock.advanceTo(32_000);
    expect(sent().map(([, words]) => words)).toEqual(['100', '100']);
    expect([state(), clock.pending]).toEqual(['Terminated', 0]);
  });
});

describe('Proceeding', () => {
  test('RFC 3261 §17.2.2: a retransmission gets the provisional response; the final one ends the wait', () => {
    const { clock, send, sent, state } = run();
    clock.advanceTo(7500);
    send(again);
    send(says(100));
    send(says(404));
    expect(sent()).toEqual([
      [3500, '100'],
      [7500, '100'],
      [7500, '100'],
      [7500, '404']
    ]);
    expect(state()).toBe('Completed');
  });

  test('RFC 3261 §17.2.4: a transport error ends it, and the user is told', () => {
    const { clock, send, told, state } = run();
    clock.advanceTo(3500);
    send(unreachable);
    expect([state(), told().at(-1), clock.pending]).toEqual(['Terminated', [3500, 'transaction.error'], 0]);
  });
});

describe('Completed', () => {
  test.each([
    ['UDP', 32_000],
    ['TCP', 0]
  ] as const)('RFC 3261 §17.2.2: Timer J over %s is %i ms', (over, timerJ) => {
    const { clock, send, state, told } = run(over);
    clock.advanceTo(100);
    send(says(200));
    if (timerJ > 0) clock.advanceTo(100 + timerJ - 1);
    expect(state()).toBe('Completed');
    clock.advanceTo(100 + timerJ);
    expect([state(), clock.pending, told()]).toEqual(['Terminated', 0, [[0, 'transaction.request']]]);
  });

  test('RFC 3261 §17.2.2: each retransmission gets the final response; another final one is discarded', () => {
    const { clock, send, sent } = run();
    send(says(200));
    send(says(500));
    for (const at of [500, 1500]) {
      clock.advanceTo(at);
      send(again);
    }
    expect(sent()).toEqual([
      [0, '200'],
      [500, '200'],
      [1500, '200']
    ]);
  });

  test('RFC 3261 §17.2.2: a transport error ends it, and the user is told', () => {
    const { send, told, state } = run();
    send(says(200));
    send(unreachable);
    expect([state(), told().at(-1)]).toEqual(['Terminated', [0, 'transaction.error']]);
  });
});
