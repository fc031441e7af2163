/** What the rows of the bench share: somebody to talk to, a request, and how a number of living transactions is measured. */
import { setImmediate } from 'node:timers/promises';
import { type Actor, type ActorLogic, createActor, type Snapshot } from 'xstate';
import type { SipRequest } from '../../src/message/message.ts';
import { parseMessage } from '../../src/message/parse.ts';

/** What one transaction costs. */
export interface Cost {
  /** CPU time, user and system. */
  readonly micros: number;
  /** Heap while it lives. */
  readonly bytes: number;
}

/** Transactions that are made at a steady rate, so that one ends for each that begins. */
export interface Load {
  /** Makes the next one, and lets as much time pass as lies between two. */
  readonly next: () => void;
  /** How many live. */
  readonly alive: () => number;
  readonly stop: () => void;
}

/** An actor that is only told things. */
export function listener<TEvent extends { readonly type: string }>(
  take: (event: TEvent) => void
): Actor<ActorLogic<Snapshot<undefined>, TEvent>> {
  const logic: ActorLogic<Snapshot<undefined>, TEvent> = {
    getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined }),
    transition(snapshot, event) {
      take(event);
      return snapshot;
    },
    getPersistedSnapshot: (snapshot) => snapshot
  };
  return createActor(logic).start();
}

export const flow = {
  transport: 'UDP',
  local: { host: '192.0.2.2', port: 5060 },
  remote: { host: '192.0.2.1', port: 5060 }
};

/** The bytes of the n-th OPTIONS. */
export function bytesOf(n: number): Uint8Array {
  const name = n.toString(36);
  const text = [
    'OPTIONS sip:bob@192.0.2.2 SIP/2.0',
    `Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK${name}abcdefgh`,
    'Max-Forwards: 70',
    `From: <sip:alice@192.0.2.1>;tag=${name}`,
    'To: <sip:bob@192.0.2.2>',
    `Call-ID: ${name}@192.0.2.1`,
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
    '',
    ''
  ].join('\r\n');
  return Buffer.from(text, 'latin1');
}

export function request(n: number): SipRequest {
  const message = parseMessage(bytesOf(n));
  if (message.kind !== 'request') throw new Error('the bench made a bad request');
  return message;
}

/** The heap in use after everything that can go has gone: some of it only in another turn. */
async function collect(): Promise<number> {
  await setImmediate();
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error('run with --expose-gc');
  for (let i = 0; i < 3; i++) gc();
  return process.memoryUsage().heapUsed;
}

/** CPU time of something done a number of times, µs each. */
export function timed(times: number, run: () => void): number {
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

/** What one costs while `live` of them live: the load is brought up to that number, kept there for a while, then timed. */
export async function measure(make: (live: number) => Load, live: number, count: number): Promise<Cost> {
  const empty = await collect();
  const load = make(live);
  for (let i = 0; i < live; i++) load.next();
  const bytes = ((await collect()) - empty) / live;
  for (let i = 0; i < count; i++) load.next();
  const micros = timed(count, load.next);
  const alive = load.alive();
  if (Math.abs(alive - live) > 2 + live / 100) throw new Error(`${String(alive)} alive instead of ${String(live)}`);
  load.stop();
  return { micros, bytes };
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
