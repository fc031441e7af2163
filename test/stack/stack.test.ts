/** A whole stack over a transport in memory and a virtual clock: what its maker sees of it. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { formatMessage } from '../../src/message/format.ts';
import { nameAddr } from '../../src/message/headers/name-addr.ts';
import type { SipMessage, SipRequest } from '../../src/message/message.ts';
import { sipUri } from '../../src/message/uri/uri.ts';
import { UserAgent } from '../../src/ua/user-agent.ts';
import { answer, invite, request, values } from '../support/messages.ts';
import { Memory } from './memory.ts';
import { bob, closeAll, turn, type World } from './world.ts';

afterEach(closeAll);

/** The final response to what was delivered last. */
async function final({ memory }: World): Promise<SipMessage> {
  for (;;) {
    const message = await memory.next();
    if (message.kind === 'response' && message.status >= 200) return message;
  }
}

/** A request of Bob's own. */
const ownRequest = (method: string): SipRequest =>
  request(method, {
    uri: 'sip:alice@192.0.2.2',
    via: 'SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKown',
    from: '<sip:bob@192.0.2.1>;tag=b',
    to: '<sip:alice@192.0.2.2>',
    fields: ['Contact: <sip:bob@192.0.2.1>']
  });

describe('the engine', () => {
  test.each(['compiled', 'interpreted'] as const)('%s charts answer', async (engine) => {
    const world = bob({ engine });
    world.memory.deliver(request('OPTIONS'));
    expect(await final(world)).toMatchObject({ status: 200 });
  });

  test('one that does not exist is refused', () => {
    expect(() => bob({ engine: 'toString' as never })).toThrow(
      expect.objectContaining({ code: 'ERR_SIP_INVALID_OPTION' })
    );
  });
});

describe('locate', () => {
  test.each([
    ['a numeric host is not looked up', 'sip:alice@192.0.2.2:5070', '192.0.2.2', 5070],
    ['a host name is', 'sip:alice@example.com', '192.0.2.9', 5060],
    ['maddr is looked up in place of the host', 'sip:alice@nowhere.invalid;maddr=example.com', '192.0.2.9', 5060]
  ])('RFC 3263 §4: %s', async (_, uri, host, port) => {
    const { stack } = bob();
    const { flow, transport } = await stack.locate(sipUri(uri));
    expect(flow).toMatchObject({ transport: 'UDP', remote: { host, port } });
    expect(transport).toBe(stack.actor.getSnapshot().transports[0]?.ref);
  });

  test.each(['sip:alice@192.0.2.2;transport=tcp', 'sips:alice@192.0.2.2', 'sip:alice@v6.example.com'])(
    'no transport of ours reaches %s',
    async (uri) => {
      const { stack } = bob();
      await expect(stack.locate(sipUri(uri))).rejects.toMatchObject({ code: 'ERR_SIP_NO_TRANSPORT' });
    }
  );

  test('RFC 3263 §4: a name without an address is the resolver’s error', async () => {
    const { stack } = bob();
    await expect(stack.locate(sipUri('sip:alice@nowhere.invalid'))).rejects.toThrow('no address: nowhere.invalid');
  });
});

describe('request', () => {
  async function outcome(what: (world: World) => void): Promise<unknown> {
    const world = bob();
    const own = ownRequest('OPTIONS');
    const hop = await world.stack.locate(sipUri('sip:alice@192.0.2.2'));
    const ending = world.stack.request(own, hop);
    await world.memory.next();
    what(world);
    return ending;
  }

  test('RFC 3261 §17.1.2.2: resolves with the final response', async () => {
    const response = answer(ownRequest('OPTIONS'), 200);
    const heard = await outcome(({ memory }) => {
      memory.deliver(answer(ownRequest('OPTIONS'), 100));
      memory.deliver(response);
    });
    expect(heard).toMatchObject({ type: 'transaction.200-699', response: { status: 200 } });
  });

  test('RFC 3261 §17.1.2.2: resolves when Timer F fires', async () => {
    const heard = await outcome(({ clock }) => {
      clock.advance(32_000);
    });
    expect(heard).toMatchObject({ type: 'transaction.timeout' });
  });

  test('rejects when the stack is closed under it', async () => {
    const { stack } = bob();
    const ends: unknown[] = [];
    const hop = await stack.locate(sipUri('sip:alice@192.0.2.2'));
    stack.request(ownRequest('OPTIONS'), hop).catch((error: unknown) => ends.push(error));
    await stack.close();
    await turn();
    expect(ends).toMatchObject([{ code: 'ERR_SIP_INVALID_STATE' }]);
  });
});

