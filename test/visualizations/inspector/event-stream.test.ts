/** A stream to a page that is slow, on a real socket: what is kept for it is bounded, and it is told what it missed. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Subject } from 'rxjs';
import { afterEach, expect, test } from 'vitest';
import type { TraceEvent } from '../../../src/trace/event.ts';
import { EventStream } from '../../../visualizations/inspector/event-stream.ts';

const server = createServer();
let socket: Socket | undefined;

afterEach(async () => {
  socket?.destroy();
  if (server.listening) await new Promise((closed) => server.close(closed));
});

/** A page that has asked and does not read, and the stream to it. */
async function openStream(): Promise<{ readonly stream: EventStream; readonly page: Socket }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  return { stream: new EventStream(response), page: socket };
}

/** More than the kernel takes for it. */
const long = 'a'.repeat(4000);
const flood = 20_000;
const event = (at: number): TraceEvent => ({
  type: 'ignored',
  at,
  actor: 1,
  on: 'event',
  event: long,
  state: ''
});

test('a page that is slow loses the oldest that wait, and is told how many; it gets the newest', async () => {
  const { stream, page } = await openStream();
  const trace$ = new Subject<TraceEvent>();
  const sent = stream.sendTrace(trace$);
  for (let at = 1; at <= flood; at++) {
    trace$.next(event(at));
    if (at % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  trace$.complete();
  let text = '';
  page.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk.replaceAll(/a{10,}/g, '');
  });
  await Promise.all([sent, once(page, 'close')]);
  const lost = [...text.matchAll(/"type":"lost","at":\d+,"count":(\d+)/g)].map(([, count]) => Number(count));
  const got = [...text.matchAll(/"type":"ignored","at":(\d+)/g)].map(([, at]) => Number(at));
  expect(lost.length).toBeGreaterThan(0);
  expect(lost.reduce((sum, count) => sum + count, got.length)).toBe(flood);
  expect(got.at(-1)).toBe(flood);
  expect(text).toContain('event: end');
});

test('one that reads nothing between two signs of life is given up, and its trace is left', async () => {
  const { stream, page } = await openStream();
  const trace$ = new Subject<TraceEvent>();
  const sent = stream.sendTrace(trace$);
  stream.beat();
  expect(stream.isClosed).toBe(false);
  for (let at = 1; at <= flood; at++) trace$.next(event(at));
  while (!stream.isBehind) await new Promise((resolve) => setImmediate(resolve));
  stream.beat();
  expect(stream.isClosed).toBe(false);
  stream.beat();
  expect(stream.isClosed).toBe(true);
  await sent;
  expect(trace$.observed).toBe(false);
  page.resume();
  await once(page, 'close');
  // Nothing more is said to it.
  stream.send('more');
  stream.beat();
  stream.end();
});

test('one that goes is told no more, and its trace is left at once', async () => {
  const { stream, page } = await openStream();
  const trace$ = new Subject<TraceEvent>();
  const sent = stream.sendTrace(trace$);
  page.destroy();
  await sent;
  expect([trace$.observed, stream.isClosed]).toEqual([false, true]);
  const after = stream.sendTrace(trace$);
  await after;
  let isTold = false;
  stream.onClose(() => (isTold = true));
  expect(isTold).toBe(true);
});
