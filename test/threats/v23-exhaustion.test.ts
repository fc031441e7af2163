/** A whole stack under a flood: what is turned away costs one packet and no actor, what lives is served to its end. */
import { afterEach, describe, expect, test } from 'vitest';
import type { UasInviteRef } from '../../machines/events.ts';
import type { SipResponse } from '../../src/message/message.ts';
import { invite, request } from '../support/messages.ts';
import { bob, closeAll, turn, type World } from '../stack/world.ts';

afterEach(closeAll);

/** The n-th request of a flood: a new transaction, call and tag each time. */
const nth = (method: string, n: number, to?: string) => {
  const text = { branch: `z9hG4bKflood${n}`, callId: `flood-${n}`, from: `<sip:x@192.0.2.2>;tag=f${n}` };
  const own = to === undefined ? text : { ...text, to };
  return method === 'INVITE' ? invite(own) : request(method, own);
};

/** Bob, whose application takes every INVITE and leaves it ringing. */
function ringing(options: Parameters<typeof bob>[0], environment: Parameters<typeof bob>[2] = {}) {
  const world = bob(options, undefined, environment);
  const offered: UasInviteRef[] = [];
  world.stack.takeInvites((event) => offered.push(event.invite) > 0);
  return { ...world, offered };
}

/** What a flood was answered with, each status as often. */
const statuses = ({ memory }: World): Record<number, number> =>
  memory.sent.all.reduce<Record<number, number>>((counts, text) => {
    const status = Number(text.split(' ', 2)[1]);
    counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }, {});

/** A call that is up; says what Alice needs to know of it. */
async function call({ memory, offered }: ReturnType<typeof ringing>): Promise<string> {
  memory.deliver(invite({ callId: 'living' }));
  await turn();
  offered.at(-1)!.send({ type: 'user.answer', answer: { status: 200 } });
  const to = (memory.messages.at(-1) as SipResponse).to.tag!;
  memory.deliver(request('ACK', { callId: 'living', to: `<sip:bob@192.0.2.1>;tag=${to}`, branch: 'z9hG4bKack' }));
  return `<sip:bob@192.0.2.1>;tag=${to}`;
}

