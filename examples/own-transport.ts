/** A transport of your own: two stacks of one process, joined by an actor that hands bytes across. */
import {
  formatMessage,
  nodeClock,
  nodeEntropy,
  resolveHost,
  Stack,
  type Transport,
  type TransportInput,
  UserAgent
} from 'sipcharts';
import type { ToTransport } from 'sipcharts/machines';
import { fromCallback } from 'xstate';

/** Everybody on the wire, by address: how bytes get there. */
const wire = new Map<string, (bytes: Uint8Array, from: string) => void>();

function memory(host: string): Transport {
  const local = { host, port: 5060 };
  const logic = fromCallback<ToTransport, TransportInput>(({ input: { inbound }, receive }) => {
    wire.set(host, (bytes, from) => {
      inbound.next({ bytes, flow: { transport: 'MEM', local, remote: { host: from, port: 5060 } } });
    });
    receive((event) => {
      if (event.type !== 'send') return;
      const deliver = wire.get(event.flow.remote.host);
      // Never at once: who sends is in the middle of its own step.
      if (deliver !== undefined) setImmediate(deliver, formatMessage(event.message), host);
      else event.sender?.send({ type: 'transport.error', error: new Error(`nobody is at ${event.flow.remote.host}`) });
    });
    return () => wire.delete(host);
  });
  return { protocol: 'MEM', local, logic, closed: Promise.resolve(), close: async () => Promise.resolve() };
}

const environment = { clock: nodeClock, entropy: nodeEntropy(), resolveHost };
await using alice = new Stack({ transports: [memory('10.0.0.1')], environment });
await using bob = new Stack({ transports: [memory('10.0.0.2')], environment });
const agent = new UserAgent(alice, { aor: 'sip:alice@example.org' });
/** What Bob can do, and what becomes of asking somebody who is not there. */
export const capabilities = await agent.options('sip:bob@10.0.0.2');
export const nobody = await agent.options('sip:carol@10.0.0.3').then(() => 'Carol is here', String);
console.log(
  `Bob at ${String(bob.locals[0]?.host)} allows ${capabilities.field('Allow')?.value ?? 'nothing'}. ${nobody}`
);
