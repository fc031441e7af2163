import { describe, expect, test } from 'vitest';
import type { FromClientTransaction, FromDialogToUser, Recipient } from '../../machines/events.ts';
import { Bob } from '../support/bob.ts';
import { contact, dialogOf, hangUp, inPlaced, placed, received } from '../support/calls.ts';
import { answer, invite, request, values } from '../support/messages.ts';

describe('§15 Terminating a session', () => {
  test('RFC 3261 §15.1.1: BYE is built from the dialog; its answer ends the dialog', () => {
    const bob = received({ sequence: 1 });
    hangUp(bob);
    const bye = bob.lastRequest('BYE');
    expect(bye.fields.map(({ line }) => line)).toEqual([
      'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKt2;rport',
      'Max-Forwards: 70',
      'From: <sip:bob@192.0.2.1>;tag=t1',
      'To: <sip:alice@192.0.2.2>;tag=a',
      'Call-ID: call',
      'CSeq: 1 BYE'
    ]);
    hangUp(bob);
    expect(bob.words).toBe('200 BYE');
    bob.receive(answer(bye, 200));
    expect([bob.stack.dialogs, bob.words]).toEqual([0, '200 BYE']);
    bob.expectNothingLeft();
  });

  test.each([481, 408, 500])('RFC 3261 §15.1.1: a %i to the BYE ends the dialog', (status) => {
    const bob = placed();
    hangUp(bob);
    expect(bob.lastRequest('BYE').cseq.sequence).toBe(2);
    bob.receive(answer(bob.lastRequest('BYE'), 100));
    expect(bob.stack.dialogs).toBe(1);
    bob.receive(answer(bob.lastRequest('BYE'), status));
    expect(bob.stack.dialogs).toBe(0);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §15.1.1: no answer at all to the BYE ends the dialog', () => {
    const bob = placed();
    hangUp(bob);
    bob.clock.advanceTo(31_999);
    expect(bob.stack.dialogs).toBe(1);
    bob.clock.advanceTo(32_000);
    expect(bob.stack.dialogs).toBe(0);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §15.1.1: a BYE that cannot be sent ends the dialog', () => {
    const bob = placed();
    hangUp(bob);
    bob.lastSent('BYE').fail();
    expect(bob.stack.dialogs).toBe(0);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §15: the callee’s BYE waits for the ACK', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(200);
    hangUp(bob);
    bob.clock.advanceTo(400);
    expect(bob.words).toBe('200');
    bob.receiveInDialog('ACK', 1);
    expect(bob.words).toBe('200 BYE');
    bob.expectNothingLeft();
  });

  test('RFC 3261 §15: or until the wait for it is over', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(200);
    hangUp(bob);
    bob.clock.advanceTo(32_000);
    expect(bob.log.at(-1)).toEqual([32_000, 'BYE']);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §15: the callee’s BYE must not be sent on an early dialog', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(180);
    hangUp(bob);
    bob.says(486);
    expect(bob.words).toBe('180 486');
    bob.expectNothingLeft();
  });

  test('RFC 3261 §15.1.2: BYEs that cross are both answered', () => {
    const bob = received();
    hangUp(bob);
    bob.receiveInDialog('BYE', 2);
    expect([bob.words, bob.stack.dialogs]).toEqual(['200 BYE 200', 0]);
    bob.receive(answer(bob.lastRequest('BYE'), 200));
    bob.expectNothingLeft();
  });

  test('a call that lasts too long is hung up', () => {
    const bob = received({}, { callLimits: { longestCall: 60_000 } });
    bob.clock.advanceTo(59_999);
    expect(bob.words).toBe('200');
    bob.clock.advanceTo(60_000);
    expect(bob.words).toBe('200 BYE');
    bob.expectNothingLeft();
  });

  test('RFC 3261 §15: at its longest, a call that waits for its ACK waits on', () => {
    const bob = new Bob({ callLimits: { longestCall: 1000 } });
    bob.receive(invite());
    bob.says(200);
    bob.clock.advanceTo(2000);
    expect(bob.words).toBe('200 200 200');
    bob.receiveInDialog('ACK', 1);
    expect(bob.words).toBe('200 200 200 BYE');
    bob.expectNothingLeft();
  });

  test('at its longest, a call that hangs up already sends no second BYE', () => {
    const bob = received({}, { callLimits: { longestCall: 1000 } });
    bob.clock.advanceTo(900);
    // A re-INVITE that nobody answers is open all the while.
    bob.receiveInDialog('INVITE', 2);
    hangUp(bob);
    bob.receive(answer(bob.lastRequest('BYE'), 100));
    bob.clock.advanceTo(1000);
    bob.says(488);
    expect(bob.words.match(/BYE/g)).toHaveLength(1);
    bob.receive(answer(bob.lastRequest('BYE'), 200));
    bob.expectNothingLeft(300_000);
  });
});

