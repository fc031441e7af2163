import { describe, expect, test } from 'vitest';
import { Bob } from '../support/bob.ts';
import { answer, values } from '../support/messages.ts';

const contact = ['Contact: <sip:alice@192.0.2.2>'];

/** Bob has called; `says` is what Alice's side answers. */
function calling(options?: ConstructorParameters<typeof Bob>[0]) {
  const bob = new Bob(options);
  const { invite, request } = bob.call();
  const says = (status: number, tag = 'a') => {
    bob.receive(answer(request, status, { tag, fields: contact }));
  };
  const confirms = (method: string, status = 200) => {
    bob.receive(answer(bob.lastRequest(method), status));
  };
  const outcome = () => invite.getSnapshot().context.outcome;
  return { bob, invite, request, says, confirms, outcome };
}

describe('§13.2.2 Processing responses', () => {
  test('RFC 3261 §13.2.2.4: a 2xx is acknowledged and the call is up', () => {
    const { bob, says, outcome } = calling();
    says(180);
    says(200);
    expect([bob.words, outcome()?.kind, bob.stack.dialogs]).toEqual(['INVITE ACK', 'accepted', 1]);
    const ack = bob.lastRequest('ACK');
    expect([ack.cseq, ack.to.tag, ack.requestUri.text]).toEqual([
      { sequence: 1, method: 'ACK' },
      'a',
      'sip:alice@192.0.2.2'
    ]);
    bob.clock.advance(40_000);
    bob.receiveInDialog('BYE', 1, { callId: 'from-bob-1', to: '<sip:bob@192.0.2.1>;tag=b' });
    bob.expectNothingLeft();
  });

  test.each(['UDP', 'TCP'])('RFC 3261 §13.2.2.4: each repeated 2xx gets the same ACK, over %s', (over) => {
    const { bob, says } = calling({ over });
    for (const at of [100, 600, 1600]) {
      bob.clock.advanceTo(at);
      says(200);
    }
    expect(bob.log.slice(1)).toEqual([
      [100, 'ACK'],
      [600, 'ACK'],
      [1600, 'ACK']
    ]);
    expect(new Set(bob.sent.slice(1).map(({ message }) => message)).size).toBe(1);
  });

  test('RFC 3261 §13.2.2.3: a refusal ends every early dialog', () => {
    const { bob, says, outcome } = calling();
    says(180, 'one');
    says(183, 'two');
    says(180, 'one');
    expect(bob.stack.dialogs).toBe(2);
    says(486, 'two');
    expect([bob.stack.dialogs, outcome()?.kind]).toEqual([0, 'rejected']);
    bob.expectNothingLeft();
    expect(bob.words).toBe('INVITE ACK');
  });

  test('RFC 3261 §12.1: 100, or a response without a tag, makes no dialog', () => {
    const { bob, says, invite } = calling();
    says(100, '');
    says(180, '');
    expect([bob.stack.dialogs, invite.getSnapshot().value]).toEqual([0, 'Proceeding']);
    expect(invite.getSnapshot().context.provisional?.status).toBe(180);
    says(486);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §12.1.2: a 2xx without a To tag makes a dialog with a null tag (RFC 2543)', () => {
    const { bob, says, outcome } = calling();
    says(200, '');
    expect([bob.words, outcome()?.kind, bob.stack.dialogs]).toEqual(['INVITE ACK', 'accepted', 1]);
    expect(bob.lastRequest('ACK').to.tag).toBeUndefined();
  });

  test('only so many early dialogs are made, but a 2xx always makes its own', () => {
    const { bob, says, outcome } = calling({ callLimits: { earlyDialogs: 2 } });
    for (const tag of ['one', 'two', 'three', 'four']) says(180, tag);
    expect(bob.stack.dialogs).toBe(2);
    says(200, 'four');
    expect([bob.stack.dialogs, outcome()?.kind]).toEqual([3, 'accepted']);
    bob.clock.advance(32_000);
    // §13.2.2.4: 64·T1 after the 2xx "all the early dialogs … are terminated".
    expect([bob.stack.dialogs, bob.stack.invites]).toEqual([1, 0]);
  });

  test.each([
    [299, 200],
    [399, 300],
    [499, 400],
    [599, 500],
    [699, 600]
  ])('RFC 3261 §8.1.3.2: a final %i that nobody knows is treated as %i', (unknown, known) => {
    const [one, other] = [unknown, known].map((status) => {
      const { bob, says, outcome } = calling();
      says(180);
      says(status);
      return [bob.words, outcome()?.kind, bob.stack.dialogs];
    });
    expect(one).toEqual(other);
    expect(one?.[0]).toBe('INVITE ACK');
  });

  test.each([101, 150, 184, 199])(
    'RFC 3261 §8.1.3.2: a provisional %i that nobody knows is treated as 183',
    (unknown) => {
      const [one, other] = [unknown, 183].map((status) => {
        const { bob, says, invite } = calling();
        says(status);
        bob.clock.advance(60_000);
        return [bob.words, invite.getSnapshot().value, bob.stack.dialogs];
      });
      expect(one).toEqual(other);
      expect(one).toEqual(['INVITE', 'Proceeding', 1]);
    }
  );

  test('RFC 3261 §8.2.2.3: the ACK of a 2xx has no Require and no Proxy-Require, though the INVITE had', () => {
    const bob = new Bob();
    const { request } = bob.call(['Require: timer', 'Proxy-Require: sec-agree']);
    bob.receive(answer(request, 200, { tag: 'a', fields: contact }));
    const ack = bob.lastRequest('ACK');
    expect([values(ack, 'Require'), values(ack, 'Proxy-Require')]).toEqual([[], []]);
  });

  test.each(['Calling', 'Proceeding', 'Cancelling'])('RFC 3261 §8.1.3.1: a transport error ends it in %s', (state) => {
    const { bob, says, invite, outcome, request } = calling();
    if (state === 'Proceeding') says(180);
    if (state === 'Cancelling') invite.send({ type: 'user.cancel' });
    expect(invite.getSnapshot().matches(state as never)).toBe(true);
    // The transaction has no way to fail in Proceeding, but it may die of an exception.
    if (state === 'Proceeding') invite.send({ type: 'transaction.error', error: new Error('it threw') });
    else bob.lastSent('INVITE').fail();
    expect(outcome()?.kind).toBe('error');
    expect(bob.stack.dialogs).toBe(0);
    if (state === 'Proceeding') bob.receive(answer(request, 486));
    bob.expectNothingLeft();
  });

  test('RFC 3261 §8.1.3.1: no response at all is a timeout', () => {
    const { bob, outcome } = calling();
    bob.expectNothingLeft();
    expect([outcome()?.kind, bob.words]).toEqual(['timeout', 'INVITE INVITE INVITE INVITE INVITE INVITE INVITE']);
  });
});

