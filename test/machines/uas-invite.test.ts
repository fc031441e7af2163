import { describe, expect, test } from 'vitest';
import { Bob } from '../support/bob.ts';
import { invite, request, values } from '../support/messages.ts';

/** 0.5, 1, 2, 4, 4, … s: 11 sendings before 64·T1. */
const elevenTimes = [0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500];

describe('§13.3.1.1 Progress', () => {
  test('RFC 3261 §13.3.1.1: a provisional response is said again every minute', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(180);
    bob.clock.advanceTo(90_000);
    bob.says(183);
    bob.clock.advanceTo(149_999);
    expect(bob.log).toEqual([
      [0, '180'],
      [60_000, '180'],
      [90_000, '183']
    ]);
    bob.clock.advanceTo(150_000);
    expect(bob.log.at(-1)).toEqual([150_000, '183']);
  });

  test('RFC 3261 §13.3.1.1: each provisional response has the same dialog id, which the 2xx keeps', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(180);
    bob.says(183);
    expect(bob.stack.dialogs).toBe(1);
    bob.says(200);
    expect(new Set(bob.sent.map(({ message }) => message.to.tag)).size).toBe(1);
    bob.receiveInDialog('ACK', 1);
    bob.receiveInDialog('BYE', 2);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §12.1.1: a response that makes a dialog copies every Record-Route and has our Contact', () => {
    const bob = new Bob();
    const routes = ['<sip:p1.example;lr;x=1>', '<sip:p2.example>;y=2'];
    bob.receive(invite({ fields: routes.map((route) => `Record-Route: ${route}`) }));
    bob.says(180);
    bob.says(486);
    const [ringing, busy] = [bob.lastResponse(180), bob.lastResponse(486)];
    expect(values(ringing, 'Record-Route')).toEqual(routes);
    expect(values(ringing, 'Contact')).toEqual(['<sip:bob@192.0.2.1:5060>']);
    expect([values(busy, 'Record-Route'), values(busy, 'Contact')]).toEqual([[], []]);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §12.1.1: the Contact is a SIPS URI when the nearest hop of the dialog is one', () => {
    const bob = new Bob({ over: 'TLS' });
    bob.receive(invite({ fields: ['Record-Route: <sips:p1.example;lr>'] }));
    bob.says(200);
    expect(values(bob.lastResponse(200), 'Contact')).toEqual(['<sips:bob@192.0.2.1:5060>']);
  });
});

describe('§13.3.1.3 The INVITE is rejected', () => {
  test('RFC 3261 §13.3.1.3: the refusal goes out, and ends an early dialog', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(180);
    bob.says(603);
    expect([bob.words, bob.stack.dialogs, bob.stack.invites]).toEqual(['180 603', 0, 0]);
    bob.receive(request('ACK', { to: bob.tagged }));
    bob.expectNothingLeft();
    expect(bob.words).toBe('180 603');
  });

  test('RFC 3261 §13.3.1: an invitation that expires is answered 487, at its time and not before', () => {
    const bob = new Bob();
    bob.receive(invite({ fields: ['Expires: 90'] }));
    bob.says(180);
    bob.clock.advanceTo(89_999);
    expect(bob.words).toBe('180 180');
    bob.clock.advanceTo(90_000);
    expect(bob.log.at(-1)).toEqual([90_000, '487']);
    expect(bob.invite.getSnapshot().context.outcome).toBe('expired');
    bob.expectNothingLeft();
  });

  test('RFC 3261 §13.3.1: one that was answered in time does not expire', () => {
    const bob = new Bob();
    bob.receive(invite({ fields: ['Expires: 10'] }));
    bob.clock.advanceTo(9999);
    bob.says(200);
    bob.receiveInDialog('ACK', 1);
    bob.clock.advanceTo(20_000);
    expect([bob.words, bob.stack.dialogs]).toEqual(['100 200', 1]);
  });

  test.each(['200', '4294967295', 'soon'])('RFC 3261 §13.3.1: Expires: %s does not lengthen our limit', (value) => {
    const bob = new Bob();
    bob.receive(invite({ fields: [`Expires: ${value}`] }));
    bob.clock.advanceTo(180_000);
    expect(bob.log.at(-1)).toEqual([180_000, '408']);
    bob.expectNothingLeft();
  });

  test('an application that never answers is answered for with 408, at its limit', () => {
    const bob = new Bob({ callLimits: { answerLimit: 10_000 } });
    bob.receive(invite());
    bob.clock.advanceTo(9999);
    expect(bob.words).toBe('100');
    bob.clock.advanceTo(10_000);
    expect(bob.log.at(-1)).toEqual([10_000, '408']);
    expect(bob.invite.getSnapshot().context.outcome).toBe('unanswered');
    bob.expectNothingLeft();
  });

  test('RFC 3261 §9.2: CANCEL is answered 200, its INVITE 487, with the same To tag', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(180);
    bob.receive(request('CANCEL'));
    expect(bob.words).toBe('180 487 200');
    expect(new Set(bob.sent.map(({ message }) => message.to.tag)).size).toBe(1);
    expect([bob.stack.dialogs, bob.invite.getSnapshot().context.outcome]).toEqual([0, 'cancelled']);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §15.1.2: BYE in the early dialog is answered 200, the pending INVITE 487', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(180);
    bob.receiveInDialog('BYE', 2);
    expect(bob.words).toBe('180 487 200');
    expect(bob.invite.getSnapshot().context.outcome).toBe('ended');
    bob.expectNothingLeft();
  });
});