describe('§12.2.2 CSeq', () => {
  test.each([
    ['lower', 1],
    ['equal', 2]
  ])('RFC 3261 §12.2.2: a request of a %s CSeq is out of order: 500', (_, sequence) => {
    const bob = received({ sequence: 2 });
    bob.receiveInDialog('ACK', 2);
    for (const method of ['OPTIONS', 'INVITE', 'BYE']) bob.receiveInDialog(method, sequence);
    expect([bob.words, bob.stack.dialogs, bob.offered.length]).toEqual(['200 500 500 500', 1, 1]);
    bob.receiveInDialog('BYE', 3);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §12.2.2: out of order in an early dialog too', () => {
    const bob = new Bob();
    bob.receive(invite({ sequence: 2 }));
    bob.says(180);
    for (const method of ['OPTIONS', 'INVITE', 'BYE']) bob.receiveInDialog(method, 1);
    expect(bob.words).toBe('180 500 500 500');
    bob.receiveInDialog('OPTIONS', 3);
    expect(bob.words).toBe('180 500 500 500 200');
    bob.says(486);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §12.2.2: a gap is no error, and the highest number counts from then on', () => {
    const bob = received();
    bob.receiveInDialog('OPTIONS', 100);
    bob.receiveInDialog('OPTIONS', 99);
    expect(bob.words).toBe('200 200 500');
    bob.receiveInDialog('BYE', 101);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §12.1.2: the caller’s side takes any first number', () => {
    const bob = placed();
    bob.receiveInDialog('OPTIONS', 0, inPlaced);
    expect(bob.words).toBe('INVITE ACK 200');
    bob.receiveInDialog('BYE', 1, inPlaced);
    bob.expectNothingLeft();
  });
});

describe('§12.2.1.1 Route set and target', () => {
  const loose = ['<sip:192.0.2.11;lr>', '<sip:192.0.2.12;lr;x=1>'];
  const strict = ['<sip:192.0.2.11;method=INVITE;x=1>', '<sip:192.0.2.12;lr>'];
  const recorded = (routes: readonly string[]) => routes.map((route) => `Record-Route: ${route}`);

  test('RFC 3261 §12.1.2: the caller’s ACK and BYE take the Record-Route of the 2xx turned round', () => {
    const bob = placed([...contact, ...recorded(loose.toReversed())]);
    hangUp(bob);
    for (const method of ['ACK', 'BYE']) {
      const { message, flow } = bob.lastSent(method);
      expect([message.startLine, values(message, 'Route')]).toEqual([`${method} sip:alice@192.0.2.2 SIP/2.0`, loose]);
      expect(flow.remote).toEqual({ host: '192.0.2.11', port: 5060 });
    }
    expect([bob.lastRequest('ACK').cseq.sequence, bob.lastRequest('BYE').cseq.sequence]).toEqual([1, 2]);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §12.2.1.1: a strict router becomes the Request-URI, the target the last Route', () => {
    const bob = placed([...contact, ...recorded(strict.toReversed())]);
    hangUp(bob);
    for (const method of ['ACK', 'BYE']) {
      const { message, flow } = bob.lastSent(method);
      expect(message.startLine).toBe(`${method} sip:192.0.2.11;x=1 SIP/2.0`);
      expect(values(message, 'Route')).toEqual(['<sip:192.0.2.12;lr>', '<sip:alice@192.0.2.2>']);
      expect(flow.remote.host).toBe('192.0.2.11');
    }
    bob.expectNothingLeft();
  });

  test('RFC 3261 §12.1.1: the callee’s BYE takes the Record-Route of the INVITE in its order', () => {
    const bob = received({ fields: recorded(loose) });
    hangUp(bob);
    expect(values(bob.lastRequest('BYE'), 'Route')).toEqual(loose);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §13.2.2.4: the route set of an early dialog is computed again from the 2xx', () => {
    const bob = new Bob();
    const { request: sent } = bob.call();
    bob.receive(answer(sent, 180, { tag: 'a', fields: [...contact, 'Record-Route: <sip:192.0.2.99;lr>'] }));
    bob.receive(answer(sent, 200, { tag: 'a', fields: ['Contact: <sip:alice@192.0.2.77>'] }));
    const { message, flow } = bob.lastSent('ACK');
    expect([message.startLine, values(message, 'Route')]).toEqual(['ACK sip:alice@192.0.2.77 SIP/2.0', []]);
    expect(flow.remote.host).toBe('192.0.2.77');
  });

  test('a target that cannot be reached by its name alone is reached where the INVITE came from', () => {
    const bob = new Bob();
    bob.receive(request('INVITE', { fields: ['Contact: <sip:alice@phone.example>'] }));
    bob.says(200);
    bob.receiveInDialog('ACK', 1);
    hangUp(bob);
    const { message, flow } = bob.lastSent('BYE');
    expect([message.startLine, flow.remote.host]).toEqual(['BYE sip:alice@phone.example SIP/2.0', '192.0.2.2']);
    bob.expectNothingLeft();
  });
});

test('RFC 3261 §13.2.2.4: the ACK has the number of its INVITE, whatever was sent in the early dialog', () => {
  const bob = new Bob();
  const { request: own } = bob.call();
  bob.receive(answer(own, 180, { tag: 'a', fields: contact }));
  const user = bob.stack.surroundings.nobody as Recipient<FromClientTransaction | FromDialogToUser>;
  dialogOf(bob).send({ type: 'user.request', method: 'INFO', fields: [], body: undefined, user });
  expect(bob.lastRequest('INFO').cseq.sequence).toBe(2);
  bob.receive(answer(own, 200, { tag: 'a', fields: contact }));
  expect(bob.lastRequest('ACK').cseq.sequence).toBe(1);
});
