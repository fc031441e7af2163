/** What a transaction holds when it only absorbs retransmissions: measured, because nothing else shows what holds whom. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { type AnyActorLogic, type AnyStateMachine, createActor } from 'xstate';
import { inviteClientTransaction, inviteServerTransaction } from '../../machines/index.ts';
import { nonInviteClientTransaction, nonInviteServerTransaction } from '../../machines/index.ts';
import type { SipRequest } from '../../src/message/message.ts';
import { buildResponse } from '../../src/message/response.ts';
import { compileChart } from '../../src/stack/compile-chart.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import { clientKey, mergeKey, serverKey } from '../../src/transaction/key.ts';
import { defaultTimers } from '../../src/transaction/timers.ts';
import { invite, request, type RequestText } from '../support/messages.ts';
import { hearing } from '../support/stage.ts';
import { flowOver } from '../support/transactions.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** A request of 15,000 bytes: who holds a piece of it holds all of it. */
const text = (n: number): RequestText => ({
  branch: `z9hG4bK-a-branch-of-its-own-${String(n)}`,
  from: `<sip:alice@192.0.2.2>;tag=a-long-tag-of-its-own-${String(n)}`,
  callId: `a-call-id-of-its-own-${String(n)}`,
  sequence: n,
  fields: [`X-Padding: ${'x'.repeat(7500)}`, `Subject: ${'y'.repeat(7500)}`]
});
const options = (n: number): SipRequest => request('OPTIONS', text(n));
const call = (n: number): SipRequest => invite(text(n));
const count = 300;

const heap = (): number => {
  for (let i = 0; i < 3; i++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

describe('§17: behind its final response a transaction holds nothing of its request', () => {
  test.each([
    ['INVITE server', inviteServerTransaction, call, 'user.2xx', 200],
    ['INVITE server, refused', inviteServerTransaction, call, 'user.300-699', 486],
    ['non-INVITE server', nonInviteServerTransaction, options, 'user.200-699', 200],
    ['INVITE client', inviteClientTransaction, call, 'transport.2xx', 200],
    ['INVITE client, refused', inviteClientTransaction, call, 'transport.300-699', 486],
    ['non-INVITE client', nonInviteClientTransaction, options, 'transport.200-699', 200]
  ] as const)('%s', (_, machine, make, type, status) => {
    const chart: AnyActorLogic = compileChart(machine as AnyStateMachine);
    const nobody = createActor(hearing(() => undefined)).start();
    const clock = new VirtualClock();
    const parts = { flow: flowOver('UDP'), transport: nobody, user: nobody, timers: defaultTimers };
    const run = (n: number, answered: boolean): readonly unknown[] => {
      const own = make(n);
      const actor = createActor(chart, { clock, input: { ...parts, request: own } }).start();
      if (answered) actor.send({ type, response: buildResponse(own, status, { toTag: `b${String(n)}` }) });
      return [actor, new Map([clientKey(own), serverKey(own), mergeKey(own)].map((key) => [key, key]))];
    };
    const heldByEach = (answered: boolean): number => {
      const before = heap();
      const held = Array.from({ length: count }, (__, n) => run(n + 1, answered));
      const each = (heap() - before) / count;
      expect(held).toHaveLength(count);
      return each;
    };
    // What the first ones leave behind for good is no transaction's.
    heldByEach(true);
    expect(heldByEach(true)).toBeLessThan(10_000);
    // Before it, it does: else nothing was measured.
    expect(heldByEach(false)).toBeGreaterThan(14_000);
  });
});
