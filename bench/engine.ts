/**
 * What the engines cost: the same server transactions run compiled and interpreted, in turns, in one process.
 *
 * `npm run bench:engine` prints CPU µs for each transaction (made, answered, absorbed until Timer J, forgotten), what it
 * holds while it absorbs retransmissions, and the ratio of the two. Each request is parsed anew and held by nobody else.
 */
import { type ActorLogic, createActor, type Snapshot } from 'xstate';
import { Counters } from '../machines/counters.ts';
import type { FromServerTransaction, ToTransport } from '../machines/events.ts';
import { transactionTable } from '../machines/transaction-table.ts';
import { parseMessage } from '../src/message/parse.ts';
import { buildResponse } from '../src/message/response.ts';
import { type Engine, engines } from '../src/stack/compiled-charts.ts';
import { installScheduler } from '../src/stack/scheduler.ts';
import { TimerQueue } from '../src/stack/timer-queue.ts';
import { VirtualClock } from '../src/testing/index.ts';
import { defaultTimers, sixtyFourT1 } from '../src/transaction/timers.ts';

const live = 5000;

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

/** A request of 1,000 bytes or so, as a phone sends it. */
function request(n: number): Uint8Array {
  const id = n.toString(36);
  const text = [
    'OPTIONS sip:bob@192.0.2.2 SIP/2.0',
    `Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK${id}abcdefgh;rport`,
    'Max-Forwards: 70',
    `From: "Alice" <sip:alice@192.0.2.1>;tag=${id}abcdefgh`,
    'To: <sip:bob@192.0.2.2>',
    `Call-ID: ${id}-0123456789@192.0.2.1`,
    'CSeq: 1 OPTIONS',
    'Contact: <sip:alice@192.0.2.1:5060;transport=udp>',
    'Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, MESSAGE, SUBSCRIBE, INFO, PRACK, UPDATE',
    `User-Agent: ${'x'.repeat(400)}`,
    'Content-Length: 0',
    '',
    ''
  ].join('\r\n');
  return Buffer.from(text, 'latin1');
}

interface Figure {
  readonly micros: number;
  readonly bytes: number;
}

/** The heap in use, buffers too, after everything that can go has gone. */
function collect(): number {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error('run with --expose-gc');
  for (let i = 0; i < 3; i++) gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

let sent = 0;

function measure(engine: Engine, count: number): Figure {
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
      logic: engines[engine],
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
  const run = (times: number): number => {
    let used = 0;
    for (let done = 0; done < times; done += 500) {
      // Parsing has a bench of its own.
      const requests = Array.from({ length: 500 }, () => parseMessage(request(sent++)));
      const before = process.cpuUsage();
      for (const one of requests) {
        if (one.kind === 'request') table.send({ type: 'transport.request', request: one, flow, transport });
        clock.advance(step);
      }
      const { user, system } = process.cpuUsage(before);
      used += user + system;
    }
    return used;
  };
  const empty = collect();
  run(live);
  const bytes = (collect() - empty) / live;
  const micros = run(count) / count;
  table.stop();
  return { micros, bytes };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const quick = process.argv.includes('--quick');
const [rounds, count] = quick ? [3, 10_000] : [7, 50_000];
const figures: Record<Engine, Figure[]> = { compiled: [], interpreted: [] };
for (const engine of ['compiled', 'interpreted'] as const) measure(engine, 5000); // warm up
for (let round = 0; round < rounds; round++) {
  for (const engine of ['compiled', 'interpreted'] as const) figures[engine].push(measure(engine, count));
}
console.log(`median of ${String(rounds)} rounds, ${String(live)} live\nengine        µs each  bytes each`);
const shown = (engine: Engine, key: keyof Figure): number => median(figures[engine].map((figure) => figure[key]));
for (const engine of ['compiled', 'interpreted'] as const) {
  const [micros, bytes] = [shown(engine, 'micros').toFixed(1), shown(engine, 'bytes').toFixed(0)];
  console.log(`${engine.padEnd(12)}  ${micros.padStart(7)}  ${bytes.padStart(10)}`);
}
const ratio = (key: keyof Figure): string => (shown('compiled', key) / shown('interpreted', key)).toFixed(2);
console.log(`ratio         ${ratio('micros').padStart(7)}  ${ratio('bytes').padStart(10)}`);
