/**
 * What networks and peers do to a call, a fault each (F1 to F10): how many packets at which instants, what the users are
 * told, and that nothing is left. Alice and Bob are whole user agents, 10 ms apart; ladders are read as in races.test.ts.
 */
import { describe, expect, test } from 'vitest';
import { sixtyFourT1, defaultTimers } from '../../src/transaction/timers.ts';
import { SipTimeoutError } from '../../src/ua/errors.ts';
import { badDay, type LoadOptions, simulate } from '../load/calls.ts';
import { atBob, watch } from '../support/phones.ts';
import { engines, Scene, shortLadder } from './scene.ts';

/** When Timer A, or G over an unreliable transport, or the user of a 2xx, sends; ms after the first. */
const doubling = [0, 500, 1500, 3500, 7500, 15_500, 31_500];
/** The same, doubled up to T2 only. */
const doublingToT2 = [0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500];
const limit = sixtyFourT1(defaultTimers);
const after = (start: number, times: readonly number[]): readonly number[] => times.map((time) => start + time);

/** Everything ends by itself; nothing is left, and no invariant was broken. */
async function expectRest(scene: Scene): Promise<void> {
  await scene.rests();
  expect([...scene.invariants.rest(), ...scene.wire.errors]).toEqual([]);
}

describe.each(engines)('%s', (_, logic) => {
  test('F1, §17.1.1.2: every response to the INVITE is lost: 7 of them, Timer B at 32 s', async () => {
    const scene = new Scene({ logic });
    scene.wire.lose({ from: 'bob' });
    await scene.aliceCalls();
    await scene.pass(limit - 11);
    expect(scene.aliceKnows).toBe('ringing');
    await scene.pass(1);
    expect(scene.placed?.state).toBeInstanceOf(SipTimeoutError);
    expect(scene.placed?.state).toMatchObject({ status: 408 });
    expect(scene.wire.times('INVITE')).toEqual(doubling);
    // Bob's application never answers: 100 Trying is repeated for each INVITE, and three minutes later there is a 408.
    await scene.rests();
    expect(scene.wire.tally()).toEqual({ INVITE: 7, '100 INVITE': 7, '408 INVITE': 11 });
    expect(scene.counted).toEqual({ bob: { timeout: 1 } });
    await expectRest(scene);
  });

  test('F2, §17.1.2.2: every response to an OPTIONS is lost: 11 of them, Timer F at 32 s', async () => {
    const scene = new Scene({ logic });
    scene.wire.lose({ from: 'bob' });
    const asked = watch(scene.alice.options(atBob));
    await scene.pass(limit - 1);
    expect(asked.state).toBe('pending');
    await scene.pass(1);
    expect(asked.state).toBeInstanceOf(SipTimeoutError);
    expect(scene.wire.times('OPTIONS')).toEqual(doublingToT2);
    expect(scene.wire.tally()).toEqual({ OPTIONS: 11, '200 OPTIONS': 11 });
    await expectRest(scene);
  });

  test('F3, §13.3.1.4: every ACK to the 2xx is lost: the 2xx 11 times, BYE at 64·T1', async () => {
    const scene = new Scene({ logic });
    scene.wire.lose({ what: 'ACK' });
    await scene.aliceCalls();
    scene.bobSays(200);
    await scene.pass(limit + 100);
    expect(scene.wire.times('200 INVITE')).toEqual(after(10, doublingToT2));
    expect(scene.wire.times('ACK')).toEqual(after(20, doublingToT2));
    expect(scene.wire.times('BYE')).toEqual([10 + limit]);
    expect(scene.ladder.endsWith('ACK>x <BYE 200(BYE)>')).toBe(true);
    expect([scene.aliceKnows, scene.bobKnows]).toEqual(['over', 'SipTimeoutError']);
    await expectRest(scene);
  });

  test('F4, §17.2.1: every ACK to a refusal is lost: Timer G 10 times, Timer H at 64·T1, and the user agent is told', async () => {
    const scene = new Scene({ logic });
    scene.wire.lose({ what: 'ACK' });
    await scene.aliceCalls();
    scene.bobSays(486);
    await scene.pass(limit - 1);
    expect(scene.bob.stack.transactions).toBe(1);
    expect(scene.counted).toEqual({});
    await scene.pass(1);
    expect(scene.bob.stack.transactions).toBe(0);
    expect(scene.counted).toEqual({ bob: { timeout: 1 } });
    expect(scene.wire.times('486 INVITE')).toEqual(after(10, doublingToT2));
    expect(scene.wire.times('ACK')).toEqual(after(20, doublingToT2));
    expect(scene.aliceKnows).toBe('rejected 486');
    await expectRest(scene);
  });

  test.each([
    ['is acknowledged again until Timer M is due', limit - 1, 3, {}],
    ['is stray when that is over', limit + 1, 2, { alice: { strayResponse: 1 } }]
  ] as const)(
    'F5, RFC 6026 §8.4: the first 2xx is lost, a late copy of the second %s',
    async (__, late, acks, counted) => {
      const scene = new Scene({ logic });
      scene.wire.lose({ what: '200 INVITE', times: 1 });
      scene.wire.repeat({ what: '200 INVITE', times: 1 }, [300, late]);
      await scene.aliceCalls();
      scene.bobSays(200);
      await scene.pass(1000);
      expect([scene.alice.calls.length, scene.bob.calls.length]).toEqual([1, 1]);
      // Bob, whose Timer L runs as long, has said it twice only.
      expect(scene.ladder).toBe('INVITE> x<200 INVITE> <200 2*ACK>');
      await scene.pass(limit);
      expect(scene.wire.tally()).toEqual({ INVITE: 2, '200 INVITE': 2, ACK: acks });
      expect(scene.counted).toEqual(counted);
      scene.aliceHangsUp();
      await scene.pass(100);
      expect([scene.aliceKnows, scene.bobKnows]).toEqual(['over', 'over']);
      await expectRest(scene);
    }
  );

  test('F6, §17.2.1: every datagram comes twice: each request reaches its user once', async () => {
    const scene = new Scene({ logic });
    scene.wire.repeat({}, [1]);
    await scene.aliceCalls();
    await scene.pass(1);
    scene.bobSays(180);
    await scene.pass(100);
    scene.bobSays(200);
    await scene.pass(100);
    expect(scene.offered).toHaveLength(1);
    expect([scene.alice.calls.length, scene.bob.calls.length]).toEqual([1, 1]);
    scene.aliceHangsUp();
    await scene.pass(100);
    // The second 2xx and the second BYE are answered again, nothing else is.
    expect(scene.ladder).toBe('INVITE> <180 <200 2*ACK> BYE> 2*<200(BYE)');
    expect(scene.wire.counts).toMatchObject({ sent: 8, duplicated: 8, delivered: 16 });
    await expectRest(scene);
  });

  test('F6, §8.2.2.2: an INVITE that comes by two paths, both of them twice: 482 for the second', async () => {
    const scene = new Scene({ logic });
    scene.wire.repeat({}, [1]);
    scene.carol.send('bob', scene.carolsInvite(), scene.carolsInvite({ branch: 'z9hG4bKc2' }));
    await scene.pass(20);
    scene.carol.send('bob', scene.carolsRequest('ACK', { branch: 'z9hG4bKc2' }));
    expect(scene.offered).toHaveLength(1);
    expect(scene.ladder).toBe('2*INVITE> 2*<482 ACK>');
    scene.bobSays(486);
    await scene.pass(20);
    scene.carol.send('bob', scene.carolsRequest('ACK', { branch: 'z9hG4bKc1' }));
    await expectRest(scene);
  });

  test('F7, §9.2: CANCEL overtakes its INVITE: 481', async () => {
    const scene = new Scene({ logic });
    scene.wire.delay({ what: 'INVITE' }, 5);
    scene.carol.send('bob', scene.carolsInvite(), scene.carolsRequest('CANCEL', { branch: 'z9hG4bKc1' }));
    await scene.pass(20);
    expect(scene.ladder).toBe('INVITE> CANCEL> <481(CANCEL)');
    expect(scene.offered).toHaveLength(1);
    scene.bobSays(486);
    await scene.pass(20);
    scene.carol.send('bob', scene.carolsRequest('ACK', { branch: 'z9hG4bKc1' }));
    await expectRest(scene);
  });

  test('F7, §17.1.1.2: the 200 overtakes the 180: the late one is ignored, and nobody is told of it', async () => {
    const scene = new Scene({ logic });
    scene.wire.delay({ what: '180 INVITE' }, 50);
    const told: number[] = [];
    await scene.aliceCalls(atBob, { onProvisional: ({ status }) => told.push(status) });
    scene.bobSays(180);
    scene.bobSays(200);
    await scene.pass(100);
    expect([told, scene.aliceKnows, scene.alice.stack.dialogs]).toEqual([[], 'up', 1]);
    scene.aliceHangsUp();
    await expectRest(scene);
  });

  test('F7, §15.1.2: the BYE overtakes the ACK: 200, and the call ends on both sides', async () => {
    const scene = new Scene({ logic });
    scene.wire.delay({ what: 'ACK' }, 100);
    await scene.aliceCalls();
    scene.bobSays(200);
    await scene.pass(20);
    scene.aliceHangsUp();
    await scene.pass(20);
    expect(shortLadder(scene.wire.sent())).toBe('INVITE> <200 ACK> BYE> <200(BYE)');
    expect([scene.alice.calls, scene.bob.calls]).toEqual([[], []]);
    await scene.pass(100);
    expect(scene.counted).toEqual({ bob: { strayAck: 1 } });
    // The 2xx is not said again: its session is over.
    expect(scene.wire.tally()['200 INVITE']).toBe(1);
    await expectRest(scene);
  });

  test('F8, §9.1, §13.2.2.4: CANCEL crosses the 2xx: ACK, BYE, and no end is left open', async () => {
    const scene = new Scene({ logic });
    await scene.aliceCalls();
    scene.bobSays(180);
    await scene.pass(100);
    scene.bobSays(200);
    scene.aliceGivesUp();
    await scene.pass(40);
    expect(scene.ladder).toBe('INVITE> <180 <200 CANCEL> ACK> BYE> <200(CANCEL) <200(BYE)');
    expect([scene.alice.stack.dialogs, scene.bob.stack.dialogs]).toEqual([0, 0]);
    expect(scene.aliceKnows).toBe('given up');
    await expect(scene.answers[0]?.value?.ended).resolves.toEqual({ by: 'remote' });
    await expectRest(scene);
  });
});

