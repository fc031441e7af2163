// One chart without the stack: an INVITE client transaction whose transport and user are yours, on a virtual clock.
import { parseMessage } from 'sipcharts/message';
import { inviteClientTransaction } from 'sipcharts/machines';
import { VirtualClock } from 'sipcharts/testing';
import { createActor, fromCallback } from 'xstate';

const request = parseMessage(
  new TextEncoder().encode(
    `INVITE sip:bob@192.0.2.2 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK74bf9
From: <sip:alice@192.0.2.1>;tag=9fxced76sl
To: <sip:bob@192.0.2.2>
Call-ID: 3848276298220188511@192.0.2.1
CSeq: 1 INVITE

`.replaceAll('\n', '\r\n')
  )
);
if (request.kind !== 'request') throw new Error('not a request');

const clock = new VirtualClock();
const says = (who: string) =>
  createActor(fromCallback(({ receive }) => receive(({ type }) => console.log(clock.now(), who, type)))).start();

const transaction = createActor(inviteClientTransaction, {
  clock,
  input: {
    request,
    flow: { transport: 'UDP', local: { host: '192.0.2.1', port: 5060 }, remote: { host: '192.0.2.2', port: 5060 } },
    transport: says('to the transport:'),
    user: says('to the user:'),
    timers: { T1: 500, T2: 4000, T4: 5000, D: 32_000 }
  }
}).start();

clock.advance(64 * 500); // 32 seconds of SIP in no time
console.log(clock.now(), 'the transaction is', transaction.getSnapshot().value);
