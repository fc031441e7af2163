/** `npm start` watched from all sides while SIPp calls it: the capture, the trace and the metrics tell of the same calls. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { missing, startSipp, stopSipps } from './sipp.ts';
import { readCapture, whyMissing } from './tool.ts';

const missingTshark = whyMissing('tshark', 'tshark');
for (const reason of [missing, missingTshark]) if (reason !== undefined) console.warn(`skipped: ${reason}`);

const folder = mkdtempSync(join(tmpdir(), 'sipcharts-watchers-'));
let server: ChildProcess | undefined;
afterEach(async () => {
  await stopSipps();
  const exited = server?.exitCode === null ? once(server, 'exit') : undefined;
  server?.kill('SIGKILL');
  await exited;
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(missing !== undefined || missingTshark !== undefined)('two calls over UDP and two over TCP', async () => {
  const [port, metricsPort] = [16_191, 16_192];
  const [pcap, trace] = [join(folder, 'calls.pcap'), join(folder, 'calls.jsonl')];
  const args = ['dist/src/cli/main.js', 'serve', '--port', String(port), '--pcap', pcap, '--trace', trace];
  // Nobody listens to what goes to the capture server.
  const watched = ['--metrics', String(metricsPort), '--metrics-detail', 'trace', '--hep', '127.0.0.1:16193'];
  const child = spawn('node', [...args, ...watched], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'ignore', 'pipe']
  });
  server = child;
  const lines: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => {
      reject(new Error(lines.join('\n')));
    });
    createInterface(child.stderr).on('line', (line) => {
      lines.push(line);
      if (line.startsWith('listening on TCP')) resolve();
    });
  });
  expect(lines).toContain(`metrics at http://127.0.0.1:${metricsPort}/metrics`);

  for (const [transport, own] of [
    ['u1', 16_194],
    ['t1', 16_195]
  ]) {
    const sipp = ['-sn', 'uac', `127.0.0.1:${port}`, '-p', String(own), '-t', String(transport), '-m', '2'];
    expect(await startSipp(sipp).result).toMatchObject({ successful: 2, failed: 0 });
  }
  const scraped = (await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()).split('\n');
  const read = (sample: string): number =>
    Number(
      scraped
        .find((line) => line.startsWith(`sipcharts_${sample} `))
        ?.split(' ')
        .at(-1)
    );
  expect(read('requests_total{method="INVITE",direction="in"}')).toBeGreaterThanOrEqual(4);
  expect(read('charts_started_total{chart="dialog",method=""}')).toBe(4);
  expect(read('charts_started_total{chart="nonInviteServerTransaction",method="BYE"}')).toBe(4);
  expect(read('call_setup_seconds_count{direction="in"}')).toBe(4);
  expect(read('dialogs')).toBe(0);

  const exited = once(child, 'exit');
  child.kill('SIGINT');
  expect((await exited)[0]).toBe(0);
  const hep = lines.find((line) => line.startsWith('hep: ')) ?? '';
  const { sent, failed, lost } = JSON.parse(hep.slice('hep: '.length)) as Record<string, number>;
  const packets = readCapture(pcap, ['sip.Call-ID', 'udp.checksum.status', 'tcp.checksum.status', '_ws.malformed']);
  const messages = packets.filter((packet) => packet['sip.Call-ID'] !== '');
  const written = readFileSync(trace, 'latin1').match(/^\{"type":"message"/gm)?.length;
  expect([messages.length, sent! + failed! + lost!]).toEqual([written, written]);
  expect(new Set(messages.map((packet) => packet['sip.Call-ID'])).size).toBe(4);
  for (const packet of packets) {
    expect(packet['_ws.malformed']).toBe('');
    expect(`${packet['udp.checksum.status']}${packet['tcp.checksum.status']}`).toBe('1');
  }
  for (const file of [pcap, trace]) expect(statSync(file).mode & 0o777).toBe(0o600);
});

describe('what is written wrong behind an option ends the process with 2', () => {
  test.each([
    [['--hep', 'nowhere'], '--hep takes host:port, not "nowhere"'],
    [['--hep', '127.0.0.1:9060', '--hep-id', 'x'], '--hep-id takes a whole number up to 4294967295, not "x"'],
    [['--metrics', '[evil]:1'], '--metrics takes [host:]port, not "[evil]:1"'],
    [['--metrics', '0', '--metrics-detail', 'all'], '--metrics-detail takes counters or trace, not "all"']
  ])('%j', async (options, said) => {
    const child = spawn('node', ['dist/src/cli/main.js', 'serve', '--port', '0', ...options], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      stdio: ['ignore', 'ignore', 'pipe']
    });
    server = child;
    let printed = '';
    child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    expect((await once(child, 'close'))[0]).toBe(2);
    expect(printed).toBe(`sipcharts: ${said}\n`);
  });
});
