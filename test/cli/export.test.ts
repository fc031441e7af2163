/** `sipcharts export` reads a trace file, and says what it cannot read. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportTrace } from '../../src/cli/export.ts';
import { writePcap } from '../../src/cli/trace-file.ts';
import { traceToJson } from '../../src/trace/format.ts';
import { TracedPhones } from '../trace/phones.ts';
import { from } from 'rxjs';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sipcharts-export-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const toPcap = async (trace: string, keepSecrets = false): Promise<Buffer> => {
  const out = at('out.pcap');
  await exportTrace(trace, { format: 'pcap', out, keepSecrets });
  return readFileSync(out);
};

test('a file of a trace makes the same capture as the trace itself, for its owner alone', async () => {
  const phones = new TracedPhones();
  await phones.call();
  writeFileSync(at('trace.jsonl'), phones.ofBob.map((event) => `${traceToJson(event)}\n`).join(''));
  writeFileSync(at('out.pcap'), 'longer than nothing, and everybody may read it');
  chmodSync(at('out.pcap'), 0o644);
  const exported = await toPcap(at('trace.jsonl'));
  expect(statSync(at('out.pcap')).mode & 0o777).toBe(0o600);
  await writePcap(from(phones.ofBob), at('live.pcap'), {});
  expect(readFileSync(at('live.pcap')).equals(exported)).toBe(true);
  expect(statSync(at('live.pcap')).mode & 0o777).toBe(0o600);
  expect(exported.toString('latin1')).toContain('SIP/2.0 180 Ringing');
});

test('the ladder of a call, as Mermaid and as SVG; which one has to be said when there are more', async () => {
  const phones = new TracedPhones();
  await phones.call();
  const draw = async (format: string, call?: string): Promise<string> => {
    writeFileSync(at('calls.jsonl'), phones.ofBob.map((event) => `${traceToJson(event)}\n`).join(''));
    const options = { format, out: at('ladder'), keepSecrets: false, ...(call !== undefined && { call }) };
    await exportTrace(at('calls.jsonl'), options);
    return readFileSync(at('ladder'), 'utf8');
  };
  expect(await draw('mermaid')).toMatch(/^sequenceDiagram[\s\S]*INVITE[\s\S]*BYE/);
  expect(await draw('svg')).toMatch(/^<svg[\s\S]*180 Ringing/);
  await expect(draw('svg', 'nobody')).rejects.toThrow('no such call');
  await phones.call();
  await expect(draw('svg')).rejects.toThrow('which --call?');
});

test('secrets that are in the file are blanked unless they are to be kept', async () => {
  const flow = { transport: 'UDP', local: { host: '::1', port: 1 }, remote: { host: '::1', port: 2 } };
  const text = 'OPTIONS sip:a SIP/2.0\r\nAuthorization: Digest s3cret\r\n\r\n';
  writeFileSync(
    at('secret.jsonl'),
    [
      { type: 'begin', at: 0, version: 1, living: { actors: 0, timers: 0 } },
      { type: 'message', at: 0, message: 1, direction: 'in', flow, text }
    ]
      .map((event) => JSON.stringify(event))
      .join('\n')
  );
  expect((await toPcap(at('secret.jsonl'))).toString('latin1')).not.toContain('s3cret');
  expect((await toPcap(at('secret.jsonl'), true)).toString('latin1')).toContain('s3cret');
});

test('what is no trace is refused by its line', async () => {
  const begin = '{"type":"begin","at":0,"version":1,"living":{"actors":0,"timers":0}}';
  writeFileSync(at('bad.jsonl'), `${begin}\nnull`);
  await expect(toPcap(at('bad.jsonl'))).rejects.toThrow(/line 2 of the trace/);
});

test('a file that is not there, and a format that does not exist', async () => {
  await expect(toPcap(at('nothing'))).rejects.toThrow('ENOENT');
  await expect(exportTrace(at('bad.jsonl'), { format: 'toString', keepSecrets: false })).rejects.toThrow(
    /--format takes .*pcap.*, not "toString"/
  );
});
