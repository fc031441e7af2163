import { describe, expect, test } from 'vitest';
import { inviteClientTransaction } from '../../machines/index.ts';
import { formatMessage } from '../../src/message/format.ts';
import type { SipRequest } from '../../src/message/message.ts';
import { answer, invite, values } from '../support/messages.ts';
import { type Protocol, runTransaction, type TransactionText } from '../support/transactions.ts';

const request = invite();
const run = (over: Protocol = 'UDP', more: Partial<TransactionText> = {}) =>
  runTransaction(inviteClientTransaction, { request, over, ...more });
const response = (status: number) => {
  const type = status < 200 ? 'transport.1xx' : status < 300 ? 'transport.2xx' : 'transport.300-699';
  return { type, response: answer(request, status) };
};

describe('Calling', () => {
  test('RFC 3261 §17.1.1.2: retransmits at intervals that double, and gives up at 64·T1', () => {
    const { clock, sent, told, state } = run();
    clock.advanceTo(31_999);
    expect([state(), told()]).toEqual(['Calling.retransmitting', []]);
    clock.advanceTo(100_000);
    expect(sent()).toEqual([0, 500, 1500, 3500, 7500, 15_500, 31_500].map((at) => [at, 'INVITE']));
    expect([state(), told()]).toEqual(['Terminated', [[32_000, 'transaction.timeout']]]);
    expect(clock.pending).toBe(0);
  });

  test('RFC 3261 §17.1.1.2: over a reliable transport sends once, and gives up at 64·T1', () => {
    const { clock, sent, told } = run('TCP');
    expect(clock.pending).toBe(1);
    clock.advanceTo(100_000);
    expect(sent()).toEqual([[0, 'INVITE']]);
    expect(told()).toEqual([[32_000, 'transaction.timeout']]);
  });

  test('RFC 3261 §17.1.1.2: T1 may be chosen larger, and everything scales', () => {
    const { clock, sent, told } = run('UDP', { timers: { T1: 1000 } });
    clock.advanceTo(100_000);
    expect(sent().map(([at]) => at)).toEqual([0, 1000, 3000, 7000, 15_000, 31_000, 63_000]);
    expect(told()).toEqual([[64_000, 'transaction.timeout']]);
  });

  test('RFC 3261 §17.1.1.2: the same message is passed to the transport layer once more', () => {
    const { clock, stage } = run();
    clock.advanceTo(500);
    expect(stage.said.map(({ event }) => event.message)).toEqual([request, request]);
  });

  test.each(['UDP', 'TCP'] as const)('RFC 3261 §17.1.4: a transport error ends it at once, over %s', (over) => {
    const { clock, send, told, state } = run(over);
    clock.advanceTo(100);
    send({ type: 'transport.error', error: new Error('unreachable') } as never);
    expect([state(), told(), clock.pending]).toEqual(['Terminated', [[100, 'transaction.error']], 0]);
  });
});

describe('Proceeding', () => {
  test('RFC 3261 §17.1.1.2: a provisional response stops retransmissions and Timer B', () => {
    const { clock, send, sent, told } = run();
    clock.advanceTo(1000);
    send(response(100));
    send(response(180));
    expect(clock.pending).toBe(0);
    clock.advanceTo(1_000_000);
    expect(sent().map(([at]) => at)).toEqual([0, 500]);
    expect(told()).toEqual([
      [1000, 'transaction.1xx 100'],
      [1000, 'transaction.1xx 180']
    ]);
  });

  test('RFC 3261 §9.1: a cancelled INVITE that stays unanswered is destroyed', () => {
    const { send, state, told, clock } = run();
    send(response(180));
    send({ type: 'user.abandon' });
    expect([state(), told().length, clock.pending]).toEqual(['Terminated', 1, 0]);
  });
});

