/**
 * What it costs to be watched: OPTIONS through a whole stack, from its bytes to those of the 200 and on to the end of
 * Timer J, in memory and on virtual time.
 *
 * `npm run bench:trace [-- --quick] [-- --before DIR] [-- --nobody]` prints CPU µs a transaction, and ratios: `nobody` is
 * subscribed to `trace$`; `idle`, a subscriber that does nothing; `recorder`, a flight recorder; `metrics`,
 * `pcap` and `JSON`, one that counts everything for Prometheus, that makes packets of messages, JSON of everything. `inspected` has an inspector of XState's that does nothing,
 * and no trace. `before` is another tree of this project, built in DIR, such as
 * one before a change; with `--nobody` it is only held against `nobody`, so that nothing else has been through the engine's
 * optimizer. All take turns in one process; the median of the rounds is shown.
 */
import { resolve } from 'node:path';
import { argv, cpuUsage } from 'node:process';
import type { Observer } from 'rxjs';
import type { ActorLogic } from 'xstate';
import type { Inbound, Transport, TransportInput } from '../src/transport/transport.ts';
import { metrics } from '../src/metrics/metrics.ts';
import { traceToJson } from '../src/trace/format.ts';
import { FlightRecorder } from '../src/trace/recorder.ts';
import { traceToPcap } from '../src/trace/pcap.ts';
import { bytesOf, median } from './transactions/scene.ts';

const quick = argv.includes('--quick');
const live = 500;
const count = quick ? 5_000 : 20_000;
const rounds = quick ? 3 : 9;
const flow = {
  transport: 'UDP',
  local: { host: '192.0.2.2', port: 5060 },
  remote: { host: '192.0.2.1', port: 5060 }
};

/** The modules of one tree, by the folder that they are built in. */
async function load(built: string) {
  const { Stack } = (await import(`${built}/src/stack/stack.js`)) as typeof import('../src/stack/stack.ts');
  const { VirtualClock } = (await import(`${built}/src/testing/virtual-clock.js`)) as {
    VirtualClock: typeof import('../src/testing/index.ts').VirtualClock;
  };
  const { formatMessage } = (await import(
    `${built}/src/message/format.js`
  )) as typeof import('../src/message/format.ts');
  return { Stack, VirtualClock, formatMessage };
}

type Tree = Awaited<ReturnType<typeof load>>;
let sent = 0;

/** CPU µs a transaction. */
async function measure(
  { Stack, VirtualClock, formatMessage }: Tree,
  watch: (stack: InstanceType<Tree['Stack']>) => void
) {
  const clock = new VirtualClock();
  let inbound: Observer<Inbound> | undefined;
  let written = 0;
  const logic = {
    getInitialSnapshot: (_: unknown, input: TransportInput) => {
      inbound = input.inbound;
      return { status: 'active', output: undefined, error: undefined };
    },
    transition(snapshot: unknown, event: { type: string; message: Parameters<Tree['formatMessage']>[0] }) {
      if (event.type === 'send') written += formatMessage(event.message).length;
      return snapshot;
    },
    getPersistedSnapshot: (snapshot: unknown) => snapshot
  } as unknown as Transport['logic'] & ActorLogic<never, never>;
  const transport = { protocol: 'UDP', local: flow.local, logic, closed: Promise.resolve(), close: async () => {} };
  const stack = new Stack({
    transports: [transport],
    environment: {
      clock,
      entropy: { token: () => 'bench', below: () => 0, keyedHash: () => 'bench' },
      resolveHost: async (host) => host
    },
    onError: (error) => {
      throw error;
    }
  });
  watch(stack);
  const step = 32_000 / live;
  const run = (times: number): void => {
    for (let i = 0; i < times; i++) {
      inbound?.next({ flow, bytes: bytesOf(sent++) });
      clock.advance(step);
    }
  };
  run(2 * live);
  const before = cpuUsage();
  run(count);
  const { user, system } = cpuUsage(before);
  if (written === 0 || stack.transactions < live / 2) throw new Error('the stack did nothing');
  await stack.close();
  return (user + system) / count;
}

const here = await load(resolve(import.meta.dirname, '..'));
const at = argv.indexOf('--before');
const other = argv[at + 1];
let events = 0;
let seen = 0;
let bytes = 0;
let packets = 0;
const only = [
  'before',
  'nobody',
  ...(argv.includes('--nobody') ? [] : ['inspected', 'idle', 'recorder', 'metrics', 'pcap', 'JSON'])
];
const all: readonly (readonly [name: string, tree: Tree, watch: Parameters<typeof measure>[1]])[] = [
  ...(at < 0 || other === undefined ? [] : [['before', await load(resolve(other, 'dist')), () => {}] as const]),
  ['nobody', here, () => {}],
  ['inspected', here, (stack) => stack.actor.system.inspect(() => seen++)],
  ['idle', here, (stack) => stack.trace$.subscribe(() => events++)],
  ['recorder', here, (stack) => new FlightRecorder(stack.trace$)],
  ['metrics', here, (stack) => metrics(stack, { detail: 'trace' })],
  [
    'pcap',
    here,
    (stack) => {
      const toPcap = traceToPcap();
      stack.trace$.subscribe((event) => (packets += toPcap(event).length));
    }
  ],
  ['JSON', here, (stack) => stack.trace$.subscribe((event) => (bytes += traceToJson(event).length))]
];
const rows = all.filter(([name]) => only.includes(name));
const figures = new Map<string, number[]>(rows.map(([name]) => [name, []]));
for (const [, tree, watch] of rows) await measure(tree, watch); // warm up
events = bytes = packets = 0;
for (let round = 0; round < rounds; round++) {
  for (const [name, tree, watch] of round % 2 === 0 ? rows : rows.toReversed())
    figures.get(name)?.push(await measure(tree, watch));
}
const micros = (name: string): number => median(figures.get(name) ?? []);
const each = rounds * (count + 2 * live);
console.log(`median of ${String(rounds)} rounds of ${String(count)}; ${(events / each).toFixed(1)} events, `);
console.log(
  `${(bytes / each).toFixed(0)} bytes of JSON, ${(packets / each).toFixed(0)} of pcap a transaction\n\n            µs each  / nobody`
);
for (const [name] of rows)
  console.log(
    `${name.padEnd(10)} ${micros(name).toFixed(2).padStart(8)} ${(micros(name) / micros('nobody')).toFixed(3).padStart(9)}`
  );
