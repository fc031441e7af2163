/** The trace of a call over any transport, to be handed to other tools. */
import type { TraceEvent } from '../../src/trace/event.ts';
import { traceToJson } from '../../src/trace/format.ts';
import type { Flow } from '../../src/transaction/flow.ts';
import { TracedPhones } from '../trace/phones.ts';

/** When the stack's clock was 0, ms since 1970. */
export const epoch = 1_700_000_000_000;

const place = (host: string, port: number): Flow['local'] => ({ host, port });
/** Between Bob and Alice. */
export const flows: readonly (readonly [name: string, flow: Flow])[] = [
  ['UDP', { transport: 'UDP', local: place('192.0.2.1', 5060), remote: place('192.0.2.2', 40_000) }],
  ['UDP over IPv6', { transport: 'UDP', local: place('2001:db8::1', 5060), remote: place('2001:db8::2', 5060) }],
  ['TCP', { transport: 'TCP', local: place('192.0.2.1', 5060), remote: place('192.0.2.2', 40_000) }],
  ['TCP over IPv6', { transport: 'TCP', local: place('::1', 5070), remote: place('::1', 40_000) }],
  ['WebSocket, without its frames', { transport: 'WS', local: place('192.0.2.1', 8080), remote: place('192.0.2.2', 9) }]
];

/** What Bob's stack tells of a call, as if it had gone over this flow. */
export async function callOver(flow: Flow): Promise<readonly TraceEvent[]> {
  const phones = new TracedPhones();
  await phones.call();
  return phones.ofBob.map((event) => {
    const plain = JSON.parse(traceToJson(event)) as TraceEvent;
    if (plain.type === 'begin') return { ...plain, epoch };
    return plain.type === 'message' ? { ...plain, flow } : plain;
  });
}
