/** What it costs to turn a request away: from its bytes to the bytes of its 503, without an actor. */
import type { Observer } from 'rxjs';
import type { ToTransport } from '../../machines/events.ts';
import { formatMessage } from '../../src/message/format.ts';
import { Stack } from '../../src/stack/stack.ts';
import { nodeClock } from '../../src/transport/node-clock.ts';
import { nodeEntropy } from '../../src/transport/node-entropy.ts';
import { nodeMemory } from '../../src/transport/node-memory.ts';
import type { Inbound, Transport } from '../../src/transport/transport.ts';
import { bytesOf, flow, timed } from './scene.ts';

/** µs for each of `count` requests that a full stack refuses. */
export async function measureRefusal(count: number): Promise<number> {
  let inbound: Observer<Inbound> | undefined;
  let sent = 0;
  const logic = {
    getInitialSnapshot: (_: unknown, input: { readonly inbound: Observer<Inbound> }) => {
      inbound = input.inbound;
      return { status: 'active', output: undefined, error: undefined };
    },
    transition: (snapshot: unknown, event: ToTransport) => {
      if (event.type === 'send') sent += formatMessage(event.message).length;
      return snapshot;
    },
    getPersistedSnapshot: (snapshot: unknown) => snapshot
  };
  const closed = Promise.resolve();
  const transport = { protocol: 'UDP', local: flow.local, logic, closed, close: async () => closed };
  await using stack = new Stack({
    transports: [transport as unknown as Transport],
    transactionLimit: 0,
    sourceRate: { perSecond: 1e9, burst: 1e9 },
    environment: {
      clock: nodeClock,
      entropy: nodeEntropy(),
      memory: nodeMemory(),
      resolveHost: async () => Promise.reject(new Error('no names here'))
    }
  });
  const datagrams = Array.from({ length: count }, (_, n) => bytesOf(n));
  let n = 0;
  const run = (): void => inbound?.next({ flow, bytes: datagrams[n++ % count] as Uint8Array });
  timed(count, run);
  const micros = timed(count, run);
  if (stack.counters.overload !== 2 * count || sent === 0) throw new Error('not every request was refused');
  return micros;
}