describe('threat V23: state exhaustion (§21.5.4, §8.2.7)', () => {
  test('1,000 INVITEs that nobody answers: 100 live, the others get one 503 each and no actor', async () => {
    const world = ringing({ transactionLimit: 100 });
    for (let n = 0; n < 1000; n++) world.memory.deliver(nth('INVITE', n));
    await turn();
    expect([world.stack.transactions, world.stack.invites, world.offered.length]).toEqual([100, 100, 100]);
    expect(world.stack.counters).toMatchObject({ overload: 900, childError: 0, internalError: 0, shellError: 0 });
    expect(statuses(world)).toEqual({ 503: 900 });
    for (const one of world.offered) one.send({ type: 'user.reject', answer: { status: 486 } });
    world.memory.deliver(nth('OPTIONS', 1000));
    expect(statuses(world)).toMatchObject({ 200: 1 });
  });

  test('what lives is served above the limit: re-INVITE, CANCEL, ACK, BYE', async () => {
    const world = ringing({ transactionLimit: 1 });
    const { memory, offered, stack } = world;
    const to = await call(world);
    memory.deliver(nth('INVITE', 1));
    await turn();
    memory.deliver(nth('OPTIONS', 2));
    expect(statuses(world)).toEqual({ 200: 1, 503: 1 });
    memory.deliver(invite({ callId: 'living', to, branch: 'z9hG4bKre', sequence: 2 }));
    await turn();
    offered.at(-1)!.send({ type: 'user.answer', answer: { status: 200 } });
    memory.deliver(request('ACK', { callId: 'living', to, branch: 'z9hG4bKack2', sequence: 2 }));
    memory.deliver(request('OPTIONS', { callId: 'living', to, branch: 'z9hG4bKin', sequence: 3 }));
    memory.deliver(request('BYE', { callId: 'living', to, branch: 'z9hG4bKbye', sequence: 4 }));
    expect([statuses(world), stack.dialogs]).toEqual([{ 200: 4, 503: 1 }, 0]);
    memory.deliver(request('CANCEL', { ...flooder(1), branch: 'z9hG4bKflood1' }));
    expect(statuses(world)).toEqual({ 200: 5, 487: 1, 503: 1 });
  });

  test('a made-up To tag, or a CANCEL of nothing, is no way past it: 481 and no actor', () => {
    const world = ringing({ transactionLimit: 0 });
    const to = '<sip:bob@192.0.2.1>;tag=made-up';
    for (let n = 0; n < 200; n++) {
      world.memory.deliver(nth('INVITE', 3 * n, to));
      world.memory.deliver(nth('OPTIONS', 3 * n + 1, to));
      world.memory.deliver(nth('CANCEL', 3 * n + 2));
    }
    expect([world.stack.transactions, world.clock.pending, statuses(world)]).toEqual([0, 0, { 481: 600 }]);
  });

  test('those that only absorb are bounded by memory: no new work above 70 %, the living is served', async () => {
    let used = 0.5;
    const world = ringing({}, { memory: () => used });
    const to = await call(world);
    for (let n = 0; n < 300; n++) world.memory.deliver(nth('OPTIONS', n));
    used = 0.71;
    for (let n = 1000; n < 1300; n++) world.memory.deliver(nth('OPTIONS', n));
    world.memory.deliver(request('BYE', { callId: 'living', to, branch: 'z9hG4bKbye', sequence: 2 }));
    expect(statuses(world)).toEqual({ 200: 302, 503: 300 });
    expect(world.stack.dialogs).toBe(0);
  });

  test('dialogs have a limit of their own: INVITEs that would make one more get 503', async () => {
    const world = ringing({ dialogLimit: 1 });
    await call(world);
    world.memory.deliver(nth('INVITE', 1));
    world.memory.deliver(nth('OPTIONS', 2));
    expect([statuses(world), world.stack.dialogs]).toEqual([{ 200: 2, 503: 1 }, 1]);
  });

  test('an ACK and a response are never answered, whatever the limit', () => {
    const { memory, stack } = ringing({ transactionLimit: 0 }, { memory: () => 1 });
    memory.deliver(nth('ACK', 1));
    memory.deliver(nth('ACK', 2, '<sip:bob@192.0.2.1>;tag=x'));
    expect([memory.sent.all, stack.counters.strayAck, stack.counters.overload]).toEqual([[], 2, 0]);
  });
});

describe('threat V23: the rate of one source', () => {
  test('400 new requests at once, then 200 a second; retransmissions and what lives do not count', async () => {
    const world = ringing({ sourceRate: {} });
    const to = await call(world);
    for (let n = 0; n < 500; n++) world.memory.deliver(nth('OPTIONS', n));
    for (let n = 0; n < 399; n++) world.memory.deliver(nth('OPTIONS', n));
    expect(statuses(world)).toEqual({ 200: 1 + 399 + 399, 503: 101 });
    world.memory.deliver(request('BYE', { callId: 'living', to, branch: 'z9hG4bKbye', sequence: 2 }));
    world.memory.deliver(nth('CANCEL', 1000));
    expect(statuses(world)).toEqual({ 200: 800, 481: 1, 503: 101 });
    world.clock.advance(1000);
    for (let n = 2000; n < 3000; n++) world.memory.deliver(nth('OPTIONS', n));
    expect(world.stack.counters.sourceRate).toBe(101 + 800);
  });

  test('off unless asked for', () => {
    const world = ringing({});
    for (let n = 0; n < 500; n++) world.memory.deliver(nth('OPTIONS', n));
    expect(statuses(world)).toEqual({ 200: 500 });
  });
});

/** What names the n-th call of the flood. */
function flooder(n: number): { callId: string; from: string } {
  return { callId: `flood-${n}`, from: `<sip:x@192.0.2.2>;tag=f${n}` };
}
