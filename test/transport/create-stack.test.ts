import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
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

const portOf = ({ locals }: Stack): string => String(locals[0]?.port);

describe('createStack', () => {
  test('listens where it is told, in that order', async () => {
    const { locals } = await stack('udp://127.0.0.1:0', 'TCP://[::1]:0');
    expect(locals).toMatchObject([
      { protocol: 'UDP', host: '127.0.0.1' },
      { protocol: 'TCP', host: '::1' }
    ]);
    for (const { port } of locals) expect(port).toBeGreaterThan(0);
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

  test('a user agent needs no name', async () => {
    const alice = await startUserAgent({ engine, listen: ['udp://127.0.0.1:0'] });
    open.push(alice);
    expect(alice.stack.locals).toHaveLength(1);
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
