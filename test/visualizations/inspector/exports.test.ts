/** What `GET /export` gives away, in each format: whole, and without secrets. */
import { expect, test } from 'vitest';
import type { TraceEvent } from '../../../src/trace/event.ts';
import { parseTrace } from '../../../src/trace/parse.ts';
import { exporters } from '../../../visualizations/inspector/exports.ts';
import { TracedPhones } from '../../trace/phones.ts';

const write = (format: keyof typeof exporters, events: readonly TraceEvent[]): string =>
  [...exporters[format].write(events)].map((piece) => Buffer.from(piece).toString('latin1')).join('');

test('a call as a trace, a packet capture, a Mermaid sequence and a picture', async () => {
  const phones = new TracedPhones();
  await phones.call();
  const events = phones.ofBob;
  expect(parseTrace(write('trace', events)).map(({ type }) => type)).toEqual(events.map(({ type }) => type));
  const messages = events.filter(({ type }) => type === 'message').length;
  expect(write('pcap', events).match(/SIP\/2\.0\r\n|SIP\/2\.0 \d/g)).toHaveLength(messages);
  expect(write('mermaid', events)).toMatch(/^sequenceDiagram[\s\S]*INVITE[\s\S]*BYE/);
  expect(write('svg', events)).toMatch(/^<svg[\s\S]*180 Ringing[\s\S]*<\/svg>/);
});

test.each(['trace', 'pcap', 'mermaid', 'svg'] as const)('%s: credentials stay here', (format) => {
  const flow = { transport: 'UDP', local: { host: '127.0.0.1', port: 1 }, remote: { host: '127.0.0.1', port: 2 } };
  const text = 'OPTIONS sip:a SIP/2.0\r\nAuthorization: Digest s3cret\r\n\r\n';
  const events: readonly TraceEvent[] = [
    { type: 'begin', at: 0, version: 1, living: { actors: 0, timers: 0 } },
    { type: 'message', at: 1, message: 1, direction: 'in', flow, text, startLine: 'OPTIONS sip:a SIP/2.0' }
  ];
  expect(write(format, events)).not.toContain('s3cret');
  expect(write(format, events)).toContain('OPTIONS');
});
