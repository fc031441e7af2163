/** How long and how much a connection may take: on a virtual clock, over real sockets. */
import { afterEach, describe, expect, test } from 'vitest';
import { formatMessage } from '../../src/message/format.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import { bindTcp, defaultTcpLimits, type TcpLimits } from '../../src/transport/tcp.ts';
import { request } from '../support/messages.ts';
import { aSender, Running, textOf } from './running.ts';
import { type Peer, Peers } from './tcp-peer.ts';

const peers = new Peers();
const open: Running[] = [];
afterEach(async () => {
  await Promise.all([peers.close(), ...open.splice(0).map(async (one) => one.close())]);
});

async function running(limits: Partial<TcpLimits> = {}): Promise<{ bob: Running; clock: VirtualClock }> {
  const clock = new VirtualClock();
  const bob = new Running(await bindTcp({ host: '127.0.0.1', port: 0, clock, limits }));
  open.push(bob);
  return { bob, clock };
}

const message = request('OPTIONS', { via: 'SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bK1' });
const text = textOf(formatMessage(message));
const large = request('OPTIONS', { body: 'x'.repeat(60_000) });

/** A peer that is known to be connected: it has sent a message. */
async function connected(bob: Running): Promise<Peer> {
  const alice = await peers.connect(bob.port);
  alice.say(text);
  await bob.inbound.next();
  return alice;
}

describe('threat V10: time', () => {
  test('10 s from being accepted to the first byte', async () => {
    const { bob, clock } = await running();
    const [silent, speaking] = [await peers.connect(bob.port), await connected(bob)];
    expect(clock.nextDue).toBe(10_000);
    clock.advance(9_999);
    speaking.say(text);
    await bob.inbound.next();
    clock.advance(1);
    await silent.gone;
    expect(await bob.nextText()).toBe('slow');
    speaking.say(text);
    expect(await bob.nextText()).toBe(text);
    expect(clock.pending).toBe(0);
  });

  test('32 s from the first byte of a message to its last, however they dribble in', async () => {
    const { bob, clock } = await running();
    const alice = await connected(bob);
    const marker = await connected(bob);
    alice.say(`${text}OPT`);
    await bob.inbound.next();
    expect(clock.nextDue).toBe(32_000);
    for (let i = 0; i < 3; i++) {
      clock.advance(10_000);
      alice.say('I');
      marker.say(text);
      await bob.inbound.next();
    }
    expect(clock.nextDue).toBe(32_000);
    clock.advance(1_999);
    expect(clock.pending).toBe(1);
    clock.advance(1);
    await alice.gone;
    expect(await bob.nextText()).toBe('slow');
  });

  test('each message has its own 32 s: a stream that is never between two of them lives on', async () => {
    const { bob, clock } = await running();
    const alice = await connected(bob);
    alice.say(`${text}${text.slice(0, 10)}`);
    await bob.inbound.next();
    for (let i = 0; i < 5; i++) {
      clock.advance(31_999);
      alice.say(`${text.slice(10)}${text.slice(0, 10)}`);
      expect(await bob.nextText()).toBe(text);
    }
    expect(clock.nextDue).toBe(clock.now() + 32_000);
  });

  test('a CRLF alone is no message begun: its sender may be silent for ever', async () => {
    const { bob, clock } = await running();
    const alice = await connected(bob);
    alice.say(`${text}\r\n`);
    await bob.inbound.next();
    clock.advance(1_000_000);
    alice.say(text);
    expect([await bob.nextText(), await bob.nextText()]).toEqual(['keep-alive', text]);
  });

  test('fault F13: 10 s to be connected', async () => {
    const { bob, clock } = await running();
    const { port } = await peers.listen();
    const { sender, heard } = aSender();
    // The connection is made in a later turn: on this clock the limit is over before.
    bob.send(message, { flow: bob.flowTo(port), sender });
    clock.advance(9_999);
    expect(heard.all).toEqual([]);
    clock.advance(1);
    expect(heard.all).toEqual(['the connection was not made in time']);
  });

  test('no limit is left when it is connected', async () => {
    const { bob, clock } = await running();
    const { port, connections } = await peers.listen();
    const { sender, heard } = aSender();
    bob.send(message, { flow: bob.flowTo(port), sender });
    const alice = await connections.next();
    alice.say(text);
    await bob.inbound.next();
    clock.advance(1_000_000);
    bob.send(message, { flow: bob.flowTo(port), sender });
    await alice.hears(text + text);
    expect(heard.all).toEqual([]);
  });

  test('a peer that does not close what was closed is cut off', async () => {
    const { bob, clock } = await running();
    const { port, connections } = await peers.listen();
    bob.send(message, { flow: bob.flowTo(port) });
    const alice = await connections.next();
    alice.socket.allowHalfOpen = true;
    alice.say(text.replace('Content-Length: 0', 'Content-Length: -1'));
    const { flow } = await bob.inbound.next();
    bob.tell({ type: 'close', flow });
    bob.tell({ type: 'close', flow });
    expect(await alice.writes(text)).toBe(true);
    const marker = await connected(bob);
    expect(clock.nextDue).toBe(10_000);
    clock.advance(10_000);
    // It learns of it when it writes.
    while (await alice.writes(text));
    marker.say(text);
    expect(await bob.nextText()).toBe(text);
    expect(bob.inbound.all).toHaveLength(3);
  });
});