describe('Completed', () => {
  test.each([
    ['UDP', 32_000],
    ['TCP', 0]
  ] as const)('RFC 3261 §17.1.1.2: Timer D over %s is %i ms', (over, timerD) => {
    const { clock, send, state } = run(over);
    clock.advanceTo(100);
    send(response(486));
    if (timerD > 0) clock.advanceTo(100 + timerD - 1);
    expect(state()).toBe('Completed');
    clock.advanceTo(100 + timerD);
    expect([state(), clock.pending]).toEqual(['Terminated', 0]);
  });

  test('RFC 3261 §17.1.1.2: each retransmission of the response gets the ACK again, the user nothing', () => {
    const { clock, send, sent, told, stage } = run();
    send(response(180));
    for (const at of [0, 500, 1500]) {
      clock.advanceTo(at);
      send(response(486));
    }
    expect(sent()).toEqual([
      [0, 'INVITE'],
      [0, 'ACK'],
      [500, 'ACK'],
      [1500, 'ACK']
    ]);
    expect(told().map(([, words]) => words)).toEqual(['transaction.1xx 180', 'transaction.300-699 486']);
    const acks = stage.said.flatMap(({ event: { message } }) => (message === undefined ? [] : [message])).slice(1);
    expect(new Set(acks.map((ack) => new TextDecoder().decode(formatMessage(ack)))).size).toBe(1);
  });

  test('RFC 3261 §17.1.1.3: the ACK field by field', () => {
    const routed = invite({
      branch: 'z9hG4bKkjshdyff',
      callId: '987asjd97y7atg',
      sequence: 986_759,
      fields: ['Route: <sip:p1.example;lr>', 'Route: <sip:p2.example;lr>', 'Require: 100rel', 'Content-Type: a/b'],
      body: 'offer'
    });
    const { send, stage } = run('TCP', { request: routed });
    send({ type: 'transport.300-699', response: answer(routed, 404, { tag: '99sa0xk' }) } as never);
    const ack = stage.lastSent() as SipRequest;
    expect(ack.startLine).toBe('ACK sip:bob@192.0.2.1 SIP/2.0');
    expect(ack.fields.map(({ line }) => line)).toEqual([
      'Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKkjshdyff',
      'Max-Forwards: 70',
      'Route: <sip:p1.example;lr>',
      'Route: <sip:p2.example;lr>',
      'From: <sip:alice@192.0.2.2>;tag=a',
      'To: <sip:bob@192.0.2.1>;tag=99sa0xk',
      'Call-ID: 987asjd97y7atg',
      'CSeq: 986759 ACK',
      'Content-Length: 0'
    ]);
    expect(ack.body.length).toBe(0);
    expect(values(ack, 'Via')).toHaveLength(1);
  });

  test.each(['UDP', 'TCP'] as const)('RFC 3261 §17.1.1.2: the ACK goes where the INVITE went, over %s', (over) => {
    const { send, stage } = run(over);
    send(response(486));
    const flows = stage.said.flatMap(({ event }) => ('flow' in event ? [event.flow] : []));
    expect(flows).toHaveLength(2);
    expect(flows[1]).toBe(flows[0]);
  });

  test('RFC 3261 §17.1.1.2: an ACK that cannot be sent ends it, and the user is told', () => {
    const { send, told, state } = run();
    send(response(486));
    send({ type: 'transport.error', error: new Error('unreachable') } as never);
    expect([state(), told().at(-1)?.[1]]).toEqual(['Terminated', 'transaction.error']);
  });
});

describe('Accepted', () => {
  test.each(['UDP', 'TCP'] as const)('RFC 6026 §8.4: Timer M is 64·T1 over any transport, as %s', (over) => {
    const { clock, send, state } = run(over);
    clock.advanceTo(250);
    send(response(200));
    clock.advanceTo(32_249);
    expect(state()).toBe('Accepted');
    clock.advanceTo(32_250);
    expect([state(), clock.pending]).toEqual(['Terminated', 0]);
  });

  test('RFC 6026 §8.4: every further 2xx goes up, and no ACK is made here', () => {
    const { clock, send, sent, told } = run();
    send(response(200));
    clock.advanceTo(500);
    send({ type: 'transport.2xx', response: answer(request, 200, { tag: 'other-fork' }) } as never);
    expect(told()).toEqual([
      [0, 'transaction.2xx 200'],
      [500, 'transaction.2xx 200']
    ]);
    expect(sent()).toEqual([[0, 'INVITE']]);
  });
});