describe('a long request', () => {
  const over = (protocol: string): Memory => new Memory(protocol);

  test('RFC 3261 §18.1.1: of a dialog goes over TCP too', async () => {
    const [udp, tcp] = [over('UDP'), over('TCP')];
    const { stack } = bob({ transports: [udp.transport, tcp.transport] });
    stack.takeInvites(({ invite: offered }) => {
      offered.send({ type: 'user.answer', answer: { status: 200 } });
      return true;
    });
    const routes = Array.from(
      { length: 20 },
      (_, hop) => `Record-Route: <sip:192.0.2.9;lr;hop=${'x'.repeat(60)}${String(hop)}>`
    );
    udp.deliver(invite({ fields: routes }));
    await turn();
    const to = `<sip:bob@192.0.2.1>;tag=${String(udp.messages.at(-1)?.to.tag)}`;
    udp.deliver(request('ACK', { to, branch: 'z9hG4bKack' }));
    const [dialog] = [...stack.actor.getSnapshot().index().dialogActors()];
    dialog?.send({ type: 'user.bye' });
    expect(tcp.messages).toMatchObject([{ method: 'BYE', topmostVia: { transport: 'TCP' } }]);
    expect(udp.messages.map(({ kind }) => kind)).toEqual(['response']);
  });
});

describe('overload', () => {
  test('RFC 3261 §21.5.4: 503 with Retry-After and no transaction; a retransmission gets the very same', () => {
    const { memory, stack } = bob({ transactionLimit: 1 });
    stack.takeInvites(() => true);
    memory.deliver(invite({ branch: 'z9hG4bK1', callId: '1' }));
    const next = request('OPTIONS', { branch: 'z9hG4bK2', callId: '2' });
    memory.deliver(next);
    memory.deliver(next);
    memory.deliver(request('OPTIONS', { branch: 'z9hG4bK3', callId: '3' }));
    const [first, again, other] = memory.messages;
    expect([first, again, other]).toMatchObject([503, 503, 503].map((status) => ({ status })));
    expect(values(first!, 'Retry-After')[0]).toMatch(/^(?:3[2-9]|[45]\d|6[0-4])$/);
    expect(formatMessage(again!)).toEqual(formatMessage(first!));
    expect(first!.to.tag).toBeDefined();
    expect({ transactions: stack.transactions, overload: stack.counters.overload }).toEqual({
      transactions: 1,
      overload: 3
    });
  });

  test('RFC 3261 §8.2.7: it is said once: nothing provisional before, nothing again by itself; an ACK is ignored', () => {
    const { memory, clock } = bob({ transactionLimit: 0 });
    memory.deliver(invite());
    clock.advance(64_000);
    memory.deliver(request('ACK', { to: '<sip:bob@192.0.2.1>;tag=none' }));
    expect([memory.messages.map((message) => message.kind === 'response' && message.status), clock.pending]).toEqual([
      [503],
      0
    ]);
  });

  test('what ends living work passes: a BYE in a dialog, a CANCEL', () => {
    const { memory } = bob({ transactionLimit: 1 });
    memory.deliver(request('OPTIONS', { branch: 'z9hG4bK1' }));
    memory.deliver(request('BYE', { branch: 'z9hG4bK2', to: '<sip:bob@192.0.2.1>;tag=b' }));
    memory.deliver(request('CANCEL', { branch: 'z9hG4bK3' }));
    expect(memory.messages).toMatchObject([{ status: 200 }, { status: 481 }, { status: 481 }]);
  });

  test('what only absorbs retransmissions is not counted', () => {
    const { memory, stack } = bob({ transactionLimit: 1 });
    for (let n = 0; n < 100; n++) memory.deliver(request('OPTIONS', { branch: `z9hG4bK${n}`, callId: `${n}` }));
    expect([stack.transactions, stack.counters.overload]).toEqual([100, 0]);
  });

  test('above the limit of memory, until there is some again', () => {
    let used = 0.71;
    const { memory, stack } = bob({}, undefined, { memory: () => used });
    memory.deliver(request('OPTIONS', { branch: 'z9hG4bK1', callId: '1' }));
    used = 0.7;
    memory.deliver(request('OPTIONS', { branch: 'z9hG4bK2', callId: '2' }));
    expect(memory.messages).toMatchObject([{ status: 503 }, { status: 200 }]);
    expect([stack.transactions, stack.counters.overload]).toEqual([1, 1]);
  });

  test('above the rate of a source', () => {
    const { memory, stack } = bob({ sourceRate: { burst: 2 } });
    for (let n = 0; n < 3; n++) memory.deliver(request('OPTIONS', { branch: `z9hG4bK${n}`, callId: `${n}` }));
    expect(memory.messages).toMatchObject([{ status: 200 }, { status: 200 }, { status: 503 }]);
    expect([stack.transactions, stack.counters.sourceRate]).toEqual([2, 1]);
  });

  test.each([
    ['0 a second', { perSecond: 0 }],
    ['a burst of nothing', { burst: 0 }],
    ['no number', { perSecond: Number.NaN }]
  ])('a rate of %s is no rate', (_, sourceRate) => {
    expect(() => bob({ sourceRate })).toThrow(expect.objectContaining({ code: 'ERR_SIP_INVALID_OPTION' }));
  });
});