describe('threat V46: a peer that does not read', () => {
  async function slowReader(limits: Partial<TcpLimits>) {
    const { bob, clock } = await running(limits);
    const alice = await connected(bob);
    alice.socket.pause();
    const { sender, heard } = aSender();
    const say = (): void => {
      bob.send(large, { flow: bob.flowTo(alice.port), sender });
    };
    return { bob, clock, alice, heard, say };
  }

  test('is given up when nothing is taken for 10 s, and those who sent hear of it once', async () => {
    const { bob, clock, alice, heard, say } = await slowReader({ queued: 2 ** 30 });
    for (let i = 0; i < 2000 && clock.pending === 0; i++) say();
    expect(clock.nextDue).toBe(10_000);
    say();
    const marker = await connected(bob);
    clock.advance(9_999);
    expect(heard.all).toEqual([]);
    clock.advance(1);
    expect(heard.all).toEqual(['the peer does not read']);
    // Fault F12: the others are not touched.
    marker.say(text);
    expect(await bob.nextText()).toBe(text);
    alice.socket.resume();
    await alice.gone;
  });

  test('has its 10 s again whenever it takes something, and none when nothing waits', async () => {
    const { clock, alice, heard, say } = await slowReader({ queued: 2 ** 30 });
    let count = 0;
    for (; count < 2000 && clock.pending === 0; count++) say();
    clock.advance(9_999);
    alice.socket.resume();
    for (let i = 0; i < count; i++) await alice.hears('\r\n\r\nx');
    await alice.hears('x'.repeat(50_000));
    clock.advance(1_000_000);
    expect({ heard: heard.all, pending: clock.pending }).toEqual({ heard: [], pending: 0 });
  });

  test('is given up when too much waits', async () => {
    const { heard, alice, say } = await slowReader({ queued: 200_000 });
    for (let i = 0; i < 2000 && heard.all.length === 0; i++) say();
    expect(heard.all).toEqual(['the peer does not read']);
    alice.socket.resume();
    await alice.gone;
  });

  test('is given up for pings too', async () => {
    const { clock, alice, heard, say } = await slowReader({ queued: 100_000 });
    // Until the kernel takes no more; then each ping leaves a pong that waits.
    for (let i = 0; i < 2000 && clock.pending === 0; i++) say();
    alice.say('\r\n\r\n'.repeat(100_000));
    expect(await heard.next()).toBe('the peer does not read');
    alice.socket.resume();
    await alice.gone;
  });

  test('one after the other fails where the connection is closed already', async () => {
    const { bob, clock, alice, heard, say } = await slowReader({});
    bob.tell({ type: 'close', flow: bob.flowTo(alice.port) });
    clock.advance(10_000);
    say();
    expect(heard.all).toHaveLength(0);
  });
});

describe('threat V47: connections', () => {
  test('no more than the limit, in either direction', async () => {
    const { bob } = await running({ connections: 2 });
    const alice = await connected(bob);
    const carol = await connected(bob);
    await (await peers.connect(bob.port)).gone;
    const { sender, heard } = aSender();
    const { port } = await peers.listen();
    bob.send(message, { flow: bob.flowTo(port), sender });
    expect(await heard.next()).toBe('no connection may be made to that address');
    alice.say('\r\n\r\n');
    await alice.hears('\r\n');
    carol.socket.end();
    await carol.gone;
    bob.send(message, { flow: bob.flowTo(port), sender });
    expect(heard.all).toHaveLength(1);
  });

  test('loopback is exempt from the limit of one address', async () => {
    const { bob } = await running({ perAddress: 1 });
    await connected(bob);
    await connected(bob);
  });

  test('the limits of the project', () => {
    expect(defaultTcpLimits).toEqual({
      head: 65_536,
      message: 262_144,
      connect: 10_000,
      firstByte: 10_000,
      oneMessage: 32_000,
      stalled: 10_000,
      queued: 4_194_304,
      connections: 10_000,
      perAddress: 256
    });
  });
});
