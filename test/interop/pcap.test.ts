/** Captures of ours, read by Wireshark's tshark and by sngrep: every message is found, whole, and nothing is wrong with it. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportTrace } from '../../src/cli/export.ts';
import type { MessageEvent, TraceEvent } from '../../src/trace/event.ts';
import { traceToJson } from '../../src/trace/format.ts';
import { ofType } from '../trace/phones.ts';
import { callOver, epoch, flows } from './call-over.ts';
import { readCapture, run, whyMissing } from './tool.ts';

const missing = whyMissing('tshark', 'tshark');
const missingSngrep = whyMissing('sngrep', 'sngrep');
for (const reason of [missing, missingSngrep]) if (reason !== undefined) console.warn(`skipped: ${reason}`);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sipcharts-pcap-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a trace, and has `sipcharts export` make a capture of it. */
async function capture(events: readonly TraceEvent[]): Promise<string> {
  const [trace, out] = [join(folder, 'trace.jsonl'), join(folder, 'trace.pcap')];
  writeFileSync(trace, events.map((event) => `${traceToJson(event)}\n`).join(''));
  await exportTrace(trace, { format: 'pcap', out, keepSecrets: false });
  expect(statSync(out).mode & 0o777).toBe(0o600);
  return out;
}

const fields = [
  'frame.time_epoch',
  'sip.Method',
  'sip.Status-Code',
  'sip.Call-ID',
  'sip.CSeq',
  'ip.checksum.status',
  'udp.checksum.status',
  'tcp.checksum.status',
  'tcp.analysis.flags',
  '_ws.malformed',
  '_ws.expert.message'
] as const;

/** Those with a SIP message. Nothing is wrong with any packet. */
function messagesIn(file: string, args: readonly string[] = []) {
  const packets = readCapture(file, fields, args);
  for (const packet of packets) {
    expect(packet).toMatchObject({ 'tcp.analysis.flags': '', '_ws.malformed': '' });
    for (const layer of ['ip', 'udp', 'tcp'] as const) expect(packet[`${layer}.checksum.status`]).toMatch(/^1?$/);
  }
  return packets.filter((packet) => packet['sip.CSeq'] !== '');
}

const told = ({ startLine, status, callId, cseq, at }: MessageEvent): object => ({
  'sip.Method': status === undefined ? startLine?.split(' ')[0] : '',
  'sip.Status-Code': status === undefined ? '' : String(status),
  'sip.Call-ID': callId,
  'sip.CSeq': `${String(cseq?.sequence)} ${String(cseq?.method)}`,
  'frame.time_epoch': ((epoch + at) / 1000).toFixed(6).padEnd(20, '0')
});

describe.skipIf(missing !== undefined)('tshark reads', () => {
  test.each(flows)('a call over %s', async (_, flow) => {
    const events = await callOver(flow);
    const messages = ofType(events, 'message');
    // On a port that is not SIP's, tshark has to be told.
    const args = flow.transport === 'WS' ? ['-d', 'tcp.port==8080,sip'] : [];
    const found = messagesIn(await capture(events), args);
    expect(found).toHaveLength(messages.length);
    expect(found).toMatchObject(messages.map(told));
  });

  test.each([
    ['UDP', 60_000],
    ['TCP', 250_000]
  ])('a message with a body of many bytes over %s', async (transport, size) => {
    const [begin, first, ...rest] = (await callOver({ ...flows[0]![1], transport })).filter(
      ({ type }) => type === 'begin' || type === 'message'
    );
    const head = (first as MessageEvent).text.replace(/Content-Type: .*\r\n/, '').replace(/Content-Length: \d+/, '');
    const text = head.slice(0, head.indexOf('\r\n\r\n')).trimEnd();
    const long = `${text}\r\nContent-Type: text/plain\r\nContent-Length: ${size}\r\n\r\n${'\xe9'.repeat(size)}`;
    const file = await capture([begin!, { ...(first as MessageEvent), text: long }, ...rest]);
    expect(messagesIn(file)).toHaveLength(rest.length + 1);
    const lengths = ['sip.Method', 'sip.Content-Length', 'udp.length', 'tcp.reassembled.length'] as const;
    const [message] = readCapture(file, lengths, ['-Y', 'sip']);
    expect(message).toEqual({
      'sip.Method': 'INVITE',
      'sip.Content-Length': String(size),
      'udp.length': transport === 'UDP' ? String(long.length + 8) : '',
      'tcp.reassembled.length': transport === 'TCP' ? String(long.length) : ''
    });
  });
});

describe.skipIf(missingSngrep !== undefined)('sngrep reads', () => {
  test.each(flows.slice(0, 4))('a call over %s: one dialog, every message', async (_, flow) => {
    const events = await callOver(flow);
    const [file, out] = [await capture(events), join(folder, 'sngrep.pcap')];
    const printed = run('sngrep', ['-N', '-I', file, '-O', out]);
    expect(printed).toMatch(/Dialog count: 1\s*$/);
    // What it writes is the packets in which it has found SIP.
    const written = readFileSync(out, 'latin1');
    for (const { startLine } of ofType(events, 'message')) expect(written).toContain(startLine);
  });
});
