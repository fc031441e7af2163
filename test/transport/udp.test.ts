import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { formatMessage } from '../../src/message/format.ts';
import type { SipRequest } from '../../src/message/message.ts';
import { parseMessage } from '../../src/message/parse.ts';
import { buildResponse } from '../../src/message/response.ts';
import { stampReceived } from '../../src/transport/received.ts';
import { bindUdp, type UdpOptions } from '../../src/transport/udp.ts';
import { request } from '../support/messages.ts';
import { aSender, Heard, Running, textOf } from './running.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(async (close) => close()));
});

async function running(options: Partial<UdpOptions> = {}): Promise<Running> {
  const started = new Running(await bindUdp({ host: '127.0.0.1', port: 0, ...options }));
  open.push(async () => started.close());
  return started;
}

/** A peer: a socket of this machine that keeps what it hears. */
async function aPeer(type: 'udp4' | 'udp6' = 'udp4'): Promise<{ socket: Socket; port: number; heard: Heard<string> }> {
  const socket = createSocket(type);
  const heard = new Heard<string>();
  socket.on('message', (bytes) => {
    heard.push(textOf(bytes));
  });
  socket.bind(0, type === 'udp4' ? '127.0.0.1' : '::1');
  await once(socket, 'listening');
  open.push(async () => {
    socket.close();
    return once(socket, 'close');
  });
  return { socket, port: socket.address().port, heard };
}

/** A port where nobody listens. */
async function deadPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

const options = request('OPTIONS');

describe('what comes in', () => {
  test('RFC 3261 §18.2.1: a datagram, with where it came from', async () => {
    const bob = await running();
    const alice = await aPeer();
    alice.socket.send(formatMessage(options), bob.port, '127.0.0.1');
    expect(await bob.inbound.next()).toEqual({
      flow: bob.flowTo(alice.port),
      bytes: Buffer.from(formatMessage(options))
    });
  });

  test('RFC 3261 §18.1.1: a datagram of the largest size there is', async () => {
    const bob = await running();
    const alice = await aPeer();
    const largest = 65_507;
    const bare = formatMessage(options).length;
    // Four more digits of Content-Length.
    const body = new Uint8Array(largest - bare - 'Content-Type: a/b\r\n'.length - 4);
    const bytes = formatMessage(options.withBody(body, 'a/b'));
    alice.socket.send(bytes, bob.port, '127.0.0.1');
    const inbound = await bob.inbound.next();
    expect(bytes).toHaveLength(largest);
    const read = 'bytes' in inbound ? parseMessage(inbound.bytes) : undefined;
    expect(read?.kind === 'request' && read.body.length).toBe(body.length);
  });

  test('RFC 5626 §3.5.1: what only keeps a binding open, as that', async () => {
    const bob = await running();
    const alice = await aPeer();
    for (const text of ['\r\n\r\n', '\0', '']) {
      alice.socket.send(text, bob.port, '127.0.0.1');
      expect(await bob.inbound.next()).toEqual({ flow: bob.flowTo(alice.port), keepAlive: true });
    }
  });

  test('nothing before the actor is started, and nothing after it was stopped', async () => {
    const transport = await bindUdp({ host: '127.0.0.1', port: 0 });
    const alice = await aPeer();
    const say = async (text: string): Promise<void> => {
      await new Promise<unknown>((resolve) => {
        alice.socket.send(text.padEnd(20), transport.local.port, '127.0.0.1', resolve);
      });
    };
    await say('too early');
    // Loopback delivers at once: the socket has read it when another one has been answered.
    alice.socket.send('echo', alice.port, '127.0.0.1');
    await alice.heard.next();
    const bob = new Running(transport);
    await say('in time');
    expect((await bob.nextText()).trim()).toBe('in time');
    await bob.close();
    await say('too late');
    expect(bob.inbound.all).toHaveLength(1);
  });
});

