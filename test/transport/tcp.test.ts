import { afterEach, describe, expect, test } from 'vitest';
import { formatMessage } from '../../src/message/format.ts';
import { buildResponse } from '../../src/message/response.ts';
import { stampReceived } from '../../src/transport/received.ts';
import { bindTcp, type TcpOptions } from '../../src/transport/tcp.ts';
import { request } from '../support/messages.ts';
import { aSender, Running, textOf } from './running.ts';
import { Peers } from './tcp-peer.ts';

const peers = new Peers();
const open: Running[] = [];
afterEach(async () => {
  await Promise.all([peers.close(), ...open.splice(0).map(async (one) => one.close())]);
});

async function running(options: Partial<TcpOptions> = {}): Promise<Running> {
  const started = new Running(await bindTcp({ host: '127.0.0.1', port: 0, ...options }));
  open.push(started);
  return started;
}

const optionsFrom = (sentBy: string) => request('OPTIONS', { via: `SIP/2.0/TCP ${sentBy};branch=z9hG4bK1` });
const message = optionsFrom('127.0.0.1:5060');
const text = textOf(formatMessage(message));

describe('what comes in', () => {
  test('RFC 3261 §18.3: messages, however they are cut into chunks', async () => {
    const bob = await running();
    const alice = await peers.connect(bob.port);
    alice.socket.setNoDelay(true);
    alice.say(text.slice(0, 40));
    alice.say(`${text.slice(40)}${text}\r\n\r\n${text.slice(0, -1)}`);
    for (const expected of [text, text, 'keep-alive']) expect(await bob.nextText()).toBe(expected);
    alice.say(text.slice(-1));
    expect(await bob.inbound.next()).toEqual({ flow: bob.flowTo(alice.port), bytes: formatMessage(message) });
  });

  test('RFC 5626 §3.5.1: a ping is answered with CRLF, and both are counted', async () => {
    const bob = await running();
    const alice = await peers.connect(bob.port);
    alice.say('\r\n\r\n');
    expect(await bob.inbound.next()).toEqual({ flow: bob.flowTo(alice.port), keepAlive: true });
    expect(await alice.hears('\r\n')).toBe('\r\n');
    alice.say(`\r\n${text}`);
    expect([await bob.nextText(), await bob.nextText()]).toEqual(['keep-alive', text]);
  });

  test.each(['Content-Length: -5', 'Content-Length: 3\r\nl: 3'])(
    'RFC 3261 §18.3: %j is a fault with the head to answer; it is answered, then the connection is closed',
    async (field) => {
      const bob = await running();
      const alice = await peers.connect(bob.port);
      alice.say(text.replace('Content-Length: 0', field) + text);
      const inbound = await bob.inbound.next();
      expect(inbound).toMatchObject({ fault: { status: 400, field: 'Content-Length' } });
      bob.send(buildResponse(message, 400), { flow: inbound.flow });
      bob.tell({ type: 'close', flow: inbound.flow });
      expect(await alice.hears('\r\n\r\n')).toMatch(/^SIP\/2.0 400/);
      alice.say(text);
      await alice.gone;
      expect(bob.inbound.all).toHaveLength(1);
    }
  );

  test('a head without an end is a fault with nothing to answer', async () => {
    const bob = await running({ limits: { head: 100 } });
    const alice = await peers.connect(bob.port);
    alice.say('x'.repeat(101));
    expect(await bob.inbound.next()).toMatchObject({ bytes: new Uint8Array(0), fault: { status: 513 } });
  });

  test('nothing before the actor is started: whoever connects is turned away', async () => {
    const transport = await bindTcp({ host: '127.0.0.1', port: 0 });
    const early = await peers.connect(transport.local.port);
    early.say(text);
    await early.gone;
    const bob = new Running(transport);
    open.push(bob);
    const alice = await peers.connect(bob.port);
    alice.say(text);
    expect((await bob.inbound.next()).flow.remote.port).toBe(alice.port);
    expect(bob.inbound.all).toHaveLength(1);
  });

  test('nothing after it was stopped: all connections are closed', async () => {
    const bob = await running();
    const alice = await peers.connect(bob.port);
    alice.say(text);
    await bob.inbound.next();
    await bob.close();
    await alice.gone;
    expect(bob.inbound.all).toHaveLength(1);
  });
});