describe('the application', () => {
  test('RFC 3261 §8.2.2.1: nobody takes INVITEs: 480', async () => {
    const world = bob();
    world.memory.deliver(invite());
    expect(await final(world)).toMatchObject({ status: 480 });
  });

  test('RFC 3261 §8.2.2.1: nobody of that name: 404', async () => {
    const world = bob();
    const asked: string[] = [];
    world.stack.takeInvites(({ request: { requestUri } }) => asked.push(requestUri.text) < 0);
    world.stack.takeInvites(() => false);
    world.memory.deliver(invite());
    expect(await final(world)).toMatchObject({ status: 404 });
    expect(asked).toEqual(['sip:bob@192.0.2.1']);
  });

  test('the first that takes an INVITE has it; who has left is not asked', async () => {
    const world = bob();
    const asked: string[] = [];
    const leave = world.stack.takeInvites(() => asked.push('gone') > 0);
    world.stack.takeInvites(({ invite: offered }) => {
      asked.push('first');
      offered.send({ type: 'user.reject', answer: { status: 486 } });
      return true;
    });
    world.stack.takeInvites(() => asked.push('second') > 0);
    leave();
    world.memory.deliver(invite());
    expect(await final(world)).toMatchObject({ status: 486 });
    expect(asked).toEqual(['first']);
  });

  test('RFC 3261 §21.5.1: a call handler that throws is a 500, and its error is told', async () => {
    const world = bob();
    const told: unknown[] = [];
    const agent = new UserAgent(world.stack, {}, (error) => told.push(error));
    const oops = new Error('oops');
    agent.onCall(() => {
      throw oops;
    });
    world.memory.deliver(invite());
    expect(await final(world)).toMatchObject({ status: 500 });
    expect(told).toEqual([oops]);
  });

  test('a taker that throws is counted and told, and the next INVITE finds the stack as it was', async () => {
    const world = bob();
    const oops = new Error('oops');
    const leave = world.stack.takeInvites(() => {
      throw oops;
    });
    world.memory.deliver(invite({ callId: 'first', branch: 'z9hG4bKfirst' }));
    await turn();
    expect({ shellError: world.stack.counters.shellError, errors: world.errors }).toEqual({
      shellError: 1,
      errors: [oops]
    });
    leave();
    world.memory.deliver(invite({ callId: 'second', branch: 'z9hG4bKsecond' }));
    expect(await final(world)).toMatchObject({ callId: expect.any(String) as unknown });
  });
});

