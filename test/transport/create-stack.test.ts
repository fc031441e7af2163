import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { makeField } from '../../src/message/field.ts';
import { formatMessage } from '../../src/message/format.ts';
import type { SipRequest } from '../../src/message/message.ts';
import { parseMessage } from '../../src/message/parse.ts';
import { buildResponse } from '../../src/message/response.ts';
import type { Stack } from '../../src/stack/stack.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import { createStack, type NodeStackOptions, startUserAgent } from '../../src/transport/create-stack.ts';
import { nodeClock } from '../../src/transport/node-clock.ts';
import { resolveHost } from '../../src/transport/node-resolve.ts';
import { bindUdp } from '../../src/transport/udp.ts';
import { engine } from '../support/engine.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});

async function stack(...listen: readonly string[]): Promise<Stack> {
  const made = await createStack({ listen, engine });
  open.push(made);
  return made;
}

/** Makes a request too long for UDP. */
const padding = makeField('Subject', 'x'.repeat(1300));

const portOf = ({ locals }: Stack): string => String(locals[0]?.port);

describe('createStack', () => {
  test('listens where it is told, in that order', async () => {
    const { locals } = await stack('udp://127.0.0.1:0', 'TCP://[::1]:0');
    expect(locals).toMatchObject([
      { protocol: 'UDP', host: '127.0.0.1' },
      { protocol: 'TCP', host: '127.0.0.1' },
      { protocol: 'TCP', host: '::1' }
    ]);
    for (const { port } of locals) expect(port).toBeGreaterThan(0);
  });

  test('RFC 3261 §18.2.1: on the port and interface of UDP it listens on TCP too', async () => {
    const { locals } = await stack('udp://127.0.0.1:0');
    expect(locals).toEqual(['UDP', 'TCP'].map((protocol) => ({ protocol, host: '127.0.0.1', port: locals[0]?.port })));
  });

  test('RFC 3261 §18.2.1: where TCP is asked for it is bound once, and listed where it was asked', async () => {
    const free = await stack('udp://127.0.0.1:0');
    const port = portOf(free);
    await free.close();
    const { locals } = await stack(`tcp://127.0.0.1:${port}`, `udp://127.0.0.1:${port}`);
    expect(locals.map(({ protocol }) => protocol)).toEqual(['TCP', 'UDP']);
  });

  test('RFC 3261 §18.2.1: a port that is taken for TCP is no port for UDP', async () => {
    const taken = await stack('tcp://127.0.0.1:0');
    const listen = [`udp://127.0.0.1:${portOf(taken)}`];
    await expect(createStack({ listen })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test.each(['udp:127.0.0.1:5060', 'sip://127.0.0.1:5060', 'udp://127.0.0.1', 'udp://::1:5060', 'udp://[x]:1', ''])(
    '%j is no place to listen',
    async (url) => {
      await expect(createStack({ listen: [url] })).rejects.toMatchObject({ code: 'ERR_SIP_INVALID_OPTION' });
    }
  );

  test('when one place is taken, the others are given back', async () => {
    const taken = createSocket('udp4').bind(0, '127.0.0.1');
    await once(taken, 'listening');
    const free = await stack('tcp://127.0.0.1:0');
    const place = `tcp://127.0.0.1:${portOf(free)}`;
    await free.close();
    const listen = [place, `udp://127.0.0.1:${String(taken.address().port)}`];
    await expect(createStack({ listen })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    taken.close();
    await stack(place);
  });

  test('takes transports and parts of the environment from the caller', async () => {
    const clock = new VirtualClock();
    const transport = await bindUdp({ host: '127.0.0.1', port: 0 });
    const options: NodeStackOptions = { engine, listen: [], transports: [transport], environment: { clock } };
    const made = await createStack(options);
    open.push(made);
    expect(made.locals).toMatchObject([transport.local]);
  });

  test.each(['udp', 'tcp'])('over %s one user agent asks another what it can', async (protocol) => {
    const bob = await stack(`${protocol}://127.0.0.1:0`);
    const alice = await startUserAgent({
      engine,
      listen: [`${protocol}://127.0.0.1:0`],
      advertise: '127.0.0.1',
      aor: 'sip:alice@example.org',
      displayName: 'Alice'
    });
    open.push(alice);
    const answer = await alice.options(`sip:bob@127.0.0.1:${portOf(bob)}`);
    expect({ status: answer.status, from: answer.from.displayName }).toEqual({ status: 200, from: 'Alice' });
  });

  test('RFC 3261 §18.1.1: what is longer than 1300 bytes goes over TCP, with a Via that says so', async () => {
    const bob = await stack('udp://127.0.0.1:0');
    const alice = await startUserAgent({ listen: ['udp://127.0.0.1:0'] });
    open.push(alice);
    const to = `sip:bob@127.0.0.1:${portOf(bob)}`;
    const short = await alice.options(to);
    const long = await alice.options(to, { fields: [padding] });
    expect([short, long].map(({ status, topmostVia }) => [status, topmostVia.transport])).toEqual([
      [200, 'UDP'],
      [200, 'TCP']
    ]);
  });

  test('RFC 3261 §18.1.1: and over UDP all the same when nobody takes the connection', async () => {
    const transport = await bindUdp({ host: '127.0.0.1', port: 0 });
    const bob = await startUserAgent({ listen: [], transports: [transport] });
    const alice = await startUserAgent({ listen: ['udp://127.0.0.1:0'] });
    open.push(bob, alice);
    bob.onCall(async (incoming) => {
      await incoming.answer();
    });
    const to = `sip:bob@127.0.0.1:${String(transport.local.port)}`;
    const { status, topmostVia } = await alice.options(to, { fields: [padding] });
    expect([status, topmostVia.transport]).toEqual([200, 'UDP']);
    const call = await alice.invite(to, { sdp: 'v=0\r\n', fields: [padding] });
    expect(call.state).toBe('Confirmed');
    expect((await call.hangUp()).by).toBe('local');
  });

  test('RFC 3261 §18.1.1: a response that comes on a connection of its own, to the port of sent-by', async () => {
    const peer = createServer().listen(0, '127.0.0.1');
    await once(peer, 'listening');
    const alice = await startUserAgent({ listen: ['tcp://127.0.0.1:0'] });
    open.push(alice);
    const asked = alice.options(`sip:127.0.0.1:${String((peer.address() as AddressInfo).port)};transport=tcp`);
    const [socket] = (await once(peer, 'connection')) as [Socket];
    const [bytes] = (await once(socket, 'data')) as [Uint8Array];
    socket.destroy();
    const request = parseMessage(bytes) as SipRequest;
    const back = connect(request.topmostVia.port ?? 0, '127.0.0.1');
    back.write(formatMessage(buildResponse(request, 200, { toTag: 'b' })));
    expect((await asked).status).toBe(200);
    back.destroy();
    peer.close();
  });

  test('a user agent needs no name', async () => {
    const alice = await startUserAgent({ engine, listen: ['udp://127.0.0.1:0'] });
    open.push(alice);
    await expect(alice.options(`sip:127.0.0.1:${portOf(alice.stack)}`)).resolves.toMatchObject({ status: 200 });
  });
});

describe('the machine', () => {
  test('its resolver knows itself', async () => {
    expect(await resolveHost('127.0.0.1')).toBe('127.0.0.1');
    expect(['127.0.0.1', '::1']).toContain(await resolveHost('localhost'));
  });

  test('its clock calls back, unless it is told not to', async () => {
    const fired: number[] = [];
    const handles = [0, 0.5, 2].map((delay, index) => nodeClock.setTimeout(() => fired.push(index), delay));
    for (const handle of handles) nodeClock.clearTimeout(handle);
    await new Promise<void>((resolve) => {
      nodeClock.setTimeout(() => nodeClock.setTimeout(resolve, 3), 0);
    });
    expect(fired).toEqual([]);
    expect(nodeClock.now()).toBeGreaterThan(0);
  });
});
