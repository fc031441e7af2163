import { describe, expect, test } from 'vitest';
import type { Entropy } from '../../src/transaction/branch.ts';
import { Bob } from '../support/bob.ts';
import { countingEntropy } from '../support/entropy.ts';
import { alice, answer, bob as bobUri, invite, request, type RequestText, values } from '../support/messages.ts';
import { hearing } from '../support/stage.ts';

const sdp = ['Content-Type: application/sdp'];

/** What Bob answers to a request. */
function answerTo(method: string, text: RequestText = {}) {
  const bob = new Bob();
  bob.receive(method === 'INVITE' ? invite(text) : request(method, text));
  const [first] = bob.sent;
  if (first?.message.kind !== 'response') throw new Error('no response');
  const { message } = first;
  if (method === 'INVITE') bob.receive(request('ACK', { to: bob.tagged, ...text }));
  bob.expectNothingLeft();
  return message;
}

describe('§8.2 General UAS behaviour', () => {
  test('RFC 3261 §8.2.1: a method that is known but not allowed: 405 with Allow', () => {
    const refusal = answerTo('REGISTER');
    expect([refusal.status, values(refusal, 'Allow')]).toEqual([405, ['INVITE, ACK, CANCEL, BYE, OPTIONS']]);
  });

  test('RFC 3261 §21.5.2: a method that is unknown: 501', () => {
    expect(answerTo('JUMP').status).toBe(501);
  });

  test('RFC 3261 §8.2.2.1: a Request-URI of another scheme: 416', () => {
    expect(answerTo('OPTIONS', { uri: 'tel:+12125551212' }).status).toBe(416);
  });

  test.each(['OPTIONS', 'INVITE'])(
    'RFC 3261 §8.2.2.3: %s with an unknown extension: 420 with Unsupported',
    (method) => {
      const refusal = answerTo(method, { fields: ['Require: 100rel, timer', 'Require: foo'] });
      expect([refusal.status, values(refusal, 'Unsupported')]).toEqual([420, ['100rel, foo']]);
    }
  );

  test('RFC 3261 §8.2.3: a body of another type: 415 with Accept', () => {
    const refusal = answerTo('INVITE', { fields: ['Content-Type: text/plain'], body: 'hello' });
    expect([refusal.status, values(refusal, 'Accept')]).toEqual([415, ['application/sdp']]);
  });

  test('RFC 3261 §8.2.3: a body in an encoding: 415 with Accept-Encoding', () => {
    const refusal = answerTo('INVITE', { fields: [...sdp, 'Content-Encoding: gzip'], body: 'x' });
    expect([refusal.status, values(refusal, 'Accept-Encoding')]).toEqual([415, ['identity']]);
  });

  test('RFC 3261 §8.2.2: fields that nobody knows, and malformed ones that are not needed, are passed over', () => {
    const strange = [
      'X-Unknown: ((',
      'Date: never',
      'Organization:',
      'Priority: ,',
      'Timestamp: noon',
      'Accept: nothing'
    ];
    expect(answerTo('OPTIONS', { fields: strange }).status).toBe(200);
    const bob = new Bob();
    bob.receive(invite({ fields: strange }));
    expect(bob.offered).toHaveLength(1);
  });

  test.each(['<tel:+12125551212>', '<http://example.org>', '<sip:nobody@elsewhere.example>'])(
    'RFC 3261 §8.2.2.1: a To of %s is no reason to refuse',
    (to) => {
      expect(answerTo('OPTIONS', { to }).status).toBe(200);
      const bob = new Bob();
      bob.receive(invite({ to }));
      expect(bob.offered).toHaveLength(1);
    }
  );

  test('RFC 3261 §21.4.7: an INVITE that takes no session description: 406', () => {
    expect(answerTo('INVITE', { fields: ['Accept: text/html'] }).status).toBe(406);
  });

  test('RFC 3261 §8.2.4: no extension is applied to a response: none has a Require', () => {
    const bob = new Bob();
    bob.receive(invite({ fields: ['Supported: 100rel, timer, replaces'] }));
    for (const status of [180, 200]) bob.says(status);
    bob.receive(request('OPTIONS', { callId: 'o', branch: 'z9hG4bKo', fields: ['Supported: 100rel'] }));
    expect(bob.words).toBe('180 200 200');
    expect(bob.sent.map(({ message }) => values(message, 'Require'))).toEqual([[], [], []]);
  });

  test.each(['OPTIONS', 'BYE', 'CANCEL', 'REGISTER', 'JUMP'])('RFC 3261 §17.1: %s is answered at once', (method) => {
    const bob = new Bob();
    bob.receive(request(method));
    expect(bob.log).toHaveLength(1);
    expect(bob.log[0]?.[0]).toBe(0);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §8.2.6.2: every refusal has a To tag', () => {
    expect(answerTo('INVITE', { fields: ['Require: foo'] }).to.tag).toBe('t1');
    expect(answerTo('REGISTER').to.tag).toBe('t1');
  });

  test.each(['INVITE', 'OPTIONS'])('RFC 3261 §8.2.2.2: a merged %s: 482, the first one is served', (method) => {
    const bob = new Bob();
    const make = (text: RequestText) => (method === 'INVITE' ? invite(text) : request(method, text));
    bob.receive(make({}));
    bob.receive(make({ branch: 'z9hG4bKby-another-path' }));
    if (method === 'INVITE') bob.says(486);
    expect(bob.words).toBe(method === 'INVITE' ? '482 486' : '200 482');
    bob.expectNothingLeft();
  });

  test('RFC 3261 §8.2.2.2: the same request after the first has ended is not merged', () => {
    const bob = new Bob();
    bob.receive(request('OPTIONS'));
    bob.clock.advance(40_000);
    bob.receive(request('OPTIONS', { branch: 'z9hG4bKlater' }));
    expect(bob.words).toBe('200 200');
    bob.expectNothingLeft();
  });
});