describe('what lives', () => {
  test('is counted, and drain waits for it', async () => {
    const world = bob();
    const { stack, memory, clock } = world;
    stack.takeInvites(({ invite: offered }) => {
      offered.send({ type: 'user.answer', answer: { status: 200 } });
      return true;
    });
    memory.deliver(invite());
    const { to } = await final(world);
    const inDialog = { to: `<sip:bob@192.0.2.1>;tag=${to.tag ?? ''}` };
    memory.deliver(request('ACK', { ...inDialog, branch: 'z9hG4bKack' }));
    expect({ dialogs: stack.dialogs, invites: stack.invites, transactions: stack.transactions }).toEqual({
      dialogs: 1,
      invites: 0,
      transactions: 1
    });
    let drained = false;
    const draining = stack.drain().then(() => {
      drained = true;
    });
    memory.deliver(invite({ callId: 'late', branch: 'z9hG4bKlate' }));
    expect(await final(world)).toMatchObject({ status: 503, callId: 'late' });
    expect(drained).toBe(false);
    memory.deliver(request('BYE', { ...inDialog, branch: 'z9hG4bKbye', sequence: 2 }));
    await draining;
    expect({ dialogs: stack.dialogs, draining: stack.counters.draining }).toEqual({ dialogs: 0, draining: 1 });
    clock.advance(64_000);
    expect({ transactions: stack.transactions, timers: clock.pending }).toEqual({ transactions: 0, timers: 0 });
  });

  test('an INVITE of ours is counted until it is over', async () => {
    const { stack, clock } = bob();
    const hop = await stack.locate(sipUri('sip:alice@192.0.2.2'));
    const own = nameAddr(sipUri('sip:bob@192.0.2.1'));
    const sent = stack.invite('mine', { request: ownRequest('INVITE'), hop, localContact: own });
    expect(stack.invites).toBe(1);
    const draining = stack.drain();
    clock.advance(32_000);
    await draining;
    expect(sent.getSnapshot().context.outcome).toMatchObject({ kind: 'timeout' });
    expect(stack.invites).toBe(0);
  });
});

describe('close', () => {
  test('ends everything at once: no timer is left, the transports are stopped, nothing is said', async () => {
    const { memory, stack, clock } = bob();
    stack.takeInvites(() => true);
    memory.deliver(invite());
    await turn();
    expect({ running: memory.running, transactions: stack.transactions }).toEqual({ running: true, transactions: 1 });
    await stack.close();
    expect({ running: memory.running, timers: clock.pending, sent: memory.sent.all }).toEqual({
      running: false,
      timers: 0,
      sent: []
    });
    await stack.close();
  });

  test('an INVITE on a closed stack is the caller’s mistake', async () => {
    const { stack } = bob();
    const hop = await stack.locate(sipUri('sip:alice@192.0.2.2'));
    await stack.close();
    const localContact = nameAddr(sipUri('sip:bob@192.0.2.1'));
    // XState's development build says on the console that the core is stopped.
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const place = (): unknown => stack.invite('mine', { request: ownRequest('INVITE'), hop, localContact });
    expect(place).toThrow(expect.objectContaining({ code: 'ERR_SIP_INVALID_STATE' }) as Error);
    warn.mockRestore();
  });

  test('is what `await using` does', async () => {
    const { stack, memory } = bob();
    await stack[Symbol.asyncDispose]();
    expect(memory.running).toBe(false);
  });

  test('says where it can be reached', () => {
    expect(bob().stack.locals).toEqual([{ protocol: 'UDP', host: '192.0.2.1', port: 5060 }]);
  });
});