describe('what goes out', () => {
  test('RFC 3261 §18.1.1: a request goes to the peer of its flow', async () => {
    const bob = await running();
    const alice = await aPeer();
    bob.send(options, { flow: bob.flowTo(alice.port) });
    expect(await alice.heard.next()).toBe(textOf(formatMessage(options)));
  });

  /** Bob's answer to a request with this Via, which came from somewhere else than where he is to answer. */
  async function answers(via: string, from: number): Promise<void> {
    const bob = await running();
    const message = stampReceived(request('OPTIONS', { via }), { host: '127.0.0.1', port: from });
    bob.send(buildResponse(message, 200), { flow: bob.flowTo(from) });
  }

  test('RFC 3581 §4: a response goes to received and rport', async () => {
    const alice = await aPeer();
    await answers('SIP/2.0/UDP 10.0.0.1:9;branch=z9hG4bK1;rport', alice.port);
    expect(await alice.heard.next()).toContain(`;rport=${String(alice.port)};received=127.0.0.1`);
  });

  test('RFC 3261 §18.2.2: without rport to received and the port of sent-by', async () => {
    const [nat, alice] = [await aPeer(), await aPeer()];
    await answers(`SIP/2.0/UDP 10.0.0.1:${String(alice.port)};branch=z9hG4bK1`, nat.port);
    expect(await alice.heard.next()).toContain(';received=127.0.0.1');
    expect(nat.heard.all).toEqual([]);
  });

  test('RFC 3261 §18.2.2: to maddr', async () => {
    const [nat, alice] = [await aPeer(), await aPeer()];
    await answers(`SIP/2.0/UDP 10.0.0.1:${String(alice.port)};branch=z9hG4bK1;maddr=127.0.0.1`, nat.port);
    expect(await alice.heard.next()).toMatch(/^SIP\/2.0 200 OK/);
  });

  test.each(['224.0.1.75', '255.255.255.255', '0.0.0.0'])('threat V33: never to %s', async (maddr) => {
    const bob = await running();
    const { sender, heard } = aSender();
    const message = request('OPTIONS', { via: `SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK1;maddr=${maddr}` });
    bob.send(buildResponse(message, 200), { flow: bob.flowTo(9), sender });
    expect(await heard.next()).toBe('the response has no address it may be sent to');
    bob.send(buildResponse(message, 200), { flow: bob.flowTo(9) });
  });

  test('RFC 3261 §20.42: over IPv6', async () => {
    const bob = await running({ host: '::1' });
    const alice = await aPeer('udp6');
    alice.socket.send(formatMessage(options), bob.port, '::1');
    const { flow } = await bob.inbound.next();
    expect(flow.remote).toEqual({ host: '::1', port: alice.port });
    bob.send(options, { flow });
    expect(await alice.heard.next()).toBe(textOf(formatMessage(options)));
  });

  test('a socket that listens on all addresses answers IPv4 peers over IPv4', async () => {
    const bob = await running({ host: '::', advertise: '::1' });
    const alice = await aPeer();
    alice.socket.send(formatMessage(options), bob.port, '127.0.0.1');
    const { flow } = await bob.inbound.next();
    expect(flow.remote).toEqual({ host: '127.0.0.1', port: alice.port });
    const message = stampReceived(
      request('OPTIONS', { via: 'SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1;rport' }),
      flow.remote
    );
    bob.send(buildResponse(message, 200), { flow });
    expect(await alice.heard.next()).toMatch(/^SIP\/2.0 200 OK/);
  });
});

describe('what can not be sent', () => {
  const tooLarge = (): SipRequest => request('OPTIONS', { body: 'x'.repeat(70_000) });

  test('RFC 3261 §18.4: its sender hears of it, once', async () => {
    const bob = await running();
    const alice = await aPeer();
    const { sender, heard } = aSender();
    bob.send(tooLarge(), { flow: bob.flowTo(alice.port), sender });
    expect(await heard.next()).toContain('EMSGSIZE');
    bob.send(tooLarge(), { flow: bob.flowTo(alice.port) });
    bob.send(options, { flow: bob.flowTo(alice.port), sender });
    await alice.heard.next();
    expect(heard.all).toHaveLength(1);
  });

  test.each([
    ['a port that is none', 70_000, '127.0.0.1', 'ERR_SOCKET_BAD_PORT'],
    ['an address of another family', 5060, '::1', 'EINVAL'],
    ['a host name', 5060, 'localhost', 'EINVAL']
  ])('RFC 3261 §18.4: to %s', async (_, port, host, code) => {
    const bob = await running();
    const { sender, heard } = aSender();
    bob.send(options, { flow: bob.flowTo(port, host), sender });
    expect(await heard.next()).toMatch(code === 'EINVAL' ? /EINVAL|EAFNOSUPPORT/ : /port/i);
    bob.send(options, { flow: bob.flowTo(port, host) });
  });

  test('fault F14: a port where nobody listens does not end the transport', async () => {
    const bob = await running();
    const alice = await aPeer();
    const port = await deadPort();
    for (let i = 0; i < 20; i++) bob.send(options, { flow: bob.flowTo(port) });
    bob.send(options, { flow: bob.flowTo(alice.port) });
    expect(await alice.heard.next()).toBe(textOf(formatMessage(options)));
    alice.socket.send(formatMessage(options), bob.port, '127.0.0.1');
    expect((await bob.inbound.next()).flow.remote.port).toBe(alice.port);
  });

  test('to be told to close a flow is nothing to it', async () => {
    const bob = await running();
    const alice = await aPeer();
    bob.tell({ type: 'close', flow: bob.flowTo(alice.port) });
    bob.send(options, { flow: bob.flowTo(alice.port) });
    expect(await alice.heard.next()).toBe(textOf(formatMessage(options)));
  });
});

describe('bindUdp', () => {
  test('says what Via is to say', async () => {
    const bob = await running({ advertise: 'sip.example.com' });
    expect(bob.transport).toMatchObject({ protocol: 'UDP', local: { host: 'sip.example.com' } });
    expect(bob.port).toBeGreaterThan(0);
  });

  test('rejects when the port is taken', async () => {
    const bob = await running();
    await expect(bindUdp({ host: '127.0.0.1', port: bob.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('a buffer that the kernel refuses is no reason to fail', async () => {
    const bob = await running({ receiveBuffer: -1 });
    expect(bob.port).toBeGreaterThan(0);
  });

  test('closes without an actor, and as often as one likes', async () => {
    const transport = await bindUdp({ host: '127.0.0.1', port: 0 });
    await transport.close();
    await transport.close();
    const bob = await running();
    await bob.close();
    await bob.transport.close();
  });
});
