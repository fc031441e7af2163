/** The root of the actor system: what it starts, in which order, and what becomes of it. */
import { afterEach, describe, expect, test } from 'vitest';
import { invite, request } from '../support/messages.ts';
import { Memory } from './memory.ts';
import { bob, closeAll, turn } from './world.ts';

afterEach(closeAll);

describe('root', () => {
  test('its children have names that an inspector can show', () => {
    const { stack } = bob();
    const ids = stack.actor.getSnapshot().children.map(({ id }) => id);
    expect(ids).toEqual(['nobody', 'application', 'table', 'core', 'udp 192.0.2.1:5060']);
  });

  test('what comes in while a transport starts finds everybody there', () => {
    const memory = new Memory();
    const { start } = memory.transport.logic;
    const early = request('OPTIONS');
    const eager = {
      ...memory.transport.logic,
      start: (...parts: Parameters<NonNullable<typeof start>>) => {
        start?.(...parts);
        memory.deliver(early);
      }
    };
    const own = { ...memory.transport, logic: eager };
    bob({ transports: [own] }, memory);
    expect(memory.messages).toMatchObject([{ status: 200 }]);
  });

  test('each transport answers for itself', () => {
    const [udp, tcp] = [new Memory('UDP'), new Memory('TCP')];
    bob({ transports: [udp.transport, tcp.transport] }, udp);
    tcp.deliver(request('OPTIONS', { via: 'SIP/2.0/TCP 192.0.2.2;branch=z9hG4bK1' }));
    expect([udp.sent.all.length, tcp.sent.all.length]).toEqual([0, 1]);
  });

  test('two transports of the same protocol and address are told apart by their flows', () => {
    const [one, other] = [new Memory('UDP', '192.0.2.1'), new Memory('UDP', '198.51.100.1')];
    bob({ transports: [one.transport, other.transport] }, one);
    other.deliver(request('OPTIONS'));
    expect([one.sent.all.length, other.sent.all.length]).toEqual([0, 1]);
  });

  test('nobody hears, and minds nothing', () => {
    const { stack } = bob();
    const { nobody } = stack.surroundings;
    nobody.send({ type: 'anything' });
    expect(nobody.getSnapshot()).toMatchObject({ status: 'active' });
  });

  test('its snapshot is the living one', () => {
    const { stack } = bob();
    expect(stack.actor.getPersistedSnapshot()).toBe(stack.actor.getSnapshot());
  });

  test('when it is stopped, all that it started is', async () => {
    const { stack, memory, clock } = bob();
    memory.deliver(invite());
    await turn();
    const { children } = stack.actor.getSnapshot();
    await stack.close();
    const statuses = children.map((child) => [child.id, (child.getSnapshot() as { status: string }).status]);
    // Those that are only told things have no state to end in.
    expect(statuses).toEqual([
      ['nobody', 'active'],
      ['application', 'active'],
      ['table', 'stopped'],
      ['core', 'stopped'],
      ['udp 192.0.2.1:5060', 'stopped']
    ]);
    expect(clock.pending).toBe(0);
  });
});
