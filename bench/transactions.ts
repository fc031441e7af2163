/**
 * What one server transaction costs: made, answered with a final response, absorbed until Timer J, forgotten.
 *
 * `npm run bench` prints CPU µs and heap KiB each (its request included), for several numbers of transactions alive at once. Time is virtual: it
 * moves on by Timer J / live for each new transaction, so that one ends for each that begins.
 */
import { type ActorLogic, createActor, type Snapshot } from 'xstate';
import { Counters } from '../machines/counters.ts';
import type { FromServerTransaction, ToTransport } from '../machines/events.ts';
import { charts } from '../machines/charts.ts';
import { transactionTable } from '../machines/transaction-table.ts';
import { compiledCharts } from '../src/stack/compiled-charts.ts';
import type { SipRequest } from '../src/message/message.ts';
import { parseMessage } from '../src/message/parse.ts';
import { buildResponse } from '../src/message/response.ts';
import { installScheduler } from '../src/stack/scheduler.ts';
import { TimerQueue } from '../src/stack/timer-queue.ts';
import { VirtualClock } from '../src/testing/index.ts';
import { defaultTimers, sixtyFourT1 } from '../src/transaction/timers.ts';

function listener<TEvent extends { readonly type: string }>(
  take: (event: TEvent) => void
): ActorLogic<Snapshot<undefined>, TEvent> {
  return {
    getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined }),
    transition(snapshot, event) {
      take(event);
      return snapshot;
    },
    getPersistedSnapshot: (snapshot) => snapshot
  };
}

function request(n: number): SipRequest {
  const text = [
    'OPTIONS sip:bob@192.0.2.2 SIP/2.0',
    `Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK${n.toString(36)}abcdefgh`,
    'Max-Forwards: 70',
    `From: <sip:alice@192.0.2.1>;tag=${n.toString(36)}`,
    'To: <sip:bob@192.0.2.2>',
    `Call-ID: ${n.toString(36)}@192.0.2.1`,
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
    '',
    ''
  ].join('\r\n');
  const message = parseMessage(Buffer.from(text, 'latin1'));
  if (message.kind !== 'request') throw new Error('the bench made a bad request');
  return message;
}

interface Figure {
  readonly live: number;
  readonly micros: number;
  readonly bytes: number;
}

/** The heap in use after everything that can go has gone. */
function collect(): number {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error('run with --expose-gc');
  for (let i = 0; i < 3; i++) gc();
  return process.memoryUsage().heapUsed;
}

function measure(live: number, count: number): Figure {
  const clock = new VirtualClock();
  const transport = createActor(listener<ToTransport>(() => undefined)).start();
  const core = createActor(
    listener<FromServerTransaction>((event) => {
      if (event.type !== 'transaction.request') return;
      event.transaction.send({ type: 'user.200-699', response: buildResponse(event.request, 200, { toTag: 'bench' }) });
    })
  ).start();
  const table = createActor(transactionTable, {
    input: {
      core,
      timers: defaultTimers,
      counters: new Counters(),
      admit: () => undefined,
      logic: process.argv.includes('--interpreted') ? charts : compiledCharts,
      report: console.error
    }
  });
  installScheduler(table.system, new TimerQueue({ clock, onError: console.error }));
  table.start();
  const flow = {
    transport: 'UDP',
    local: { host: '192.0.2.2', port: 5060 },
    remote: { host: '192.0.2.1', port: 5060 }
  };
  const step = sixtyFourT1(defaultTimers) / live;
  const empty = collect();
  // Requests are made beforehand, and used again when their transaction is long over: parsing has a bench of its own.
  const requests = Array.from({ length: live + 64 }, (_, n) => request(n));
  let n = 0;
  const run = (times: number): void => {
    for (let i = 0; i < times; i++) {
      const one = requests[n++ % requests.length];
      if (one !== undefined) table.send({ type: 'transport.request', request: one, flow, transport });
      clock.advance(step);
    }
  };
  run(live); // fill up: from here on as many end as begin
  const bytes = (collect() - empty) / live;
  run(live);
  const before = process.cpuUsage();
  run(count);
  const used = process.cpuUsage(before);
  const alive = table.getSnapshot().index.transactions;
  if (Math.abs(alive - live) > 2) throw new Error(`${String(alive)} alive instead of ${String(live)}`);
  table.stop();
  return { live, micros: (used.user + used.system) / count, bytes };
}

/** The machine is noisy: the numbers alive take turns, and of each the median is shown. */
function median(figures: readonly Figure[], value: (figure: Figure) => number): number {
  const sorted = figures.map(value).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const quick = process.argv.includes('--quick');
const count = quick ? 5_000 : 50_000;
const rounds = quick ? 1 : 5;
const lives = quick ? [500, 5_000] : [500, 5_000, 50_000];
measure(500, count); // warm up
const figures = Array.from({ length: rounds }, () => lives.map((live) => measure(live, count))).flat();
const of = (live: number): readonly Figure[] => figures.filter((figure) => figure.live === live);
const base = median(of(lives[0] ?? 0), ({ micros }) => micros);
console.log(`median of ${String(rounds)} rounds\nlive      µs each   ratio   KiB each`);
for (const live of lives) {
  const micros = median(of(live), (figure) => figure.micros);
  const kib = median(of(live), ({ bytes }) => bytes) / 1024;
  const columns = [micros.toFixed(1).padStart(7), (micros / base).toFixed(2).padStart(6), kib.toFixed(1).padStart(9)];
  console.log(`${String(live).padEnd(8)}  ${columns.join('  ')}`);
}