describe('§9.1 CANCEL', () => {
  test('RFC 3261 §9.1: waits for a provisional response', () => {
    const { bob, says, confirms, invite, outcome } = calling();
    invite.send({ type: 'user.cancel' });
    invite.send({ type: 'user.cancel' });
    bob.clock.advanceTo(400);
    expect(bob.words).toBe('INVITE');
    says(100, '');
    expect(bob.words).toBe('INVITE CANCEL');
    confirms('CANCEL');
    says(487);
    expect([bob.words, outcome()?.kind]).toEqual(['INVITE CANCEL ACK', 'cancelled']);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §9.1: that never comes: Timer B is the end', () => {
    const { bob, invite, outcome } = calling();
    invite.send({ type: 'user.cancel' });
    bob.expectNothingLeft();
    expect([outcome()?.kind, bob.words.includes('CANCEL')]).toEqual(['timeout', false]);
  });

  test('RFC 3261 §9.1: the CANCEL field by field', () => {
    const bob = new Bob();
    const { invite, request } = bob.call(['Route: <sip:p1.example;lr>', 'Require: 100rel', 'Proxy-Require: sec-agree']);
    bob.receive(answer(request, 180, { fields: contact }));
    invite.send({ type: 'user.cancel' });
    const cancel = bob.lastRequest('CANCEL');
    expect(cancel.startLine).toBe('CANCEL sip:alice@192.0.2.2 SIP/2.0');
    for (const name of ['Via', 'Route', 'From', 'To', 'Call-ID'])
      expect(values(cancel, name), name).toEqual(values(request, name));
    expect([values(cancel, 'CSeq'), values(cancel, 'Require'), values(cancel, 'Proxy-Require')]).toEqual([
      ['1 CANCEL'],
      [],
      []
    ]);
  });

  test('RFC 3261 §9.1: the CANCEL goes where the INVITE went, whatever its Route says', () => {
    const bob = new Bob();
    const { invite, request } = bob.call(['Route: <sip:192.0.2.77;lr>']);
    bob.receive(answer(request, 100));
    invite.send({ type: 'user.cancel' });
    expect(bob.lastSent('CANCEL').flow).toBe(bob.lastSent('INVITE').flow);
  });

  test.each([200, 486])('RFC 3261 §9.1: after a final %i no CANCEL is sent', (status) => {
    const { bob, says, invite } = calling();
    says(180);
    says(status);
    if (invite.getSnapshot().status === 'active') invite.send({ type: 'user.cancel' });
    expect(bob.words).toBe('INVITE ACK');
  });

  test('RFC 3261 §9.1: without a final response in 64·T1 the INVITE is given up', () => {
    const { bob, says, confirms, invite, outcome } = calling();
    says(180);
    invite.send({ type: 'user.cancel' });
    confirms('CANCEL');
    bob.clock.advanceTo(31_999);
    expect([bob.stack.dialogs, outcome()]).toEqual([1, undefined]);
    bob.clock.advanceTo(32_000);
    expect([bob.stack.dialogs, outcome()]).toEqual([0, { kind: 'cancelled', response: undefined }]);
    bob.expectNothingLeft();
  });

  test('a peer that rings too long is cancelled', () => {
    const { bob, says } = calling({ callLimits: { ringLimit: 60_000 } });
    says(180);
    bob.clock.advanceTo(59_999);
    expect(bob.words).toBe('INVITE');
    bob.clock.advanceTo(60_000);
    expect(bob.words).toBe('INVITE CANCEL');
    bob.expectNothingLeft();
  });

  test.each([
    ['with its early dialog', true],
    ['without', false]
  ])('RFC 3261 §15: a 2xx that comes against the CANCEL, %s, gets ACK, then BYE', (_, early) => {
    const { bob, says, confirms, invite, outcome } = calling();
    says(180, early ? 'a' : '');
    invite.send({ type: 'user.cancel' });
    says(200);
    expect([bob.words, outcome()?.kind]).toEqual(['INVITE CANCEL ACK BYE', 'cancelled']);
    expect(bob.lastRequest('BYE').cseq.sequence).toBe(2);
    says(200);
    expect(bob.words).toBe('INVITE CANCEL ACK BYE ACK');
    confirms('CANCEL', 481);
    confirms('BYE');
    bob.expectNothingLeft();
  });

  test('RFC 3261 §9.1: a 2xx to an INVITE that waits to be cancelled is hung up', () => {
    const { bob, says, confirms, invite } = calling();
    invite.send({ type: 'user.cancel' });
    says(200);
    expect(bob.words).toBe('INVITE ACK BYE');
    confirms('BYE');
    bob.expectNothingLeft();
  });
});

