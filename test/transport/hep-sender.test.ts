/** Messages on their way to a capture server, over the loopback interface. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { from, Subject } from 'rxjs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TraceEvent } from '../../src/trace/event.ts';
import { HepSender } from '../../src/transport/hep-sender.ts';

const begin = { type: 'begin', at: 0, version: 1, living: { actors: 0, timers: 0 } } as const;
const flow = { transport: 'UDP', local: { host: '192.0.2.1', port: 5060 }, remote: { host: '192.0.2.2', port: 5070 } };
const message = (number: number): TraceEvent => ({
  type: 'message',
  at: number,
  message: number,
  direction: 'out',
  flow,
  startLine: 'OPTIONS sip:a SIP/2.0',
  text: `message ${number}.`
});
const messages = (count: number): TraceEvent[] => Array.from({ length: count }, (_, i) => message(i + 1));

let server: Socket;
const received: string[] = [];
beforeEach(async () => {
  received.length = 0;
  server = createSocket('udp4');
  server.on('message', (bytes) => received.push(/message \d+\.$/.exec(bytes.toString('latin1'))?.[0] ?? 'unreadable'));
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.close();
});
const place = () => ({ host: '127.0.0.1', port: server.address().port });

async function arrived(count: number): Promise<void> {
  while (received.length < count) await once(server, 'message');
}

test('sends each message of a trace, in order, and ends with it', async () => {
  const sender = await HepSender.start(from([begin, ...messages(200)]), { server: place(), captureId: 1 });
  await sender.ended;
  await arrived(200);
  expect(received).toEqual(messages(200).map((_, i) => `message ${i + 1}.`));
  expect(sender.counts).toEqual({ sent: 200, failed: 0, lost: 0 });
});

test('a name is looked up', async () => {
  await using sender = await HepSender.start(from(messages(1)), {
    server: { host: 'localhost', port: place().port },
    captureId: 1
  });
  await sender.ended;
  // Where `localhost` is ::1, nobody listens.
  expect(sender.counts.sent + sender.counts.failed).toBe(1);
});

test('never more than `limit` wait: the oldest are lost, and counted', async () => {
  const trace$ = new Subject<TraceEvent>();
  const sender = await HepSender.start(trace$, { server: place(), captureId: 1, limit: 10 });
  for (const event of messages(1000)) trace$.next(event);
  trace$.complete();
  await sender.ended;
  await arrived(10);
  expect(received.at(-1)).toBe('message 1000.');
  expect(sender.counts).toEqual({ sent: 10, failed: 0, lost: 990 });
});

test('what happens beside messages takes no room', async () => {
  const trace$ = new Subject<TraceEvent>();
  const sender = await HepSender.start(trace$, { server: place(), captureId: 1, limit: 2 });
  trace$.next(message(1));
  for (let i = 0; i < 100; i++) trace$.next({ type: 'counted', at: 0, name: 'absorbed' });
  trace$.next(message(2));
  await sender.close();
  expect(sender.counts).toEqual({ sent: 2, failed: 0, lost: 0 });
});

test('a server that is not there: what could not be sent is counted, and nothing else happens', async () => {
  const nobody = place();
  server.close();
  await once(server, 'close');
  server = createSocket('udp4').unref();
  const trace$ = new Subject<TraceEvent>();
  const sender = await HepSender.start(trace$, { server: nobody, captureId: 1 });
  let given = 0;
  // The kernel says it of a later one.
  while (sender.counts.failed === 0) {
    trace$.next(message(++given));
    await new Promise(setImmediate);
  }
  await sender.close();
  expect(sender.counts.sent + sender.counts.failed).toBe(given);
});

test('closed, it leaves the trace, sends what waits, and nothing more', async () => {
  const trace$ = new Subject<TraceEvent>();
  const sender = await HepSender.start(trace$, { server: place(), captureId: 1 });
  trace$.next(message(1));
  trace$.next(message(2));
  await sender.close();
  expect(trace$.observed).toBe(false);
  await arrived(2);
  await sender.close();
  expect(sender.counts).toEqual({ sent: 2, failed: 0, lost: 0 });
});

test.each([-1, 0.5, 2 ** 32, Number.NaN])('%s is no capture id', async (captureId) => {
  await expect(HepSender.start(from([]), { server: place(), captureId })).rejects.toMatchObject({
    code: 'ERR_SIP_INVALID_OPTION'
  });
});

test('a name without an address rejects', async () => {
  await expect(
    HepSender.start(from([]), { server: { host: 'nobody.invalid', port: 9 }, captureId: 1 })
  ).rejects.toThrow();
});