describe('§11 OPTIONS', () => {
  test('RFC 3261 §11.2: 200 with Allow, Accept, Accept-Encoding and Supported', () => {
    const ok = answerTo('OPTIONS');
    const named = ['Allow', 'Accept', 'Accept-Encoding', 'Supported'].map((name) => values(ok, name));
    expect([ok.status, ...named]).toEqual([
      200,
      ['INVITE, ACK, CANCEL, BYE, OPTIONS'],
      ['application/sdp'],
      ['identity'],
      ['timer']
    ]);
  });

  test('RFC 3261 §12.2.2: inside a dialog as outside', () => {
    const bob = new Bob();
    bob.receiveCall();
    bob.receiveInDialog('OPTIONS', 2);
    const ok = bob.lastResponse(200);
    expect([values(ok, 'CSeq'), values(ok, 'Accept')]).toEqual([['2 OPTIONS'], ['application/sdp']]);
    bob.receiveInDialog('BYE', 3);
    bob.expectNothingLeft();
  });
});

describe('requests of dialogs that are not', () => {
  test.each(['INVITE', 'BYE', 'OPTIONS'])('RFC 3261 §12.2.2: %s with an unknown To tag: 481', (method) => {
    expect(answerTo(method, { to: `${bobUri};tag=none` }).status).toBe(481);
  });

  test('RFC 3261 §15.1.2: a BYE without tags: 481', () => {
    expect(answerTo('BYE', { from: alice }).status).toBe(481);
  });
});

