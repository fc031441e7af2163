/** Real callers against our server: SIPp's own `uac` scenario against `npm start`, and callers that die. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { Stack } from '../../src/stack/stack.ts';
import { answerEveryCall, type CallReport } from '../../src/server/answering-machine.ts';
import { createStack } from '../../src/transport/create-stack.ts';
import { nodeClock } from '../../src/transport/node-clock.ts';
import { missing, soon, startSipp, stopSipps } from './sipp.ts';
import { engine } from '../support/engine.ts';

if (missing !== undefined) console.warn(`skipped: ${missing}`);
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** `npm start` on a port, in a process group of its own; resolves when it listens. */
async function npmStart(port: number): Promise<{ process: ChildProcess; lines: string[] }> {
  const child = spawn('npm', ['start', '--', '--port', String(port)], {
    cwd: here('../..'),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe']
  });
  const lines: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`npm start ended with ${String(code)}: ${lines.join('\n')}`));
    });
    createInterface(child.stderr).on('line', (line) => {
      lines.push(line);
      if (line.startsWith('listening on TCP')) resolve();
    });
  });
  return { process: child, lines };
}

async function interrupt({ process: child }: { process: ChildProcess }): Promise<number | null> {
  const exited = once(child, 'exit') as Promise<[number | null]>;
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
  return (await exited)[0];
}

describe.skipIf(missing !== undefined)('npm start, called by SIPp', () => {
  test.each([
    ['UDP', 'u1', 5160, 16_160],
    ['TCP', 't1', 5161, 16_161]
  ])('5,000 calls over %s at 200 a second: none fails, exit 0 on SIGINT', async (_, transport, port, own) => {
    const server = await npmStart(port);
    try {
      const args = ['-sn', 'uac', `127.0.0.1:${String(port)}`, '-p', String(own), '-t', transport];
      const result = await startSipp([...args, '-r', '200', '-m', '5000']).result;
      console.log(
        `${transport}: ${String(result.successful)} successful, ${String(result.failed)} failed, ${String(result.retransmissions)} retransmissions`
      );
      expect(result.screen).toContain('Successful call');
      expect(result).toMatchObject({ successful: 5000, failed: 0, exitCode: 0 });
      expect(result.retransmissions).toBeLessThanOrEqual(5);
    } finally {
      await stopSipps();
      expect(await interrupt(server)).toBe(0);
    }
    expect(server.lines.at(-1)).toMatch(/^done: /);
  });
});

/** A server in this process, its timers ten times as fast, and what became of its calls. */
async function startServer(longestCall: number): Promise<{ stack: Stack; port: number; ends: Promise<CallReport> }> {
  const stack = await createStack({
    engine,
    listen: ['udp://127.0.0.1:0'],
    timers: { T1: 50, T2: 400, T4: 500, D: 3200 },
    callLimits: { longestCall }
  });
  const ends = new Promise<CallReport>((resolve) => {
    answerEveryCall({ stack, clock: nodeClock, address: '127.0.0.1', onCallEnd: resolve });
  });
  return { stack, port: stack.locals[0]?.port ?? 0, ends };
}

/** Resolves when nothing lives in the stack any more; asks again at each timer that may have ended something. */
async function quiet(stack: Stack): Promise<void> {
  while (stack.transactions + stack.dialogs + stack.invites > 0) await soon();
}

describe.skipIf(missing !== undefined)('callers that die', () => {
  let stack: Stack | undefined;
  afterEach(async () => {
    await stack?.close();
    await stopSipps();
  });

  test('RFC 3261 §13.3.1.4: a caller killed before its ACK: the 2xx is resent to 64·T1, BYE fails, nothing is left', async () => {
    const server = await startServer(60_000);
    stack = server.stack;
    const sipp = startSipp([
      '-sf',
      here('unacknowledging-uac.xml'),
      `127.0.0.1:${String(server.port)}`,
      '-p',
      '16162',
      '-m',
      '1'
    ]);
    while (stack.dialogs === 0) await soon();
    sipp.process.kill('SIGKILL');
    await sipp.result;
    expect([stack.transactions, stack.dialogs]).toEqual([1, 1]);
    expect(await server.ends).toMatchObject({ by: 'unacknowledged', states: ['Confirmed', 'Terminated'] });
    await quiet(stack);
    expect([stack.transactions, stack.dialogs]).toEqual([0, 0]);
  });

  test('RFC 3261 §15: a caller killed after its ACK: the longest call sends BYE, nothing is left', async () => {
    const server = await startServer(4_000);
    stack = server.stack;
    const sipp = startSipp([
      '-sf',
      here('silent-uac.xml'),
      `127.0.0.1:${String(server.port)}`,
      '-p',
      '16163',
      '-m',
      '1'
    ]);
    while (stack.dialogs === 0 || stack.invites > 0) await soon();
    sipp.process.kill('SIGKILL');
    await sipp.result;
    while (stack.transactions > 0) await soon();
    expect([stack.transactions, stack.dialogs]).toEqual([0, 1]);
    expect(await server.ends).toMatchObject({ by: 'longest-call' });
    await quiet(stack);
    expect([stack.transactions, stack.dialogs]).toEqual([0, 0]);
  });
});
