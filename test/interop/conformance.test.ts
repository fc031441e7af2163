/** `sipcharts conformance` over sockets, against `sipcharts serve`: both as processes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const port = 5162;

/** What a run printed and how it ended. */
async function conformance(
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly out: string }> {
  const child = spawn(process.execPath, [main, 'conformance', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}

describe('RFC 3261 §17.2, §8.2: a server on a socket, clause by clause', () => {
  let server: ChildProcess | undefined;
  afterEach(async () => {
    if (server === undefined) return;
    const exited = once(server, 'exit');
    server.kill('SIGKILL');
    await exited;
    server = undefined;
  });

  test('our own passes every scenario that is short, over UDP and TCP', async () => {
    server = spawn(process.execPath, [main, 'serve', '--port', String(port), '--test-numbers'], {
      stdio: ['ignore', 'ignore', 'pipe']
    });
    const lines = createInterface(server.stderr!);
    for await (const line of lines) if (line.startsWith('listening on TCP')) break;
    const targets = ['udp', 'tcp'].flatMap((transport) => ['--target', `${transport}:127.0.0.1:${String(port)}`]);
    const { code, out } = await conformance(...targets, '--ringing', 'ring', '--refusing', 'busy', '--quick');
    console.log(out.trim().split('\n').at(-1));
    expect(out).toContain(' 0 failed, 0 could not be judged, ');
    expect([code, out]).toEqual([0, expect.stringContaining('left out: takes 37 s')]);
  });

  test('a server that is not there fails, and the exit code says so', async () => {
    const { code, out } = await conformance('--target', 'udp:127.0.0.1:9', '--only', 'CANCEL of nothing', '--json');
    expect([code, JSON.parse(out)]).toMatchObject([1, { verdict: 'failed', clauses: ['RFC 3261 §9.2'] }]);
  });

  test('what can not be meant is said, with exit code 2', async () => {
    expect(await conformance('--target', 'sctp:127.0.0.1:5060')).toMatchObject({ code: 2 });
    expect(await conformance()).toMatchObject({ code: 2 });
    expect((await conformance('--list')).out).toContain('RFC 3261 §17.2.1: Timer G does not run');
  });
});
