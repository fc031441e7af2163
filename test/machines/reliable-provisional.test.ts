/** RFC 3262 on the UAS side, over a whole stack: every message, at its instant. */
import { describe, expect, test } from 'vitest';
import { Bob, type BobOptions } from '../support/bob.ts';
import { invite, request, values } from '../support/messages.ts';

const supports = { fields: ['Supported: 100rel'] };
const requires = { fields: ['Require: 100rel'] };
const body = { type: 'application/sdp', bytes: new TextEncoder().encode('v=0') };
const described = { fields: ['Supported: 100rel', 'Content-Type: application/sdp'], body: 'v=0' };

const reliableBob = (options: BobOptions = {}): Bob =>
  new Bob({
    ...options,
    capabilities: { methods: ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS', 'PRACK'], optionTags: ['100rel'] }
  });

/** Bob's RSeq, as it stands in his last response of a status. */
const numberOf = (bob: Bob, status: number): number => Number(values(bob.lastResponse(status), 'RSeq')[0]);

/** Alice acknowledges a number. */
const acknowledge = (bob: Bob, number: number, sequence = 2, text: object = {}): unknown =>
  bob.receiveInDialog('PRACK', sequence, { fields: [`RAck: ${String(number)} 1 INVITE`], ...text });

const rings = (bob: Bob, status = 183, described = false): void => {
  bob.invite.send({ type: 'user.ring', answer: { status, reliable: true, ...(described && { body }) } });
};

/** 0.5, 1, 2, 4, 8, 16 s: T2 is no limit. */
const sevenTimes = [0, 500, 1500, 3500, 7500, 15_500, 31_500];

describe('§3 UAS Behavior', () => {
  test.each(['UDP', 'TCP'])('RFC 3262 §3: repeated at intervals that double, without T2, then 500, over %s', (over) => {
    const bob = reliableBob({ over });
    bob.receive(invite(supports));
    rings(bob);
    bob.clock.advanceTo(31_999);
    expect(bob.log).toEqual(sevenTimes.map((at) => [at, '183']));
    bob.clock.advanceTo(32_000);
    expect(bob.log.slice(7, 8)).toEqual([[32_000, '500']]);
    expect(bob.invite.getSnapshot().context.outcome).toBe('provisional-unacknowledged');
    bob.expectNothingLeft();
  });

  test('RFC 3262 §3: the response has Require: 100rel and an RSeq from 1 to 2^31-1; it makes the dialog', () => {
    for (const drawn of [0, 2 ** 31 - 2]) {
      const bob = reliableBob({
        entropy: { token: () => 'token', keyedHash: (text) => text, below: (limit) => Math.min(drawn, limit - 1) }
      });
      bob.receive(invite(supports));
      rings(bob);
      expect(values(bob.lastResponse(183), 'Require')).toEqual(['100rel']);
      expect([numberOf(bob, 183), bob.stack.dialogs]).toEqual([drawn + 1, 1]);
    }
  });

  test('RFC 3262 §3: its PRACK gets 200 and ends it; RSeq rises by one; the next waits for the PRACK', () => {
    const bob = reliableBob();
    bob.receive(invite(supports));
    rings(bob);
    rings(bob, 182);
    rings(bob, 180);
    bob.clock.advanceTo(1000);
    expect(bob.words).toBe('183 183');
    const first = numberOf(bob, 183);
    acknowledge(bob, first);
    expect(bob.words).toBe('183 183 182 200');
    expect(numberOf(bob, 182)).toBe(first + 1);
    bob.clock.advanceTo(1499);
    expect(bob.words).toBe('183 183 182 200');
    bob.clock.advanceTo(1500);
    expect(bob.words).toBe('183 183 182 200 182');
    acknowledge(bob, first + 1, 3);
    acknowledge(bob, first + 2, 4);
    bob.clock.advanceTo(20_000);
    expect(bob.words).toBe('183 183 182 200 182 180 200 200');
    expect(numberOf(bob, 180)).toBe(first + 2);
    bob.says(486);
    bob.receive(request('ACK', { to: bob.tagged }));
    bob.expectNothingLeft();
  });

  test('RFC 3262 §3: eight wait at most; a further one takes the place of the last', () => {
    const bob = reliableBob();
    bob.receive(invite(supports));
    for (let status = 180; status < 192; status++) rings(bob, status);
    for (let sequence = 2; sequence < 12; sequence++) {
      const last = bob.sent.findLast(({ message }) => message.cseq.method === 'INVITE')?.message;
      acknowledge(bob, Number(last && values(last, 'RSeq')[0]), sequence);
    }
    expect(bob.words.split(' ').filter((word) => word !== '200' && word !== '481')).toEqual([
      ...['180', '181', '182', '183', '184', '185', '186', '187', '191']
    ]);
  });

  test('RFC 3262 §3: a PRACK that acknowledges nothing gets 481; one without a readable RAck 400', () => {
    const bob = reliableBob();
    bob.receive(invite(supports));
    rings(bob);
    const number = numberOf(bob, 183);
    acknowledge(bob, number + 1);
    acknowledge(bob, number, 3, { fields: [`RAck: ${String(number)} 2 INVITE`] });
    bob.receiveInDialog('PRACK', 4);
    expect(bob.words).toBe('183 481 481 400');
    acknowledge(bob, number, 5);
    // The same again, in a transaction of its own.
    acknowledge(bob, number, 6);
    expect(bob.words).toBe('183 481 481 400 200 481');
    bob.says(486);
    bob.receive(request('ACK', { to: bob.tagged }));
    // After its INVITE, and after its dialog.
    acknowledge(bob, number, 7);
    expect(bob.lastResponse(481).cseq.sequence).toBe(7);
    bob.expectNothingLeft();
  });

  test('RFC 3262 §3: in a call without an INVITE there is nothing to acknowledge: 481', () => {
    const bob = reliableBob();
    bob.receiveCall(supports);
    acknowledge(bob, 1);
    expect(bob.words).toBe('200 481');
  });

  test('RFC 3262 §3: a PRACK that comes again is absorbed by its transaction, and answered alike', () => {
    const bob = reliableBob();
    bob.receive(invite(supports));
    rings(bob);
    const number = numberOf(bob, 183);
    acknowledge(bob, number);
    acknowledge(bob, number);
    expect(bob.words).toBe('183 200 200');
  });

  test('RFC 3262 §3: Require: 100rel makes every provisional response reliable, but 100 and those of others not', () => {
    const bob = reliableBob();
    bob.receive(invite(requires));
    bob.clock.advanceTo(200);
    expect(bob.words).toBe('100');
    expect(values(bob.lastResponse(100), 'RSeq')).toEqual([]);
    bob.says(180);
    expect(values(bob.lastResponse(180), 'Require')).toEqual(['100rel']);
    const other = reliableBob();
    other.receive(invite());
    rings(other);
    expect(values(other.lastResponse(183), 'RSeq')).toEqual([]);
    const unreliable = reliableBob();
    unreliable.receive(invite(supports));
    unreliable.says(180);
    expect(values(unreliable.lastResponse(180), 'RSeq')).toEqual([]);
  });

  test('RFC 3261 §8.2.2.3: a stack that does not support it refuses an INVITE that requires it: 420', () => {
    const bob = new Bob();
    bob.receive(invite(requires));
    expect([bob.words, values(bob.lastResponse(420), 'Unsupported')]).toEqual(['420', ['100rel']]);
    bob.receive(invite({ ...supports, callId: 'other', branch: 'z9hG4bKo' }));
    rings(bob);
    expect(values(bob.lastResponse(183), 'RSeq')).toEqual([]);
  });

  test.each([
    [
      'refused',
      (bob: Bob): void => {
        bob.says(486);
      },
      '183 486'
    ],
    [
      'cancelled',
      (bob: Bob): void => {
        bob.receive(request('CANCEL'));
      },
      '183 487 200'
    ],
    [
      'hung up',
      (bob: Bob): void => {
        bob.receiveInDialog('BYE', 2);
      },
      '183 487 200'
    ]
  ] as const)('RFC 3262 §3: %s: it is not repeated any more', (_, ends, words) => {
    const bob = reliableBob();
    bob.receive(invite(supports));
    rings(bob);
    ends(bob);
    bob.receive(request('ACK', { to: bob.tagged }));
    bob.clock.advanceTo(31_000);
    expect(bob.words).toBe(words);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §13.3.1.1: every minute it is said again, with the next RSeq and without its description', () => {
    const bob = reliableBob();
    bob.receive(invite(described));
    rings(bob, 183, true);
    const first = numberOf(bob, 183);
    expect(bob.lastResponse(183).body).toHaveLength(3);
    acknowledge(bob, first);
    bob.clock.advanceTo(59_999);
    expect(bob.words).toBe('183 200');
    bob.clock.advanceTo(60_000);
    expect([numberOf(bob, 183), bob.lastResponse(183).body.length]).toEqual([first + 1, 0]);
    acknowledge(bob, first + 1, 3);
    bob.says(200);
    bob.receiveInDialog('ACK', 1);
    expect(bob.words).toBe('183 200 183 200 200');
  });

  test('a response whose watcher throws is refused with 500, and takes nothing else along', () => {
    const bob = reliableBob();
    bob.receive(invite(supports));
    rings(bob);
    bob.invite.getSnapshot().context.reliable?.send({
      type: 'transaction.PRACK',
      request: undefined as never,
      transaction: undefined as never
    });
    expect([bob.words, bob.stack.counters.childError]).toEqual(['183 500', 1]);
    bob.receive(request('ACK', { to: bob.tagged }));
    bob.expectNothingLeft();
  });
});

describe('§5 The Offer/Answer Model and PRACK', () => {
  test('RFC 3262 §5: the 2xx waits for the PRACK of a description, and goes out when it is here', () => {
    const bob = reliableBob();
    bob.receive(invite(described));
    rings(bob, 183, true);
    bob.says(200);
    bob.clock.advanceTo(3499);
    expect(bob.words).toBe('183 183 183');
    expect(bob.invite.getSnapshot().value).toEqual({ Proceeding: 'answered' });
    acknowledge(bob, numberOf(bob, 183));
    expect(bob.sent.slice(-2).map(({ message }) => [message.cseq.method, message.body.length])).toEqual([
      ['INVITE', 0],
      ['PRACK', 0]
    ]);
    bob.receiveInDialog('ACK', 1);
    bob.receiveInDialog('BYE', 3);
    expect(bob.invite.getSnapshot().context.outcome).toBe('acknowledged');
    bob.expectNothingLeft();
  });

  test('RFC 3262 §5: behind an answer only descriptions are still said', () => {
    const bob = reliableBob();
    bob.receive(invite(described));
    rings(bob, 180);
    rings(bob, 182);
    rings(bob, 183, true);
    bob.says(200);
    const first = numberOf(bob, 180);
    acknowledge(bob, first);
    expect(bob.words).toBe('180 183 200');
    acknowledge(bob, first + 1, 3);
    expect(bob.words).toBe('180 183 200 200 200');
  });

  test('RFC 3262 §3: no PRACK for 64·T1: the 2xx that waits is not sent, the INVITE is refused with 500', () => {
    const bob = reliableBob();
    bob.receive(invite(described));
    rings(bob, 183, true);
    bob.says(200);
    bob.clock.advanceTo(31_999);
    expect(bob.words).toBe(sevenTimes.map(() => '183').join(' '));
    bob.clock.advanceTo(32_000);
    expect(bob.log[7]).toEqual([32_000, '500']);
    bob.expectNothingLeft();
  });

  test('RFC 3262 §5: an INVITE without an offer: the answer to ours is in the PRACK, and is taken', () => {
    const bob = reliableBob();
    bob.receive(invite(supports));
    rings(bob, 183, true);
    acknowledge(bob, numberOf(bob, 183), 2, {
      fields: [`RAck: ${String(numberOf(bob, 183))} 1 INVITE`, 'Content-Type: application/sdp'],
      body: 'v=0'
    });
    expect(bob.words).toBe('183 200');
    expect(bob.invite.getSnapshot().context.prack?.cseq.sequence).toBe(2);
  });

  test('RFC 3262 §5: an offer in a PRACK, which nobody answers, gets 488; the response has arrived all the same', () => {
    const bob = reliableBob();
    bob.receive(invite(described));
    rings(bob, 183, true);
    const fields = [`RAck: ${String(numberOf(bob, 183))} 1 INVITE`, 'Content-Type: application/sdp'];
    bob.receiveInDialog('PRACK', 2, { fields, body: 'v=0' });
    bob.says(200);
    bob.receiveInDialog('ACK', 1);
    expect(bob.words).toBe('183 488 200');
  });
});

test('RFC 3262 §3: a re-INVITE may be answered reliably too', () => {
  const bob = reliableBob();
  bob.receiveCall();
  bob.receiveInDialog('INVITE', 2, { fields: ['Supported: 100rel'] });
  rings(bob);
  const number = numberOf(bob, 183);
  bob.receiveInDialog('PRACK', 3, { fields: [`RAck: ${String(number)} 2 INVITE`] });
  bob.says(200);
  bob.receiveInDialog('ACK', 2);
  bob.receiveInDialog('BYE', 4);
  expect(bob.words).toBe('200 183 200 200 200');
  bob.expectNothingLeft();
});
