import { describe, expect, test } from 'vitest';
import { inviteServerTransaction } from '../../machines/index.ts';
import type { SipResponse } from '../../src/message/message.ts';
import { answer, invite, request as requestOf, values } from '../support/messages.ts';
import { type Protocol, runTransaction, type TransactionText } from '../support/transactions.ts';

const request = invite({ fields: ['Timestamp: 54.2'] });
const run = (over: Protocol = 'UDP', more: Partial<TransactionText> = {}) =>
  runTransaction(inviteServerTransaction, { request, over, ...more });
const says = (status: number) => {
  const type = status < 200 ? 'user.1xx' : status < 300 ? 'user.2xx' : 'user.300-699';
  return { type, response: answer(request, status) };
};
const again = { type: 'transport.INVITE', request };
const ack = { type: 'transport.ACK', request: requestOf('ACK') };
const unreachable = { type: 'transport.error', error: new Error('unreachable') };

describe('Proceeding', () => {
  test('RFC 3261 §17.2.1: the request is passed to the user', () => {
    const { stage, actor, told } = run();
    expect(told()).toEqual([[0, 'transaction.INVITE']]);
    expect(stage.said[0]?.event).toMatchObject({ request, transaction: actor, flow: { transport: 'UDP' } });
  });

  test.each(['UDP', 'TCP'] as const)('RFC 3261 §17.2.1: 100 at 200 ms when the user said nothing, over %s', (over) => {
    const { clock, sent, stage } = run(over);
    clock.advanceTo(199);
    expect(sent()).toEqual([]);
    clock.advanceTo(100_000);
    expect(sent()).toEqual([[200, '100']]);
    const trying = stage.lastSent() as SipResponse;
    // §17.2.1: no tag; §8.2.6.1: the Timestamp comes back, with the time that it took.
    expect([trying.startLine, trying.to.tag, values(trying, 'Timestamp')]).toEqual([
      'SIP/2.0 100 Trying',
      undefined,
      ['54.2 0.2']
    ]);
  });

  test.each([180, 200, 486])('RFC 3261 §17.2.1: no 100 when the user said %i before', (status) => {
    const { clock, send, sent } = run('TCP');
    clock.advanceTo(199);
    send(says(status));
    clock.advanceTo(30_000);
    expect(sent()).toEqual([[199, String(status)]]);
  });

  test('RFC 3261 §17.2.1: a retransmission gets the most recent provisional response', () => {
    const { clock, send, sent } = run();
    send(again);
    clock.advanceTo(500);
    send(again);
    send(says(180));
    send(says(183));
    send(again);
    expect(sent().map(([, words]) => words)).toEqual(['100', '100', '180', '183', '183']);
  });

  test('RFC 3261 §13.3.1: the transaction itself waits for the user without limit', () => {
    const { clock, state } = run();
    clock.advanceTo(10_000_000);
    expect([state(), clock.pending]).toEqual(['Proceeding.answered', 0]);
  });

  test('RFC 6026 §7.1: a transport error is reported and does not end it', () => {
    const { send, told, state } = run();
    send(says(180));
    send(unreachable);
    expect([state(), told().at(-1)]).toEqual(['Proceeding.answered', [0, 'transaction.error']]);
  });
});

describe('Completed', () => {
  test('RFC 3261 §17.2.1: Timer G doubles up to T2, Timer H ends it at 64·T1 and tells the user', () => {
    const { clock, send, sent, told, state } = run();
    send(says(486));
    clock.advanceTo(31_999);
    expect(state()).toBe('Completed.retransmitting');
    clock.advanceTo(100_000);
    const times = [0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500];
    expect(sent()).toEqual(times.map((at) => [at, '486']));
    expect([state(), told().at(-1), clock.pending]).toEqual(['Terminated', [32_000, 'transaction.timeout'], 0]);
  });

  test('RFC 3261 §17.2.1: over a reliable transport Timer G does not run, Timer H does', () => {
    const { clock, send, sent, told } = run('TCP');
    send(says(486));
    expect(clock.pending).toBe(1);
    clock.advanceTo(100_000);
    expect(sent()).toEqual([[0, '486']]);
    expect(told().at(-1)).toEqual([32_000, 'transaction.timeout']);
  });

  test('RFC 3261 §17.2.1: a retransmitted INVITE gets the response, and Timer G runs on', () => {
    const { clock, send, sent } = run();
    send(says(486));
    clock.advanceTo(300);
    send(again);
    clock.advanceTo(500);
    expect(sent().map(([at]) => at)).toEqual([0, 300, 500]);
  });

  test('RFC 6026 §7.1: a transport error is reported and does not end it', () => {
    const { send, told, state } = run();
    send(says(486));
    send(unreachable);
    expect([state(), told().at(-1)]).toEqual(['Completed.retransmitting', [0, 'transaction.error']]);
  });
});

describe('Confirmed', () => {
  test.each([
    ['UDP', 5000],
    ['TCP', 0]
  ] as const)('RFC 3261 §17.2.1: the ACK ends retransmissions; Timer I over %s is %i ms', (over, timerI) => {
    const { clock, send, sent, told, state } = run(over);
    send(says(486));
    clock.advanceTo(100);
    send(ack);
    if (timerI > 0) clock.advanceTo(100 + timerI - 1);
    send(ack);
    expect(state()).toBe('Confirmed');
    clock.advanceTo(100 + timerI);
    expect([state(), clock.pending]).toEqual(['Terminated', 0]);
    expect([sent(), told()]).toEqual([[[0, '486']], [[0, 'transaction.INVITE']]]);
  });
});

describe('Accepted', () => {
  test.each(['UDP', 'TCP'] as const)('RFC 6026 §7.1: Timer L is 64·T1 over any transport, as %s', (over) => {
    const { clock, send, state, told } = run(over);
    clock.advanceTo(100);
    send(says(200));
    clock.advanceTo(32_099);
    expect(state()).toBe('Accepted');
    clock.advanceTo(32_100);
    expect([state(), clock.pending, told()]).toEqual(['Terminated', 0, [[0, 'transaction.INVITE']]]);
  });

  test('RFC 6026 §7.1: absorbs the INVITE, sends each 2xx of the user, passes each ACK', () => {
    const { clock, send, sent, told } = run();
    send(says(200));
    clock.advanceTo(500);
    send(again);
    send(says(200));
    send(ack);
    send(ack);
    expect(sent()).toEqual([
      [0, '200'],
      [500, '200']
    ]);
    expect(told().slice(1)).toEqual([
      [500, 'transaction.ACK'],
      [500, 'transaction.ACK']
    ]);
  });

  test('RFC 6026 §7.1: a transport error is reported and does not end it', () => {
    const { send, told, state } = run();
    send(says(200));
    send(unreachable);
    expect([state(), told().at(-1)]).toEqual(['Accepted', [0, 'transaction.error']]);
  });
});
