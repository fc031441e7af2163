import { describe, expect, test } from 'vitest';
import { Bob } from '../support/bob.ts';
import { dialogOf, placed, received } from '../support/calls.ts';
import { alice, answer, bob as bobUri, invite, request } from '../support/messages.ts';

/** What Bob says to a request, and what is counted. */
function reaction(bob: Bob, act: () => void): string {
  const before = bob.sent.length;
  act();
  return bob.sent
    .slice(before)
    .map(({ message }) => (message.kind === 'request' ? message.method : String(message.status)))
    .join(' ');
}

describe('threat V28: a BYE that is not the peer’s (§12.2.2, §15.1.2)', () => {
  test.each([
    ['our tag guessed', { to: `${bobUri};tag=guessed` }],
    ['the peer’s tag guessed', { from: `${alice};tag=guessed` }],
    ['no From tag', { from: alice }],
    ['another Call-ID', { callId: 'guessed' }],
    ['the tags the other way round', {}]
  ])('%s: 481, and the call goes on', (what, text) => {
    const bob = received();
    const swapped = { from: `${alice};tag=${bob.tagged.split('tag=')[1]!}`, to: `${bobUri};tag=a` };
    const said = reaction(bob, () => {
      bob.receiveInDialog('BYE', 2, what.startsWith('the tags') ? swapped : text);
    });
    expect([said, bob.stack.dialogs, dialogOf(bob).getSnapshot().status]).toEqual(['481', 1, 'active']);
  });

  test('without a To tag it is about nothing: 481', () => {
    const bob = received();
    expect(reaction(bob, () => bob.receiveInDialog('BYE', 2, { to: bobUri }))).toBe('481');
    expect(bob.stack.dialogs).toBe(1);
  });

  test('in a call that we placed, too', () => {
    const bob = placed();
    const bye = { callId: 'from-bob-1', from: `${alice};tag=guessed`, to: `${bobUri};tag=b`, branch: 'z9hG4bKx' };
    expect(
      reaction(bob, () => {
        bob.receive(request('BYE', bye));
      })
    ).toBe('481');
    expect(bob.stack.dialogs).toBe(1);
  });
});

describe('threat V28: a CANCEL of somebody else (§9.2)', () => {
  test.each([
    ['another branch', { branch: 'z9hG4bKguessed' }],
    ['another sent-by', { via: 'SIP/2.0/UDP 192.0.2.3:5060;branch=z9hG4bKa1' }],
    ['another port', { via: 'SIP/2.0/UDP 192.0.2.2:5061;branch=z9hG4bKa1' }],
    ['no branch', { via: 'SIP/2.0/UDP 192.0.2.2:5060' }]
  ])('%s: 481, and the phone rings on', (_, text) => {
    const bob = new Bob();
    bob.receive(invite());
    expect(
      reaction(bob, () => {
        bob.receive(request('CANCEL', text));
      })
    ).toBe('481');
    expect([bob.invite.getSnapshot().status, bob.stack.invites]).toEqual(['active', 1]);
    expect(
      reaction(bob, () => {
        bob.receive(request('CANCEL'));
      })
    ).toBe('487 200');
    bob.expectNothingLeft();
  });

  test('of an OPTIONS, by its branch: there is no INVITE, so 481', () => {
    const bob = new Bob();
    bob.receive(request('OPTIONS'));
    expect(
      reaction(bob, () => {
        bob.receive(request('CANCEL'));
      })
    ).toBe('481');
  });
});

describe('threat V28: an ACK of nothing (§17.2.3, §13.3.1.4)', () => {
  test.each([
    ['no call', new Bob(), { to: `${bobUri};tag=x` }],
    ['no To tag', new Bob(), {}],
    ['another From tag', received(), { from: `${alice};tag=guessed`, branch: 'z9hG4bKx' }]
  ])('%s: silence, counted', (_, bob, text) => {
    expect(
      reaction(bob, () => {
        bob.receive(request('ACK', text));
      })
    ).toBe('');
    expect(bob.stack.counters.strayAck).toBe(1);
  });

  test('a guessed tag does not stop our 2xx from being repeated', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(200);
    bob.receiveInDialog('ACK', 1, { from: `${alice};tag=guessed` });
    bob.receiveInDialog('ACK', 1, { to: `${bobUri};tag=guessed`, branch: 'z9hG4bKy' });
    bob.clock.advance(500);
    expect([bob.words, bob.stack.counters.strayAck]).toEqual(['200 200', 2]);
    bob.receiveInDialog('ACK', 1);
    bob.clock.advance(10_000);
    expect(bob.words).toBe('200 200');
  });
});

describe('threat V28: a response to a request of ours by somebody who guesses (§17.1.3)', () => {
  test('another branch, or another method in CSeq, reaches nobody', () => {
    const bob = new Bob();
    const { invite: call, request: sent } = bob.call();
    const guessed = invite({ ...{ callId: sent.callId }, via: 'SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKguess' });
    bob.receive(answer(guessed, 200));
    const bye = request('BYE', { callId: sent.callId, via: 'SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKb1' });
    bob.receive(answer(bye, 200));
    expect([call.getSnapshot().value, bob.stack.counters.strayResponse]).toEqual(['Calling', 2]);
  });
});
