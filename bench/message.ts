/**
 * What a message costs, ours and the peers': `npm run bench:message`.
 *
 * One INVITE of 1,043 bytes with SDP. Each number is CPU time (user and system) in µs a message: the median of several
 * rounds, in which all rows take turns, after a warm-up. The peers are `sip`, `jssip` and `sip.js` from npm, found in
 * the folder that SIPCHARTS_BENCH_PEERS names (`npm i sip jssip sip.js` there); without it only our rows are shown.
 * Behind them, what hostile messages of doubling size cost, read with every field in them: t(2n)/t(n) is about 2 when reading is linear.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Fault } from '../src/message/fault.ts';
import { formatMessage } from '../src/message/format.ts';
import type { Header } from '../src/message/header.ts';
import { allow } from '../src/message/headers/allow.ts';
import { contact } from '../src/message/headers/contact.ts';
import { contentLength } from '../src/message/headers/content-length.ts';
import { contentType } from '../src/message/headers/content-type.ts';
import { maxForwards } from '../src/message/headers/max-forwards.ts';
import { recordRoute } from '../src/message/headers/record-route.ts';
import { supported } from '../src/message/headers/supported.ts';
import { via } from '../src/message/headers/via.ts';
import type { SipRequest } from '../src/message/message.ts';
import { parseMessage } from '../src/message/parse.ts';
import { serverKey } from '../src/transaction/key.ts';
import { hostile } from './message/hostile.ts';
import { text } from './message/invite.ts';

const datagram = Buffer.from(text, 'latin1');

/** Something that is timed, and how often a round does it. */
interface Row {
  readonly name: string;
  readonly times: number;
  readonly run: () => unknown;
}

function parse(): SipRequest {
  const message = parseMessage(datagram);
  if (message.kind !== 'request') throw new Error(message.kind);
  return message;
}

function sound<T>(value: T | Fault): T {
  if (value instanceof Fault) throw new Error(value.toString());
  return value;
}

const lists: readonly Header<unknown>[] = [via, recordRoute, contact, allow, supported];
const singles: readonly Header<unknown>[] = [maxForwards, contentType, contentLength];

const ours: readonly Row[] = [
  { name: 'ours: parse, with key', times: 20_000, run: () => serverKey(parse()) },
  {
    name: 'ours: full typed read',
    times: 20_000,
    run() {
      const message = parse();
      for (const header of lists) sound(message.all(header));
      for (const header of singles) sound(message.one(header));
      return message.field('User-Agent')?.value;
    }
  },
  { name: 'ours: parse + write', times: 20_000, run: () => formatMessage(parse()) }
];

type Parse = (text: string) => { headers: { via: unknown[] } };

async function peers(folder: string): Promise<readonly Row[]> {
  const require = createRequire(join(folder, 'package.json'));
  const sip = require('sip') as { parse: Parse; stringify: (message: unknown) => string };
  const jssip = require('jssip/lib/Parser.js') as { parseMessage: (text: string, ua: unknown) => object | undefined };
  const sipJsFile = pathToFileURL(join(folder, 'node_modules/sip.js/lib/core/messages/parser.js')).href;
  const sipJs = (await import(sipJsFile)) as { Parser: { parseMessage: (text: string, logger: unknown) => object } };
  const nothing = (): void => undefined;
  const logger = { debug: nothing, warn: nothing, error: nothing, log: nothing };
  return [
    { name: 'sip: parse', times: 5000, run: () => sip.parse(datagram.toString('latin1')).headers.via },
    { name: 'sip: parse + stringify', times: 5000, run: () => sip.stringify(sip.parse(datagram.toString('latin1'))) },
    { name: 'jssip: parse', times: 500, run: () => jssip.parseMessage(text, { configuration: {}, logger }) },
    { name: 'sip.js: parse', times: 100, run: () => sipJs.Parser.parseMessage(text, logger) }
  ];
}

/** CPU time of one run, in µs. */
function measure({ times, run }: Row): number {
  const start = process.cpuUsage();
  for (let i = 0; i < times; i++) run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / times;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] as number;

const folder = process.env['SIPCHARTS_BENCH_PEERS'];
const rows = [...ours, ...(folder === undefined ? [] : await peers(folder))];
const samples = rows.map((row) => {
  measure(row);
  return [] as number[];
});
for (let round = 0; round < 11; round++) for (const [i, row] of rows.entries()) samples[i]?.push(measure(row));
const costs = samples.map(median);
const sipParse = costs[rows.findIndex((row) => row.name === 'sip: parse')];
const sipBoth = costs[rows.findIndex((row) => row.name === 'sip: parse + stringify')];
const ratio = (cost: number, to: number | undefined): string => (to === undefined ? '' : (cost / to).toFixed(2));
console.log(`${'µs a message'.padEnd(26)}     CPU  / sip parse  / sip parse + stringify`);
for (const [i, row] of rows.entries()) {
  const cost = costs[i] as number;
  console.log(
    row.name.padEnd(26),
    cost.toFixed(2).padStart(7),
    ratio(cost, sipParse).padStart(12),
    ratio(cost, sipBoth).padStart(12)
  );
}

console.log(`\n${'µs a message of 64 KiB'.padEnd(30)}     CPU  t(2n)/t(n)`);
for (const { name, make, read } of hostile) {
  const [half, whole] = [32_768, 65_536].map((size) => {
    const bytes = make(size);
    const row: Row = { name, times: 20, run: () => read(bytes) };
    measure(row);
    return median(Array.from({ length: 7 }, () => measure(row)));
  }) as [number, number];
  console.log(name.padEnd(30), whole.toFixed(0).padStart(7), (whole / half).toFixed(2).padStart(11));
}