describe('§13.2.2.4 Forking', () => {
  test.each([
    ['new', false],
    ['early', true]
  ])('RFC 3261 §13.2.2.4: a 2xx of a second fork, %s, gets ACK and BYE of its own', (_, early) => {
    const { bob, says, confirms, outcome } = calling();
    says(180, 'one');
    if (early) says(180, 'two');
    says(200, 'one');
    const first = outcome();
    says(200, 'two');
    expect(bob.words).toBe('INVITE ACK ACK BYE');
    expect([bob.lastRequest('ACK').to.tag, bob.lastRequest('BYE').to.tag]).toEqual(['two', 'two']);
    says(200, 'two');
    expect(bob.words).toBe('INVITE ACK ACK BYE ACK');
    confirms('BYE');
    expect([bob.stack.dialogs, outcome()]).toEqual([1, first]);
    says(200, 'one');
    expect(bob.lastRequest('ACK').to.tag).toBe('one');
  });

  test('RFC 3261 §13.2.2.4: the end of the INVITE leaves a re-INVITE of the peer alone', () => {
    const { bob, says } = calling();
    says(180);
    says(200);
    bob.clock.advanceTo(31_900);
    const own = { callId: 'from-bob-1', from: '<sip:alice@192.0.2.2>;tag=a', to: '<sip:bob@192.0.2.1>;tag=b' };
    bob.receiveInDialog('INVITE', 10, own);
    bob.says(200);
    bob.clock.advanceTo(32_000);
    expect(bob.stack.invites).toBe(1);
    bob.receiveInDialog('ACK', 10, own);
    bob.clock.advanceTo(80_000);
    expect([bob.words, bob.stack.dialogs]).toEqual(['INVITE ACK 200', 1]);
    bob.receiveInDialog('BYE', 11, own);
    bob.expectNothingLeft();
  });
});