/** Nothing is left of many calls, no invariant was broken, and no exception was caught anywhere. */
async function expectSound(options: LoadOptions): Promise<Awaited<ReturnType<typeof simulate>>> {
  const report = await simulate(options);
  expect(report.broken, report.network).toEqual([]);
  expect(report.left, report.network).toEqual({ timers: 0, transactions: 0, dialogs: 0, invites: 0, calls: 0 });
  const { internalError, childError, shellError } = report.counted;
  expect({ internalError, childError, shellError }, report.network).toEqual({});
  // A response whose Via was corrupted may have gone where nobody is.
  const { sent, duplicated, delivered, lost, astray } = report.packets;
  expect(sent + duplicated, report.network).toBe(delivered + lost + astray);
  return report;
}

// The full size, 10,000 calls of which 99.97 % must succeed, is `npm run simulate`.
describe.each([
  ['compiled', 300],
  ['XState’s interpreter', 100]
] as const)('%s, %i calls', { timeout: 60_000 }, (engine, calls) => {
  const logic = engines.find(([name]) => name === engine)?.[1];
  const run = { calls, ...(logic === undefined ? {} : { logic }) };

  test('F9: 20 % lost, 10 % twice, 10 % out of order: every call succeeds', async () => {
    const { failures, successes, packets, network } = await expectSound({ ...run, seed: 9 });
    expect(failures, network).toEqual([]);
    expect(successes).toBe(calls);
    expect(packets.lost / packets.sent).toBeCloseTo(badDay.loss, 1);
  });

  test('F10: a bit flipped in 1 % of the datagrams: no crash, and no call is connected with another', async () => {
    const { packets, counted, successes, network } = await expectSound({
      ...run,
      calls: calls / 2,
      seed: 10,
      conditions: { corruption: 0.01 }
    });
    expect(packets.corrupted, network).toBeGreaterThan(0);
    // What could not be read was dropped or answered, and counted.
    expect(
      Object.values(counted).reduce((sum, count) => sum + count, 0),
      network
    ).toBeGreaterThan(0);
    expect(successes / (calls / 2), network).toBeGreaterThan(0.95);
  });

  test('F10: a bit flipped in every third datagram: no crash even then', async () => {
    await expectSound({ ...run, calls: calls / 2, seed: 11, conditions: { corruption: 0.33 } });
  });
});

test('F9 can fail: a callee that says its 2xx once only loses calls', { timeout: 60_000 }, async () => {
  const { successes } = await simulate({ calls: 100, seed: 9, repeatsSuccess: false });
  expect(successes).toBeLessThan(90);
});
