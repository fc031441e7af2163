/** The way in: from a candidate message to the transaction table. RFC 3261 §18.1.2, §18.2.1, §8.2.7. */
import type { Counters } from '../../machines/counters.ts';
import type { Recipient, ToTransactionTable } from '../../machines/events.ts';
import { type MessageLimits, parseMessage, type RefusedMessage } from '../message/parse.ts';
import { buildRefusal } from '../message/response.ts';
import type { SipResponse } from '../message/message.ts';
import { hostOf } from '../syntax/host.ts';
import type { Entropy } from '../transaction/branch.ts';
import { stampReceived } from '../transport/received.ts';
import type { Inbound } from '../transport/transport.ts';
import type { RunningTransport } from './router.ts';

/** Where messages go and what is counted on the way. */
export interface Reception {
  readonly table: Recipient<ToTransactionTable>;
  readonly counters: Counters;
  readonly entropy: Entropy;
  readonly limits: MessageLimits;
}

/** Whether the top Via of a response is one that we wrote (§18.1.2). */
function isOurs({ topmostVia }: SipResponse, { protocol, local }: RunningTransport): boolean {
  return (
    topmostVia.transport === protocol &&
    topmostVia.host.toLowerCase() === hostOf(local.host).toLowerCase() &&
    topmostVia.port === local.port
  );
}

/** Takes one candidate message: to the table when it is sound, else a stateless answer or a counted drop. */
export function receive(inbound: Inbound, transport: RunningTransport, reception: Reception): void {
  const { flow, bytes } = inbound;
  const { table, counters, limits } = reception;
  const message = parseMessage(bytes, limits);
  if (message.kind === 'refused') refuse(message, inbound, transport, reception);
  else if (message.kind === 'request') {
    const request = stampReceived(message, flow.remote);
    table.send({ type: 'transport.request', request, flow, transport: transport.ref });
  } else if (isOurs(message, transport)) table.send({ type: 'transport.response', response: message });
  else counters.count('foreignResponse');
  // A stream whose framing failed can not be read any further (§18.3).
  if ('fault' in inbound) transport.ref.send({ type: 'close', flow });
}

function refuse(
  message: RefusedMessage,
  { flow }: Inbound,
  transport: RunningTransport,
  { counters, entropy }: Reception
): void {
  const refusal = buildRefusal(message, (text) => entropy.keyedHash(text));
  if (refusal === undefined) {
    counters.count('unreadable');
    return;
  }
  counters.count('refused');
  transport.ref.send({ type: 'send', message: refusal, flow });
}