describe('§9.2 CANCEL', () => {
  test('RFC 3261 §9.2: without its INVITE: 481', () => {
    expect(answerTo('CANCEL').status).toBe(481);
  });

  test('RFC 3261 §8.2.2.3: is never refused for an extension', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.receive(request('CANCEL', { fields: ['Require: foo'] }));
    expect(bob.words).toBe('487 200');
    bob.expectNothingLeft();
  });

  test('RFC 3261 §8.2.2.3: nor is an ACK: Require in it means nothing, after a refusal and after a 2xx', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(486);
    bob.receive(request('ACK', { to: bob.tagged, fields: ['Require: foo', 'Proxy-Require: bar'] }));
    bob.clock.advanceTo(4999);
    expect(bob.words).toBe('486');
    bob.receive(invite({ callId: 'second', branch: 'z9hG4bKsecond' }));
    bob.says(200);
    bob.receiveInDialog('ACK', 1, { callId: 'second', fields: ['Require: foo', 'Proxy-Require: bar'] });
    bob.clock.advanceTo(30_000);
    expect([bob.words, bob.stack.dialogs]).toEqual(['486 200', 1]);
  });

  test('RFC 3261 §9.2: after the final response 200, with the To tag of that response, and nothing else', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(486);
    bob.receive(request('CANCEL'));
    expect(bob.words).toBe('486 200');
    expect(bob.lastResponse(200).to.tag).toBe(bob.lastResponse(486).to.tag);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §9.2: of an INVITE that was refused before anybody saw it', () => {
    const bob = new Bob();
    bob.receive(invite({ fields: ['Require: foo'] }));
    bob.receive(request('CANCEL'));
    expect(bob.words).toBe('420 200');
    expect(bob.lastResponse(200).to.tag).toBe(bob.lastResponse(420).to.tag);
    bob.expectNothingLeft();
  });
});

describe('draining', () => {
  test('RFC 3261 §21.5.4: a new INVITE gets 503 with Retry-After; what lives goes on', () => {
    const bob = new Bob();
    bob.receiveCall();
    bob.stack.core.send({ type: 'user.drain' });
    bob.receive(invite({ callId: 'new', branch: 'z9hG4bKnew' }));
    expect(values(bob.lastResponse(503), 'Retry-After')).toEqual(['60']);
    expect(bob.stack.counters.draining).toBe(1);
    bob.receive(request('OPTIONS', { callId: 'other', branch: 'z9hG4bKother' }));
    const { tag } = bob.sent[0]?.message.to ?? {};
    const to = `${bobUri};tag=${String(tag)}`;
    bob.receiveInDialog('INVITE', 2, { to });
    bob.says(200);
    bob.receiveInDialog('ACK', 2, { to });
    bob.receiveInDialog('BYE', 3, { to });
    expect(bob.words).toBe('200 503 200 200 200');
    bob.expectNothingLeft();
  });
});

