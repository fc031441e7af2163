/** Connections that are reset in the middle of everything, over real sockets; the transactions' time is virtual. */
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { formatMessage } from '../../src/message/format.ts';
import { nameAddr } from '../../src/message/headers/name-addr.ts';
import { sipUri } from '../../src/message/uri/uri.ts';
import type { Stack } from '../../src/stack/stack.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import { createStack } from '../../src/transport/create-stack.ts';
import { invite, request } from '../support/messages.ts';
import { type Peer, Peers } from '../transport/tcp-peer.ts';

/** Ten INVITEs each; `SIPCHARTS_RESETS=10000` for the whole of it. */
const cycles = Number(process.env['SIPCHARTS_RESETS'] ?? 20);
const patience = 5000 + 100 * cycles;

const peers = new Peers();
const open: Stack[] = [];
afterEach(async () => {
  await Promise.all([peers.close(), ...open.splice(0).map(async (stack) => stack.close())]);
});

async function listening() {
  const clock = new VirtualClock();
  const errors: unknown[] = [];
  const onError = (error: unknown): unknown => errors.push(error);
  const stack = await createStack({ listen: ['tcp://127.0.0.1:0'], environment: { clock }, onError });
  open.push(stack);
  return { stack, clock, errors, port: stack.locals[0]!.port };
}

/** Waits, in turns of the event loop, for something that the sockets will bring about. */
async function until(come: () => boolean): Promise<void> {
  while (!come()) await setImmediate();
}

/** The peer's side of the connection is reset, and is gone. */
async function reset(peer: Peer): Promise<void> {
  peer.socket.resetAndDestroy();
  await peer.gone;
}

/** Once all that was begun has had its time, nothing is left; what the sockets still have to say comes in between. */
async function expectNothingLeft({ stack, clock, errors }: Awaited<ReturnType<typeof listening>>): Promise<void> {
  for (let step = 0; step < 30; step++) {
    clock.advance(10_000);
    await setImmediate();
  }
  const { transactions, dialogs, invites } = stack;
  expect({ transactions, dialogs, invites, timers: clock.pending, errors }).toEqual({
    transactions: 0,
    dialogs: 0,
    invites: 0,
    timers: 0,
    errors: []
  });
  expect(stack.counters).toMatchObject({ childError: 0, internalError: 0, shellError: 0 });
}

describe('threat V27: a reset in the middle of a transaction (§17.1.4, §17.2.4, RFC 6026 §7.1)', () => {
  test.each([
    ['rings', undefined],
    ['is answered', 200],
    ['is refused', 486]
  ])(
    'as UAS: ten INVITEs, then the reset, while each %s: no actor is left',
    async (_, status) => {
      const bob = await listening();
      let offered = 0;
      bob.stack.takeInvites(({ invite: one }) => {
        offered++;
        if (status === undefined) one.send({ type: 'user.ring', answer: { status: 180 } });
        else one.send({ type: status < 300 ? 'user.answer' : 'user.reject', answer: { status } });
        return true;
      });
      for (let cycle = 0; cycle < cycles; cycle++) {
        const alice = await peers.connect(bob.port);
        for (let n = 0; n < 10; n++) {
          const key = `${cycle}-${n}`;
          const via = `SIP/2.0/TCP 127.0.0.1:${alice.port};branch=z9hG4bK${key}`;
          alice.say(formatMessage(invite({ via, callId: key, from: `<sip:alice@192.0.2.2>;tag=${key}` })));
        }
        // Some are reset after everything was read, some whenever it happens.
        const expected = offered + 10;
        if (cycle % 2 === 0) await until(() => offered >= expected);
        await reset(alice);
      }
      expect(offered).toBeGreaterThanOrEqual((cycles / 2) * 10);
      await expectNothingLeft(bob);
    },
    patience
  );

  test.each(['INVITE', 'OPTIONS'])(
    'as UAC: %s, then the reset: its user is told, no actor is left',
    async (method) => {
      const bob = await listening();
      const server = await peers.listen();
      const hop = await bob.stack.locate(sipUri(`sip:alice@127.0.0.1:${server.port};transport=tcp`));
      const ends: unknown[] = [];
      for (let cycle = 0; cycle < cycles; cycle++) {
        const text = {
          uri: `sip:alice@127.0.0.1:${server.port};transport=tcp`,
          via: `SIP/2.0/TCP 127.0.0.1:${bob.port};branch=z9hG4bK${cycle}`,
          callId: `call-${cycle}`
        };
        if (method === 'INVITE') {
          const input = { request: invite(text), hop, localContact: nameAddr(sipUri('sip:bob@127.0.0.1')) };
          const call = bob.stack.invite(text.callId, input);
          call.subscribe({ complete: () => ends.push(call.getSnapshot().context.outcome?.kind) });
        } else
          bob.stack.request(request(method, text), hop).then(({ type }) => ends.push(type.split('.')[1]), ends.push);
        const alice = await server.connections.next();
        if (cycle % 2 === 0) await alice.hears('\r\n\r\n');
        await reset(alice);
        // Without a second passing: the answer can not come any more.
        await until(() => ends.length > cycle);
      }
      expect(ends).toEqual(Array.from({ length: cycles }, () => 'error'));
      await expectNothingLeft(bob);
    },
    patience
  );
});