describe('what goes out', () => {
  test('RFC 3261 §18.2.2: a response goes back on the connection of its request', async () => {
    const bob = await running();
    const alice = await peers.connect(bob.port);
    alice.say(text);
    const { flow } = await bob.inbound.next();
    bob.send(buildResponse(message, 200), { flow });
    expect(await alice.hears('\r\n\r\n')).toMatch(/^SIP\/2.0 200 OK/);
  });

  test('RFC 5923 §1: a request of ours to that peer goes on it too', async () => {
    const bob = await running();
    const alice = await peers.connect(bob.port);
    alice.say(text);
    const { flow } = await bob.inbound.next();
    bob.send(message, { flow });
    expect(await alice.hears('\r\n\r\n')).toBe(text);
  });

  test('RFC 3261 §18: one connection for many requests, and for what the peer sends back', async () => {
    const bob = await running();
    const { port, connections } = await peers.listen();
    bob.send(message, { flow: bob.flowTo(port) });
    bob.send(message, { flow: bob.flowTo(port) });
    const alice = await connections.next();
    expect(await alice.hears(text + text)).toBe(text + text);
    alice.say(text);
    expect(await bob.inbound.next()).toEqual({ flow: bob.flowTo(port), bytes: formatMessage(message) });
    bob.send(message, { flow: bob.flowTo(port) });
    expect(await alice.hears(text)).toBe(text);
    expect(connections.all).toHaveLength(1);
  });

  test('fault F11: a response whose connection is gone goes to received and the port of sent-by', async () => {
    const bob = await running();
    const { port, connections } = await peers.listen();
    const alice = await peers.connect(bob.port);
    const asked = optionsFrom(`10.0.0.1:${String(port)}`);
    alice.say(formatMessage(asked));
    const { flow } = await bob.inbound.next();
    alice.socket.end();
    await alice.gone;
    const { sender, heard } = aSender();
    for (const status of [180, 200])
      bob.send(buildResponse(stampReceived(asked, flow.remote), status), { flow, sender });
    const again = await connections.next();
    await again.hears('SIP/2.0 180');
    await again.hears('SIP/2.0 200');
    expect({ connections: connections.all.length, errors: heard.all }).toEqual({ connections: 1, errors: [] });
  });

  test('threat V33: no connection is made to a group', async () => {
    const bob = await running();
    const { sender, heard } = aSender();
    const asked = optionsFrom('224.0.0.1');
    bob.send(buildResponse(asked, 200), { flow: bob.flowTo(9), sender });
    expect(await heard.next()).toBe('no connection may be made to that address');
    bob.send(buildResponse(asked, 200), { flow: bob.flowTo(9) });
  });

  test('RFC 3261 §18.4: connection refused: each sender hears of it once, and the next try is a new one', async () => {
    const bob = await running();
    const port = await peers.deadPort();
    const [one, other] = [aSender(), aSender()];
    bob.send(message, { flow: bob.flowTo(port), sender: one.sender });
    bob.send(message, { flow: bob.flowTo(port), sender: one.sender });
    bob.send(message, { flow: bob.flowTo(port), sender: other.sender });
    bob.send(message, { flow: bob.flowTo(port) });
    expect(await one.heard.next()).toContain('ECONNREFUSED');
    expect(await other.heard.next()).toContain('ECONNREFUSED');
    bob.send(message, { flow: bob.flowTo(port), sender: one.sender });
    expect(await one.heard.next()).toContain('ECONNREFUSED');
    expect([one.heard.all.length, other.heard.all.length]).toEqual([2, 1]);
  });

  test('RFC 3261 §18.4: closed while something waits: its sender hears of it', async () => {
    const bob = await running();
    const { port } = await peers.listen();
    const { sender, heard } = aSender();
    bob.send(message, { flow: bob.flowTo(port), sender });
    await bob.close();
    expect(heard.all).toEqual(['the transport was closed']);
  });

  test('RFC 3261 §18.4: reset after a request was written: whoever still waits for its response hears of it', async () => {
    const bob = await running();
    const server = await peers.listen();
    const waiting = Array.from({ length: 200 }, () => aSender());
    const flow = bob.flowTo(server.port);
    for (const { sender } of waiting) bob.send(message, { flow, sender });
    const answered = aSender();
    bob.send(buildResponse(message, 200), { flow, sender: answered.sender });
    const alice = await server.connections.next();
    for (let n = 0; n < 200; n++) await alice.hears('\r\n\r\n');
    await alice.hears('SIP/2.0 200');
    alice.socket.resetAndDestroy();
    for (const { heard } of waiting) expect(await heard.next()).toContain('ECONNRESET');
    // A response that was written is out of our hands.
    expect(answered.heard.all).toEqual([]);
  });

  test('RFC 3261 §18.2.2: closed after a request was written: its sender hears nothing, the response may come on another', async () => {
    const bob = await running();
    const { port, connections } = await peers.listen();
    const { sender, heard } = aSender();
    bob.send(message, { flow: bob.flowTo(port), sender });
    const alice = await connections.next();
    await alice.hears(text);
    alice.say(text);
    await bob.inbound.next();
    alice.socket.end();
    await alice.gone;
    expect(heard.all).toEqual([]);
    await bob.close();
    expect(heard.all).toEqual([]);
  });

  test('a flow that nobody knows can be closed', async () => {
    const bob = await running();
    bob.tell({ type: 'close', flow: bob.flowTo(9) });
    const alice = await peers.connect(bob.port);
    alice.say(text);
    expect(await bob.nextText()).toBe(text);
  });
});

describe('bindTcp', () => {
  test('says what Via is to say', async () => {
    const bob = await running({ advertise: 'sip.example.com' });
    expect(bob.transport).toMatchObject({ protocol: 'TCP', local: { host: 'sip.example.com' } });
  });

  test('rejects when the port is taken', async () => {
    const bob = await running();
    await expect(bindTcp({ host: '127.0.0.1', port: bob.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('closes without an actor, and as often as one likes', async () => {
    const transport = await bindTcp({ host: '127.0.0.1', port: 0 });
    await transport.close();
    await transport.close();
  });
});
