/** What we send to capture servers, read by Kamailio's sipcapture and by sngrep. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { from as events$ } from 'rxjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { traceToHep } from '../../src/trace/hep.ts';
import { pcapHeader, traceToPcap } from '../../src/trace/pcap.ts';
import { HepSender } from '../../src/transport/hep-sender.ts';
import { ofType } from '../trace/phones.ts';
import { callOver, flows } from './call-over.ts';
import { bound } from './sipp.ts';
import { run, whyMissing } from './tool.ts';

const missing = whyMissing('kamailio', 'kamailio');
const missingSngrep = whyMissing('sngrep', 'sngrep');
for (const reason of [missing, missingSngrep]) if (reason !== undefined) console.warn(`skipped: ${reason}`);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sipcharts-hep-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe.skipIf(missing !== undefined)('Kamailio reads', () => {
  const port = 16_190;
  let kamailio: ChildProcess;
  let exited: Promise<unknown>;
  const captured: string[] = [];
  const printed: string[] = [];

  beforeAll(async () => {
    const file = join(folder, 'kamailio.cfg');
    const config = readFileSync(fileURLToPath(new URL('sipcapture.cfg', import.meta.url)), 'latin1');
    writeFileSync(file, config.replaceAll('PORT', String(port)).replaceAll('FOLDER', folder));
    kamailio = spawn('kamailio', ['-f', file, '-DD', '-E'], { stdio: ['ignore', 'ignore', 'pipe'] });
    exited = once(kamailio, 'exit');
    createInterface(kamailio.stderr!).on('line', (line) => {
      printed.push(line);
      const [, what] = /captured (.+)/.exec(line) ?? [];
      if (what !== undefined) captured.push(what);
    });
    await Promise.race([
      bound(port),
      exited.then(() => {
        throw new Error(printed.join('\n'));
      })
    ]);
  });

  afterAll(async () => {
    kamailio.kill('SIGTERM');
    await exited;
  });

  test.each(flows)('a call over %s', async (_, flow) => {
    const events = await callOver(flow);
    const messages = ofType(events, 'message');
    captured.length = 0;
    const server = { host: '127.0.0.1', port };
    await using sender = await HepSender.start(events$(events), { server, captureId: 7 });
    await sender.ended;
    expect(sender.counts).toEqual({ sent: messages.length, failed: 0, lost: 0 });
    while (captured.length < messages.length) await once(kamailio.stderr!, 'data');
    expect(captured).toEqual(
      messages.map((message) => {
        const { host, port: from } = message.direction === 'out' ? flow.local : flow.remote;
        const { status, startLine, cseq, callId } = message;
        const [method] = startLine!.split(' ');
        const first = status === undefined ? method : String(status);
        const transport = flow.transport === 'UDP' ? 'udp' : 'tcp';
        return `${first} of ${cseq!.sequence} ${cseq!.method} with ${transport} from ${host}:${from}, ${callId}`;
      })
    );
  });
});

describe.skipIf(missingSngrep !== undefined)('sngrep reads', () => {
  test.each(flows)('a call over %s: one dialog, every message', async (_, flow) => {
    const events = await callOver(flow);
    const write = traceToHep({ captureId: 0xffff_fffe });
    const wrap = traceToPcap();
    // Each packet is what a datagram to Homer has in it.
    const homer = { host: '192.0.2.9', port: 9060 };
    const records = events.flatMap((event) => {
      const packet = write(event);
      if (packet === undefined || event.type !== 'message') return [];
      const text = Buffer.from(packet).toString('latin1');
      return [wrap({ ...event, flow: { transport: 'UDP', local: homer, remote: homer }, text })];
    });
    const [file, out] = [join(folder, 'hep.pcap'), join(folder, 'sngrep.pcap')];
    writeFileSync(file, Buffer.concat([pcapHeader(), ...records]));
    expect(run('sngrep', ['-N', '-E', '-I', file, '-O', out])).toMatch(/Dialog count: 1\s*$/);
    const written = readFileSync(out, 'latin1');
    for (const { startLine } of ofType(events, 'message')) expect(written).toContain(startLine);
  });
});
