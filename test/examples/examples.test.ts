/** The examples run, and the README shows them as they are. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** An example in a process of its own: its lines, and its end. */
function run(
  example: string,
  ...args: readonly string[]
): { lines: string[]; ended: Promise<unknown>; said: (line: string) => Promise<void> } {
  const options = ['--conditions', 'sipcharts-source', '--import', 'tsx', `examples/${example}.ts`, ...args];
  const child = spawn(process.execPath, options, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(child);
  const lines: string[] = [];
  const reader = createInterface(child.stdout).on('line', (line) => lines.push(line));
  const said = async (line: string): Promise<void> => {
    while (!lines.includes(line)) await once(reader, 'line');
  };
  return { lines, ended: Promise.all([once(child, 'close'), once(reader, 'close')]), said };
}

async function freePort(): Promise<string> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return String(port);
}

describe('the examples', () => {
  test('a phone calls, a phone answers', { timeout: 30_000 }, async () => {
    const port = await freePort();
    const bob = run('uas', port);
    await bob.said(`bob listens on ${port}`);
    const alice = run('uac', port);
    await Promise.all([alice.ended, bob.ended]);
    expect(alice.lines).toEqual(['180 Ringing', expect.stringMatching(/^Confirmed [0-9a-f]{24}$/)]);
    expect(bob.lines.slice(1)).toEqual(['sip:alice@127.0.0.1 calls', 'Confirmed', 'Terminated', 'ended by remote']);
  });

  test('a call is put on hold', { timeout: 30_000 }, async () => {
    const phones = run('hold');
    await phones.ended;
    expect(phones.lines.filter((line) => line.startsWith('alice'))).toEqual([
      'alice: on hold true',
      'alice: on hold false'
    ]);
    expect(phones.lines.filter((line) => line.startsWith('bob'))).toEqual(['bob: changed', 'bob: changed']);
  });

  test('one machine runs alone', { timeout: 30_000 }, async () => {
    const machine = run('one-machine');
    await machine.ended;
    const sends = [0, 500, 1500, 3500, 7500, 15_500, 31_500].map((at) => `${String(at)} to the transport: send`);
    expect(machine.lines).toEqual([
      ...sends,
      '32000 to the user: transaction.timeout',
      '32000 the transaction is Terminated'
    ]);
  });

  test('a chart of somebody else runs compiled', { timeout: 30_000 }, async () => {
    const chart = run('compiled-chart');
    await chart.ended;
    expect(chart.lines).toEqual(['0 Ringing 1', '4000 Silent 1']);
  });

  test.each(['uac', 'uas'])('the README shows %s.ts as it is, in 20 lines or so', (example) => {
    const code = read(`examples/${example}.ts`).split('\n').slice(1).join('\n');
    expect(read('README.md')).toContain(`\`\`\`ts\n${code}\`\`\``);
    expect(code.trim().split('\n').length).toBeLessThanOrEqual(22);
  });

  test('what the README shows of one-machine.ts stands there', () => {
    const [, shown = ''] = /```ts\n(const transaction = [\s\S]*?)```/.exec(read('README.md')) ?? [];
    expect(shown).not.toBe('');
    expect(read('examples/one-machine.ts')).toContain(shown);
  });
});
