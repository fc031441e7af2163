/** `sipcharts export` reads a trace file, and says what it cannot read. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportTrace } from '../../src/cli/export.ts';
import { readTrace, writePcap } from '../../src/cli/trace-file.ts';
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

test('secrets that are in the file are blanked unless they are to be kept', async () => {
  const flow = { transport: 'UDP', local: { host: '::1', port: 1 }, remote: { host: '::1', port: 2 } };
  const text = 'OPTIONS sip:a SIP/2.0\r\nAuthorization: Digest s3cret\r\n\r\n';
  writeFileSync(
    at('secret.jsonl'),
    JSON.stringify({ type: 'message', at: 0, message: 1, direction: 'in', flow, text })
  );
  expect((await toPcap(at('secret.jsonl'))).toString('latin1')).not.toContain('s3cret');
  expect((await toPcap(at('secret.jsonl'), true)).toString('latin1')).toContain('s3cret');
});

describe('what is no trace is refused by its line', () => {
  const begin = '{"type":"begin","at":0,"version":1,"living":{"actors":0,"timers":0}}';
  const message = '{"type":"message","at":0,"direction":"in"';
  test.each([
    ['{', /line 2: .*JSON/],
    ['null', /line 2: not an event/],
    ['[]', /line 2: not an event/],
    ['{"type":"begin"}', /line 2: not an event/],
    ['{"type":7,"at":0}', /line 2: not an event/],
    ['{"type":"begin","at":0,"version":2}', /line 2: version 2, and 1 is what is read here/],
    [`${message}}`, /line 2: not a message/],
    [`${message},"text":"a","flow":{"transport":"UDP","local":null,"remote":{}}}`, /line 2: not a message/],
    [
      `${message},"text":1,"flow":{"transport":"UDP","local":{"host":"a","port":1},"remote":{"host":"a","port":1}}}`,
      /line 2: not a message/
    ],
    [
      `${message},"text":"","flow":{"transport":"UDP","local":{"host":1,"port":1},"remote":{"host":"a","port":1}}}`,
      /line 2: not a message/
    ],
    ['x'.repeat(9_000_000), /a line is longer than 8388608 characters/]
  ])('%.60s', async (line, fault) => {
    writeFileSync(at('bad.jsonl'), `${begin}\n${line}`);
    await expect(toPcap(at('bad.jsonl'))).rejects.toThrow(fault);
  });

  test('empty lines and events of other kinds are passed over', async () => {
    writeFileSync(at('other.jsonl'), `${begin}\n\n{"type":"from the future","at":1}\r\n`);
    const events = [];
    for await (const event of readTrace(at('other.jsonl'))) events.push(event.type);
    expect(events).toEqual(['begin', 'from the future']);
    expect(await toPcap(at('other.jsonl'))).toHaveLength(24);
  });

  test('a file that is not there, and a format that does not exist', async () => {
    await expect(toPcap(at('nothing'))).rejects.toThrow('ENOENT');
    await expect(exportTrace(at('bad.jsonl'), { format: 'toString', keepSecrets: false })).rejects.toThrow(
      '--format takes pcap, not "toString"'
    );
  });
});
