import { describe, expect, test } from 'vitest';
import { Bob } from '../support/bob.ts';
import { contact, hangUp, inPlaced, placed, received } from '../support/calls.ts';
import { answer, invite, request, values } from '../support/messages.ts';

describe('§14.2 re-INVITE', () => {
  const reinvite = (bob: Bob, sequence: number): void => {
    const fields = ['Contact: <sip:alice@192.0.2.50>'];
    bob.receive(request('INVITE', { to: bob.tagged, fields, sequence, branch: `z9hG4bKr${String(sequence)}` }));
  };

  test('RFC 3261 §12.2.2: when it is accepted, its Contact is the new target', () => {
    const bob = received();
    reinvite(bob, 2);
    expect(bob.offered.at(-1)?.dialog).toBeDefined();
    bob.says(200);
    bob.receiveInDialog('ACK', 2);
    hangUp(bob);
    expect(bob.lastRequest('BYE').requestUri.text).toBe('sip:alice@192.0.2.50');
    bob.expectNothingLeft();
  });

  test('RFC 3261 §12.2.2: when it is refused, nothing has changed', () => {
    const bob = received();
    reinvite(bob, 2);
    bob.says(488);
    hangUp(bob);
    expect(bob.lastRequest('BYE').requestUri.text).toBe('sip:alice@192.0.2.2');
    bob.expectNothingLeft();
  });

  test('RFC 3261 §14.2: without an ACK to its 2xx the call is hung up', () => {
    const bob = received();
    reinvite(bob, 2);
    bob.says(200);
    bob.clock.advanceTo(32_000);
    expect(bob.log.at(-1)).toEqual([32_000, 'BYE']);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §9.2: CANCEL takes it back, and the call goes on', () => {
    const bob = received();
    const { tagged } = bob;
    reinvite(bob, 2);
    bob.receive(request('CANCEL', { branch: 'z9hG4bKr2', sequence: 2, to: tagged }));
    expect([bob.words, bob.stack.dialogs]).toEqual(['200 487 200', 1]);
    bob.receiveInDialog('BYE', 3);
    bob.expectNothingLeft();
  });

  test.each(['received', 'placed'])(
    'RFC 3261 §14.2: a second one while one is pending: 500 and Retry-After, %s',
    (how) => {
      const bob = how === 'received' ? received() : placed();
      const text = how === 'received' ? {} : inPlaced;
      bob.receiveInDialog('INVITE', 2, text);
      bob.receiveInDialog('INVITE', 3, text);
      expect(values(bob.lastResponse(500), 'Retry-After')).toEqual(['10']);
      expect(bob.offered.at(-1)?.request.cseq.sequence).toBe(2);
      bob.says(488);
      bob.receiveInDialog('BYE', 4, text);
      bob.expectNothingLeft();
    }
  );

  test('RFC 3261 §14.2: one before the first INVITE is answered: 500 and Retry-After', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(180);
    bob.receiveInDialog('INVITE', 2);
    expect(values(bob.lastResponse(500), 'Retry-After')).toEqual(['10']);
    bob.says(486);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §14.2: one while ours is in progress: 491', () => {
    const bob = new Bob();
    const { request: sent } = bob.call();
    bob.receive(answer(sent, 180, { tag: 'a', fields: contact }));
    bob.receiveInDialog('INVITE', 7, inPlaced);
    expect(values(bob.lastResponse(491), 'Retry-After')).toEqual([]);
    bob.receive(answer(sent, 486, { tag: 'a' }));
    bob.expectNothingLeft();
  });
});
