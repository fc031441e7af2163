/**
 * What it costs a server to be inspected: SIPp's own callers against `sipcharts serve`, alone and with `--inspect` while a
 * page follows the overview and one call.
 *
 * `npm run bench:inspect [-- --rate 500] [-- --seconds 30]` prints CPU ms a call (`/proc/PID/stat`), failed calls and
 * retransmissions of each, and what the page got; exit 1 when a call failed. Needs SIPp (Debian: sip-tester) and Linux.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';
import { argv, exit, execPath } from 'node:process';
import { missing, startSipp } from '../test/interop/sipp.ts';

/** What is known of one server that was called. */
interface Figures {
  readonly name: string;
  readonly milliseconds: number;
  readonly failed: number;
  readonly retransmissions: number;
  readonly read: Readonly<Record<string, number>>;
}

if (missing !== undefined) {
  console.log(`skipped: ${missing}`);
  exit(0);
}
const option = (name: string, otherwise: number): number => {
  const at = argv.indexOf(name);
  return at < 0 ? otherwise : Number(argv[at + 1]);
};
const rate = option('--rate', 500);
const calls = rate * option('--seconds', 30);
const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'latin1' }));

/** The milliseconds of CPU that a process has used. */
function cpuOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${String(pid)}/stat`, 'latin1')
    .replace(/^.*\) /, '')
    .split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticks;
}

async function startServer(port: number, args: readonly string[]): Promise<{ server: ChildProcess; url: string }> {
  const main = resolve('dist/src/cli/main.js');
  const server = spawn(execPath, [main, 'serve', '--port', String(port), ...args], {
    stdio: ['ignore', 'ignore', 'pipe']
  });
  const awaited = args.length > 0 ? 'inspector at ' : 'listening on TCP';
  const url = await new Promise<string>((told, reject) => {
    server.once('exit', () => {
      reject(new Error('the server ended'));
    });
    createInterface(server.stderr).on('line', (line) => {
      if (line.startsWith(awaited)) told(line.slice(awaited.length));
      else if (line.startsWith('error')) console.log(line);
    });
  });
  return { server, url };
}

/** Reads a stream to its end; counts its events and keeps the last. */
function follow(url: string, leave: AbortSignal): { events: number; bytes: number; last: string } {
  const seen = { events: 0, bytes: 0, last: '' };
  const read = async (): Promise<void> => {
    const { body } = await fetch(url, { signal: leave });
    let line = '';
    for await (const chunk of (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
      seen.bytes += chunk.length;
      const lines = (line + chunk).split('\n\n');
      line = lines.pop() ?? '';
      seen.events += lines.length;
      seen.last = lines.at(-1) ?? seen.last;
    }
  };
  read().catch((error: unknown) => {
    if (!leave.aborted) console.log(`a stream ends: ${String(error)}`);
  });
  return seen;
}

/** Follows the first call that the overview shows. */
async function followCall(url: string, overview: { readonly last: string }, leave: AbortSignal) {
  for (;;) {
    const callId = /"callId":"([^"]+)"/.exec(overview.last)?.[1];
    if (callId !== undefined) return follow(`${url}trace?call=${encodeURIComponent(callId)}`, leave);
    await new Promise((soon) => setTimeout(soon, 50));
  }
}

async function measure(name: string, port: number, args: readonly string[]): Promise<Figures> {
  const { server, url } = await startServer(port, args);
  const leave = new AbortController();
  try {
    const overview = args.length > 0 ? follow(`${url}overview`, leave.signal) : undefined;
    const call = overview && followCall(url, overview, leave.signal);
    const before = cpuOf(server);
    const sipp = startSipp([
      ...['-sn', 'uac', `127.0.0.1:${String(port)}`, '-p', String(port + 10_000)],
      ...['-r', String(rate), '-m', String(calls)]
    ]);
    const { successful, failed, retransmissions } = await sipp.result;
    const milliseconds = (cpuOf(server) - before) / successful;
    const read = { overviews: overview?.events ?? 0, bytes: overview?.bytes ?? 0, events: (await call)?.events ?? 0 };
    return { name, milliseconds, failed: failed + calls - successful - failed, retransmissions, read };
  } finally {
    leave.abort();
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  }
}

const alone = await measure('alone', 5990, []);
const inspected = await measure('inspected', 5991, ['--inspect', '127.0.0.1:0']);
console.log(
  `${String(calls)} calls at ${String(rate)} a second\n\n           CPU ms a call   / alone   failed   sent again`
);
for (const { name, milliseconds, failed, retransmissions } of [alone, inspected])
  console.log(
    name.padEnd(10),
    milliseconds.toFixed(3).padStart(13),
    (milliseconds / alone.milliseconds).toFixed(2).padStart(9),
    String(failed).padStart(8),
    String(retransmissions).padStart(12)
  );
const { overviews = 0, bytes = 0, events = 0 } = inspected.read;
console.log(
  `\nthe page read ${String(overviews)} overviews (${String(Math.round(bytes / 1000))} kB) and ${String(events)} events of a call`
);
exit(alone.failed + inspected.failed > 0 ? 1 : 0);