describe('what goes wrong', () => {
  test('RFC 3261 §17.2.1: a refusal that is never acknowledged is counted', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(486);
    bob.expectNothingLeft();
    expect(bob.stack.counters.timeout).toBe(1);
  });

  test('RFC 3261 §17.2.4: a response that cannot be sent is counted', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(486);
    bob.lastSent('486').fail();
    expect(bob.stack.counters.transportError).toBe(1);
    bob.expectNothingLeft();
  });

  test.each([false, true])('an INVITE whose chart throws is answered 500, and its dialog ends (early: %s)', (early) => {
    const bob = new Bob();
    bob.receive(invite());
    if (early) bob.says(180);
    bob.invite.send({ type: 'user.ring', answer: { status: 1000 } });
    expect(bob.words).toBe(early ? '180 500' : '500');
    expect([bob.stack.dialogs, bob.stack.invites, bob.stack.counters.childError]).toEqual([0, 0, 1]);
    if (early) expect(bob.lastResponse(500).to.tag).toBe(bob.lastResponse(180).to.tag);
    bob.expectNothingLeft();
  });

  test('a call of ours whose chart throws leaves no early dialog behind', () => {
    const bob = new Bob();
    const { invite: call, request: sent } = bob.call();
    bob.receive(answer(sent, 180));
    expect(bob.stack.dialogs).toBe(1);
    // An event without what it must carry.
    call.send({ type: 'transaction.1xx' } as never);
    expect([bob.stack.dialogs, bob.stack.invites, bob.stack.counters.childError]).toEqual([0, 0, 1]);
    bob.receive(answer(sent, 486));
    bob.expectNothingLeft();
  });

  test('a call of ours whose chart throws later leaves the dialog that a 2xx confirmed', () => {
    const bob = new Bob();
    const { invite: call, request: sent } = bob.call();
    bob.receive(answer(sent, 200, { fields: [`Contact: ${alice}`] }));
    call.send({ type: 'transaction.2xx' } as never);
    expect([bob.stack.dialogs, bob.stack.invites, bob.stack.counters.childError]).toEqual([1, 0, 1]);
  });

  test('RFC 3261 §9.2: a CANCEL of an INVITE that the core has not heard of is answered all the same', () => {
    const bob = new Bob({ logic: { inviteServer: hearing(() => undefined) } });
    bob.receive(invite());
    bob.receive(request('CANCEL'));
    expect([bob.words, bob.lastResponse(200).to.tag]).toEqual(['200', 't1']);
  });

  test('an exception in the core itself costs one request only: 500, with a To tag, and the core goes on', () => {
    let broken = true;
    const entropy: Entropy = {
      ...countingEntropy(),
      token() {
        if (broken) throw new Error('no randomness');
        return 'fresh';
      }
    };
    const bob = new Bob({ entropy });
    bob.receive(invite());
    bob.receive(request('OPTIONS', { callId: 'other', branch: 'z9hG4bKo' }));
    expect([bob.words, bob.stack.counters.internalError, bob.thrown.length]).toEqual(['500 500', 2, 2]);
    for (const { message } of bob.sent) expect(message.to.tag).toMatch(/^h\d+$/);
    bob.stack.core.send({ type: 'transaction.ACK' } as never);
    expect(bob.stack.counters.internalError).toBe(3);
    broken = false;
    bob.receive(request('OPTIONS', { callId: 'third', branch: 'z9hG4bKp' }));
    expect(bob.words).toBe('500 500 200');
    bob.expectNothingLeft();
  });

  test('an exception in the table itself costs one message only', () => {
    const bob = new Bob();
    bob.stack.surroundings.table.send({ type: 'transport.response' } as never);
    bob.receive(request('OPTIONS'));
    expect([bob.words, bob.stack.counters.internalError, bob.thrown.length]).toEqual(['200', 1, 1]);
    bob.expectNothingLeft();
  });

  test('an outcome of an INVITE that nobody knows any more is nothing', () => {
    const bob = new Bob();
    bob.stack.core.send({ type: 'xstate.error.actor.none', actorId: 'none' } as never);
    expect(bob.stack.counters.childError).toBe(1);
    bob.expectNothingLeft();
  });
});

test('stopping the core stops its INVITEs, of either side', () => {
  const bob = new Bob();
  bob.receive(invite());
  const { invite: call } = bob.call();
  const received = bob.invite;
  bob.stack.actor.stop();
  expect([received.getSnapshot().status, call.getSnapshot().status]).toEqual(['stopped', 'stopped']);
  expect(bob.clock.pending).toBe(0);
});

test('the core’s snapshot is the same object always, and persists as itself', () => {
  const bob = new Bob();
  const core = bob.stack.core as unknown as { getPersistedSnapshot(): unknown; getSnapshot(): unknown };
  expect(core.getPersistedSnapshot()).toBe(core.getSnapshot());
});

test('RFC 3261 §12.2.2: an in-dialog request that the dialog does not answer gets 200 from the core', () => {
  const bob = new Bob({ capabilities: { methods: ['INVITE', 'ACK', 'BYE', 'CANCEL', 'INFO'] } });
  bob.receiveCall();
  bob.receiveInDialog('INFO', 2);
  expect(bob.words).toBe('200 200');
  bob.receiveInDialog('BYE', 3);
  bob.expectNothingLeft();
});
