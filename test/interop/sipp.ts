/** SIPp, the load generator, as a peer: one process, one result. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeClock } from '../../src/transport/node-clock.ts';

/** Why these tests can not run here, or undefined. */
export const missing =
  spawnSync('sipp', ['-v']).error === undefined ? undefined : 'sipp (Debian: sip-tester) is not installed';

/** What SIPp counted, from the last line of its statistics. */
export interface SippResult {
  readonly successful: number;
  readonly failed: number;
  readonly retransmissions: number;
  readonly exitCode: number | null;
  /** The end of what it printed, for a failed test. */
  readonly screen: string;
}

/** A SIPp that runs. */
export interface Sipp {
  readonly process: ChildProcess;
  readonly result: Promise<SippResult>;
}

function statistics(folder: string): Record<string, string> {
  const file = readdirSync(folder).find((name) => name.endsWith('.csv'));
  if (file === undefined) return {};
  const [head = '', ...rows] = readFileSync(join(folder, file), 'latin1').trim().split('\n');
  const last = (rows.at(-1) ?? '').split(';');
  return Object.fromEntries(head.split(';').map((name, at) => [name, last[at] ?? '']));
}

const running = new Set<ChildProcess>();

/** Ends every SIPp that still runs. For `afterEach`. */
export async function stopSipps(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    })
  );
}

/** Resolves when a UDP port of this machine is bound (Linux). */
export async function bound(port: number): Promise<void> {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')} `;
  while (!readFileSync('/proc/net/udp', 'latin1').includes(local)) await soon();
}

/** Lets real peers do something for a moment, for tests that can only ask again. */
export async function soon(): Promise<void> {
  return new Promise((resolve) => {
    nodeClock.setTimeout(resolve, 10);
  });
}

/** Starts SIPp with these arguments, on loopback, without a terminal. */
export function startSipp(args: readonly string[]): Sipp {
  const folder = mkdtempSync(join(tmpdir(), 'sipcharts-sipp-'));
  const all = [...args, '-i', '127.0.0.1', '-nostdin', '-trace_stat', '-stf', join(folder, 'stat.csv'), '-fd', '1'];
  const child = spawn('sipp', all, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let printed = '';
  const keep = (chunk: Buffer): void => {
    printed = (printed + chunk.toString('latin1')).slice(-4000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const result = new Promise<SippResult>((resolve) => {
    child.once('close', (exitCode) => {
      running.delete(child);
      const columns = statistics(folder);
      rmSync(folder, { recursive: true });
      const number = (name: string): number => Number(columns[name] ?? Number.NaN);
      resolve({
        successful: number('SuccessfulCall(C)'),
        failed: number('FailedCall(C)'),
        retransmissions: number('Retransmissions(C)'),
        exitCode,
        screen: printed
      });
    });
  });
  return { process: child, result };
}
