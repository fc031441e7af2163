/** The way in: from a candidate message to the transaction table. RFC 3261 §18.1.2, §18.2.1, §8.2.7. */
import type { Counters } from '../../machines/counters.ts';
import type { Recipient, ToTransactionTable } from '../../machines/events.ts';
import { type MessageLimits, parseMessage, type RefusedMessage } from '../message/parse.ts';
import { buildRefusal } from '../message/response.ts';
import type { SipMessage, SipResponse } from '../message/message.ts';
import { Fault } from '../message/fault.ts';
import { via } from '../message/headers/via.ts';
import type { Flow } from '../transaction/flow.ts';
import { hostOf } from '../syntax/host.ts';
import type { Entropy } from '../transaction/branch.ts';
import { stampReceived, stampVia } from '../transport/received.ts';
import type { Inbound } from '../transport/transport.ts';
import type { RunningTransport } from './router.ts';
import type { Tap } from './tap.ts';

/** Where messages go and what is counted on the way. */
export interface Reception {
  readonly table: Recipient<ToTransactionTable>;
  readonly counters: Counters;
  readonly entropy: Entropy;
  readonly limits: MessageLimits;
  readonly tap?: Tap | undefined;
}

/** Whether the top Via of a response is one that we wrote (§18.1.2). */
function isOurs({ topmostVia }: SipResponse, { protocol, local }: RunningTransport): boolean {
  return (
    topmostVia.transport === protocol &&
    topmostVia.host.toLowerCase() === hostOf(local.host).toLowerCase() &&
    topmostVia.port === local.port
  );
}

/** Whether a response has a Via behind the top one: we are no proxy, so ours is the only one (§8.1.3.3). */
function hasFurtherVia(response: SipResponse): boolean {
  const [only, further] = response.fieldsOf(via.name);
  if (further !== undefined) return true;
  if (only?.value.includes(',') !== true) return false;
  const values = response.all(via);
  return values instanceof Fault || values.length > 1;
}

/** Takes what came in: to the table when it is a sound message, else a stateless answer or a counted drop. */
export function receive(inbound: Inbound, transport: RunningTransport, reception: Reception): void {
  const { table, counters, limits } = reception;
  if ('keepAlive' in inbound) {
    counters.count('keepAlive');
    return;
  }
  if ('slow' in inbound) {
    counters.count('slowPeer');
    return;
  }
  const { flow, bytes } = inbound;
  const message = parseMessage(bytes, limits);
  reception.tap?.observer?.read(message);
  if (message.kind === 'refused') refuse(message, flow, transport, reception);
  else if ('fault' in inbound) refuseFrame(message, inbound.fault, flow, transport, reception);
  else if (message.kind === 'request') {
    const request = stampReceived(message, flow.remote);
    table.send({ type: 'transport.request', request, flow, transport: transport.ref });
  } else if (!isOurs(message, transport)) counters.count('foreignResponse');
  else if (hasFurtherVia(message)) counters.count('misroutedResponse');
  else table.send({ type: 'transport.response', response: message });
  // A stream whose framing failed can not be read any further (§18.3).
  if ('fault' in inbound) transport.ref.send({ type: 'close', flow });
}

/** A head that is sound but for its length, which only a stream demands. */
function refuseFrame(
  message: SipMessage,
  fault: Fault,
  flow: Flow,
  transport: RunningTransport,
  reception: Reception
): void {
  const request = message.kind === 'request' ? { method: message.method, fields: message.fields } : undefined;
  refuse({ kind: 'refused', fault, request }, flow, transport, reception);
}

function refuse(
  message: RefusedMessage,
  flow: Flow,
  transport: RunningTransport,
  { counters, entropy }: Reception
): void {
  const refusal = buildRefusal(
    message,
    (text) => entropy.keyedHash(text),
    (topmostVia) => stampVia(topmostVia, flow.remote)
  );
  if (refusal === undefined) {
    counters.count('unreadable');
    return;
  }
  counters.count('refused');
  transport.ref.send({ type: 'send', message: refusal, flow });
}