describe('§13.3.1.4 The INVITE is accepted', () => {
  test.each(['UDP', 'TCP'])('RFC 3261 §13.3.1.4: the 2xx is repeated until 64·T1, then BYE, over %s', (over) => {
    const bob = new Bob({ over });
    bob.receive(invite());
    bob.says(200);
    bob.clock.advanceTo(31_999);
    expect(bob.log).toEqual(elevenTimes.map((at) => [at, '200']));
    bob.clock.advanceTo(32_000);
    expect(bob.log.at(-1)).toEqual([32_000, 'BYE']);
    expect(bob.invite.getSnapshot().context.outcome).toBe('unacknowledged');
    bob.expectNothingLeft();
    expect(bob.words.match(/200/g)).toHaveLength(11);
  });

  test.each(['UDP', 'TCP'])('RFC 3261 §13.3.1.4: the ACK ends the repetitions, over %s', (over) => {
    const bob = new Bob({ over });
    bob.receive(invite());
    bob.says(200);
    bob.clock.advanceTo(600);
    const ack = bob.receiveInDialog('ACK', 1, { body: 'answer', fields: ['Content-Type: application/sdp'] });
    bob.receiveInDialog('ACK', 1);
    bob.clock.advanceTo(60_000);
    expect(bob.log).toEqual([
      [0, '200'],
      [500, '200']
    ]);
    const { outcome, ack: kept } = bob.invite.getSnapshot().context;
    expect([outcome, kept?.body]).toEqual(['acknowledged', ack.body]);
    bob.receiveInDialog('BYE', 2);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §13.3.1.4: an ACK of another CSeq is not this one’s', () => {
    const bob = new Bob();
    bob.receive(invite({ sequence: 7 }));
    bob.says(200);
    bob.receiveInDialog('ACK', 6);
    expect(bob.invite.getSnapshot().matches('Accepted')).toBe(true);
    bob.receiveInDialog('ACK', 7);
    expect(bob.invite.getSnapshot().status).toBe('done');
    bob.receiveInDialog('BYE', 8);
    bob.expectNothingLeft();
  });

  test('RFC 6026 §7.1: an ACK with the branch of the INVITE reaches the dialog all the same', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(200);
    bob.receive(request('ACK', { to: bob.tagged }));
    expect(bob.invite.getSnapshot().context.outcome).toBe('acknowledged');
    bob.receiveInDialog('BYE', 2);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §9.2: a CANCEL after the 2xx changes nothing', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(200);
    bob.receive(request('CANCEL'));
    expect([bob.words, bob.invite.getSnapshot().matches('Accepted')]).toEqual(['200 200', true]);
    bob.receiveInDialog('ACK', 1);
    bob.receiveInDialog('BYE', 2);
    bob.expectNothingLeft();
  });

  test('RFC 3261 §15.1.2: BYE instead of the ACK ends the repetitions', () => {
    const bob = new Bob();
    bob.receive(invite());
    bob.says(200);
    bob.receiveInDialog('BYE', 2);
    bob.expectNothingLeft();
    expect(bob.words).toBe('200 200');
    expect(bob.invite.getSnapshot().context.outcome).toBe('ended');
  });
});
