/** A recording is replayed to the same states, and a stack that does something else is found out. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { charts } from '../../machines/index.ts';
import { makeField } from '../../src/message/field.ts';
import { replay, type ReplayOptions } from '../../src/replay/replay.ts';
import type { Engine } from '../../src/stack/compiled-charts.ts';
import { expectSameAs, Random } from '../../src/testing/index.ts';
import { defaultCapabilities } from '../../src/stack/stack.ts';
import type { TraceBegin, TraceEvent } from '../../src/trace/event.ts';
import { traceToJson } from '../../src/trace/format.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { FlightRecorder } from '../../src/trace/recorder.ts';
import type { IncomingCall } from '../../src/ua/incoming-call.ts';
import { Scene, type SceneOptions } from '../flows/scene.ts';
import { atBob, Phones, sdpOfAlice, sdpOfBob, watch } from '../support/phones.ts';
import { record } from '../trace/phones.ts';

const engines: readonly Engine[] = ['compiled', 'interpreted'];

/** What both stacks of a scene tell, as it comes back from a file. */
async function recordScene(
  run: (scene: Scene) => Promise<void>,
  options: SceneOptions = {}
): Promise<{ readonly alice: readonly TraceEvent[]; readonly bob: readonly TraceEvent[] }> {
  const scene = new Scene(options);
  const [alice, bob] = [record(scene.alice.stack), record(scene.bob.stack)];
  await run(scene);
  const written = [alice, bob].map(({ events }) => parseTrace(events.map(traceToJson).join('\n')));
  return { alice: written[0]!, bob: written[1]! };
}

const scenes: readonly (readonly [name: string, run: (scene: Scene) => Promise<void>, options?: SceneOptions])[] = [
  [
    '§13, §15: a call, and its end',
    async (scene) => {
      await scene.aliceCalls();
      scene.bobSays(180);
      await scene.pass(300);
      scene.bobSays(200);
      await scene.pass(1000);
      scene.aliceHangsUp();
      await scene.pass(40_000);
    }
  ],
  [
    '§13.3.1.4: a caller that never acknowledges is hung up on',
    async (scene) => {
      scene.wire.lose({ what: 'ACK' });
      await scene.aliceCalls();
      scene.bobSays(200);
      await scene.pass(80_000);
    }
  ],
  [
    '§17.2.1: a refused call whose ACK is lost',
    async (scene) => {
      scene.wire.lose({ what: 'ACK', times: 2 });
      await scene.aliceCalls();
      scene.bobSays(486);
      await scene.pass(40_000);
    }
  ],
  [
    '§9.1: the caller gives up, and the 200 crosses its CANCEL',
    async (scene) => {
      await scene.aliceCalls();
      scene.bobSays(180);
      await scene.pass(50);
      scene.aliceGivesUp();
      scene.bobSays(200);
      await scene.pass(40_000);
    }
  ],
  [
    '§17.1.1.2: nobody answers',
    async (scene) => {
      scene.wire.lose({ to: 'bob' });
      await scene.aliceCalls();
      await scene.pass(40_000);
    }
  ],
  [
    '§18.4: what can not be sent',
    async (scene) => {
      scene.wire.fail({ what: 'INVITE' });
      await scene.aliceCalls();
      await scene.pass(1000);
    }
  ],
  [
    '§11: a capability query, answered and not',
    async (scene) => {
      await Promise.all([scene.alice.options('sip:bob@192.0.2.1'), scene.pass(100)]);
      scene.wire.lose({ what: 'OPTIONS' });
      scene.alice.options('sip:bob@192.0.2.1').catch(() => undefined);
      await scene.pass(40_000);
    }
  ],
  [
    '§14.1, §12.2.1: hold, both at once, and a tone that is not taken',
    async (scene) => {
      const { calling, called } = await scene.talk();
      for (const call of [calling, called])
        call.reinvites$.subscribe((reInvite) => {
          watch(reInvite.answer({ sdp: sdpOfBob }));
        });
      watch(calling.hold());
      await scene.pass(100);
      for (const change of [calling.resume(), called.hold()]) watch(change);
      await scene.pass(10_000);
      watch(calling.sendDtmf('5'));
      await scene.pass(100);
      watch(called.hangUp());
      await scene.pass(40_000);
    }
  ],
  [
    'RFC 3262 §3: a reliable 183, which Alice does not acknowledge, and an answer that waits for her',
    async (scene) => {
      await scene.aliceCalls(atBob, { fields: [makeField('Supported', '100rel')] });
      scene.incoming.ring({ status: 183, sdp: sdpOfBob, reliable: true });
      scene.bobSays(200);
      await scene.pass(80_000);
      expect(scene.aliceKnows).toBe('rejected 500');
    },
    { capabilities: { methods: [...defaultCapabilities.methods, 'PRACK'], optionTags: ['100rel'] } }
  ],
  [
    'what is unreadable, and the end of the stack in the middle of a call',
    async (scene) => {
      const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
      scene.wire.inject('carol', 'bob', bytes('hello\r\n\r\n'), bytes('\r\n\r\n'), bytes('SIP/2.0 no\r\n\r\n'));
      await scene.aliceCalls();
      scene.bobSays(180);
      await scene.pass(100);
      await scene.bob.stack.close();
      await scene.pass(500);
    }
  ]
];

describe.each(engines)('replayed by %s', (engine) => {
  test.each(scenes.map(([name, run, options = {}]) => [name, run, options] as const))('%s', async (_, run, options) => {
    const recordings = await recordScene(run, options);
    // Who hears of nothing has nothing to replay.
    const told = [recordings.alice, recordings.bob].filter((events) => events.some(({ type }) => type === 'message'));
    expect(told.length).toBeGreaterThan(0);
    for (const recording of told) {
      const result = await replay(recording, { engine });
      expect(result.difference?.text).toBeUndefined();
      expect(result.same).toBe(true);
      expect(result.omitted).toEqual([]);
      expect(result.compared).toBeGreaterThan(10);
    }
  });
});

/** Three phones on a bad network: many calls at once, some refused, some given up. */
async function recordBusy(
  seed: number
): Promise<{ readonly events: readonly TraceEvent[]; readonly recorder: FlightRecorder }> {
  const phones = new Phones({ network: { seed, loss: 0.1, duplication: 0.05, reordering: 0.1, delay: [1, 30] } });
  const { stack } = phones.bob;
  const recorder = new FlightRecorder(stack.trace$);
  const { events } = record(stack);
  const random = new Random(seed);
  const answer = (incoming: IncomingCall): void => {
    if (!incoming.pending) return;
    const choice = random.below(4);
    if (choice === 0) incoming.reject(486);
    else if (choice === 1) incoming.ring();
    else
      incoming.answer({ sdp: sdpOfBob }).then(
        async (call) => call.hangUp(),
        () => undefined
      );
  };
  phones.bob.incoming$.subscribe(answer);
  for (let count = 0; count < 30; count++) {
    const signal = new AbortController();
    phones.calls({ signal: signal.signal });
    if (random.below(3) === 0)
      phones.wire.clock.setTimeout(() => {
        signal.abort();
      }, random.below(1000));
    // Bob calls too, and asks what Alice can do.
    if (random.below(3) === 0) phones.bob.invite('sip:alice@192.0.2.2', { sdp: sdpOfBob }).catch(() => undefined);
    if (random.below(3) === 0) phones.bob.options('sip:alice@192.0.2.2').catch(() => undefined);
    await phones.wire.pass(random.below(500));
  }
  await phones.wire.pass(250_000);
  return { events, recorder };
}

describe('a busy stack on a bad network', () => {
  const seeds = [1, 2];

  test.each(seeds)('seed %i: everything is replayed, by either engine', async (seed) => {
    const { events, recorder } = await recordBusy(seed);
    for (const engine of engines)
      for (const recording of [events, recorder.recording()]) {
        const { difference, callIds } = await replay(recording, { engine });
        expect(difference?.text, `seed ${String(seed)}`).toBeUndefined();
        expect(callIds.length).toBeGreaterThan(30);
      }
  });

  test.each(seeds)('seed %i: each call is replayed by itself', async (seed) => {
    const { events, recorder } = await recordBusy(seed);
    for (const { callId } of recorder.calls()) {
      for (const recording of [events, recorder.recording(callId)]) {
        const { difference, callIds, compared } = await replay(recording, { callId });
        expect(difference?.text, `seed ${String(seed)}, ${callId}`).toBeUndefined();
        expect(callIds).toEqual([callId]);
        expect(compared).toBeGreaterThan(5);
      }
    }
  });
});

describe('another version of a chart is found out', () => {
  /** Bob answers, and Carol never acknowledges. */
  const unacknowledged = async (scene: Scene): Promise<void> => {
    scene.carol.send('bob', scene.carolsInvite());
    await scene.pass(20);
    scene.bobSays(180);
    await scene.pass(100);
    scene.bobSays(200);
    await scene.pass(80_000);
  };

  test('by the guard that is not as it was', async () => {
    const { bob } = await recordScene(unacknowledged);
    const changed = charts.uasInvite.provide({ guards: { dialogExists: () => false } });
    const { difference } = await replay(bob, { logic: { uasInvite: changed } });
    expect(difference).toMatchObject({
      at: 120,
      expected: { type: 'transition' },
      properties: ['guard', 'actions', 'edge']
    });
    expect(difference?.text).toMatchInlineSnapshot(`
      "first difference at 0.120 s: guard, actions, edge
        while     0.120 the application tells uasInvite 8 user.answer 200
        expected  0.120 uasInvite 8 Proceeding.ringing -> Accepted.retransmitting on user.answer [dialogExists] / buildResponse, sendSuccess, confirmDialog {3261§13.3.1.4} by uasInvite.Proceeding/user.answer/0
        came      0.120 uasInvite 8 Proceeding.ringing -> Accepted.retransmitting on user.answer / buildResponse, sendSuccess, startDialog {3261§12.1.1} by uasInvite.Proceeding/user.answer/1"
    `);
  });

  test('by the guard of a transaction', async () => {
    const { bob } = await recordScene(async (scene) => {
      scene.wire.lose({ what: 'ACK' });
      await scene.aliceCalls();
      scene.bobSays(486);
      await scene.pass(40_000);
    });
    const changed = charts.inviteServer.provide({ guards: { overReliableTransport: () => true } });
    const { difference } = await replay(bob, { logic: { inviteServer: changed } });
    expect(difference?.text).toMatchInlineSnapshot(`
      "first difference at 0.010 s: to, guard, edge
        while     0.010 the application tells uasInvite 8 user.reject 486
        expected  0.010 inviteServerTransaction 7 Completed.start -> Completed.retransmitting always {3261§17.2.1} by inviteServerTransaction.Completed.start/xstate.always/1
        came      0.010 inviteServerTransaction 7 Completed.start -> Completed.waiting always [overReliableTransport] {3261§17.2.1} by inviteServerTransaction.Completed.start/xstate.always/0"
    `);
    await expect(expectSameAs(bob, { logic: { inviteServer: changed } })).rejects.toThrow('first difference at');
    await expectSameAs(bob);
  });

  test('by a timer that is longer, or not there', async () => {
    const { bob } = await recordScene(unacknowledged);
    const longer = charts.uasInvite.provide({ delays: { acknowledgementLimit: 33_000 } });
    const { difference } = await replay(bob, { logic: { uasInvite: longer } });
    expect(difference).toMatchObject({
      properties: ['in'],
      expected: { name: 'acknowledgementLimit' },
      actual: { in: 33_000 }
    });
    const changed = bob.filter((event) => event.type !== 'timer.armed' || event.name !== 'interval');
    expect((await replay(changed)).difference?.actual).toMatchObject({ type: 'timer.armed', name: 'interval' });
  });

  test('by the line of a message that is not the same', async () => {
    const { bob } = await recordScene(unacknowledged);
    const changed = bob.map((event) =>
      event.type === 'message' && event.status === 200
        ? { ...event, text: event.text.replace('Allow: INVITE', 'Allow: invite') }
        : event
    );
    const { difference } = await replay(changed);
    expect(difference?.properties).toEqual(['text']);
    expect(difference?.text).toContain('"Allow: invite, ACK, CANCEL, BYE, OPTIONS" was sent, now "Allow: INVITE,');
  });

  test('by what does not happen any more, and by what happens besides', async () => {
    const { bob } = await recordScene(unacknowledged);
    const extra: TraceEvent = { type: 'counted', at: 90_000, name: 'overload' };
    const more = await replay([...bob, extra]);
    expect(more.difference).toMatchObject({ expected: { type: 'counted', name: 'overload' } });
    expect(more.difference).not.toHaveProperty('actual');
    const fewer = await replay(bob.filter((event) => event.type !== 'transition' || event.event !== 'user.answer'));
    expect(fewer.same).toBe(false);
  });

  test('by an order that nobody takes, and a timer that is not armed', async () => {
    const { bob } = await recordScene(unacknowledged);
    const fired: TraceEvent = { type: 'timer.fired', at: 90_000, actor: 8, timer: 9999, name: 'interval' };
    const twice = await replay([...bob, fired]);
    expect(twice.difference).toMatchObject({ expected: { type: 'timer.fired', timer: 9999 } });
    const late: TraceEvent = { type: 'order', at: 90_000, order: 9, actor: 8, event: 'user.bye' };
    expect((await replay([...bob, late])).difference).toMatchObject({ expected: late });
  });
});

describe('what an application does in the middle of things', () => {
  test('an order from within a provisional response', async () => {
    const stop = new AbortController();
    const { alice } = await recordScene(async (scene) => {
      scene.carolAgrees();
      scene.placed = watch(
        scene.alice.invite('sip:carol@192.0.2.3', {
          sdp: sdpOfAlice,
          signal: stop.signal,
          onProvisional: () => {
            stop.abort();
          }
        })
      );
      await scene.pass(20);
      scene.carolSays(180);
      await scene.pass(100);
      scene.carolSays(487);
      await scene.pass(40_000);
    });
    expect(
      alice.some((event) => event.type === 'order' && event.event === 'user.cancel' && event.cause !== undefined)
    ).toBe(true);
    for (const engine of engines) expect((await replay(alice, { engine })).difference?.text).toBeUndefined();
  });

  test('secrets are blanked in the recording, and compared as blanked', async () => {
    const fields = ['Contact: <sip:carol@192.0.2.3>', 'Authorization: Digest username="carol", response="secret"'];
    const { bob } = await recordScene(async (scene) => {
      scene.carol.send('bob', scene.carolsInvite({ fields }));
      await scene.pass(20);
      watch(scene.incoming.answer({ sdp: `${sdpOfBob}a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:secret\r\n` }));
      await scene.pass(80_000);
    });
    expect(JSON.stringify(bob)).not.toContain('secret');
    expect((await replay(bob)).difference?.text).toBeUndefined();
  });
});

describe('what can not be replayed is refused by name', () => {
  /** The message of the error; its code is what it has to be. */
  const refusal = async (recording: readonly TraceEvent[], options: ReplayOptions = {}): Promise<string> =>
    replay(recording, options).then(
      () => 'replayed',
      (error: unknown) => {
        expect(error).toMatchObject({ code: 'ERR_SIP_NOT_REPLAYABLE' });
        return (error as Error).message;
      }
    );

  test('a call that lived before the recording; others of it are replayed', async () => {
    const phones = new Phones();
    const { incoming } = await phones.reaches();
    const { events } = record(phones.bob.stack);
    incoming.reject();
    await phones.wire.pass(40_000);
    expect(await refusal(events)).toContain('inviteServerTransaction lived before the recording began');
    await expect(expectSameAs(events)).rejects.toThrow(incoming.request.callId);
    phones.calls();
    await phones.wire.pass(1000);
    phones.incoming.reject();
    await phones.wire.pass(40_000);
    const { callIds, omitted, difference } = await replay(events);
    expect([callIds.length, omitted, difference]).toEqual([
      1,
      [{ callId: incoming.request.callId, reason: 'its inviteServerTransaction lived before the recording began' }],
      undefined
    ]);
    await expect(expectSameAs(events)).rejects.toThrow('not everything can be replayed');
  });

  test('a call of which events are missing', async () => {
    const phones = new Phones();
    const recorder = new FlightRecorder(phones.bob.stack.trace$, { eventsPerCall: 10 });
    await phones.reaches();
    phones.incoming.reject();
    await phones.wire.pass(40_000);
    expect(await refusal(recorder.recording())).toContain('of its events are missing');
    const [begin, ...rest] = recorder.recording();
    expect(await refusal([begin!, { type: 'lost', at: 0, count: 1 }, ...rest])).toContain(
      'nobody knows of which calls'
    );
  });

  test('credentials that the application sent', async () => {
    const { alice } = await recordScene(async (scene) => {
      const fields = [makeField('Authorization', 'Digest username="alice", response="secret"')];
      await scene.aliceCalls(atBob, { fields });
      await scene.pass(40_000);
    });
    expect(await refusal(alice)).toContain('the credentials of a request');
  });

  test('what is no recording of a stack, and a call that is not in it', async () => {
    const { bob } = await recordScene(scenes[0]![1]);
    const [begin, ...rest] = bob as [TraceBegin, ...TraceEvent[]];
    const { at, version, living, type } = begin;
    const bare: TraceEvent = { type, at, version, living };
    expect(await refusal([])).toContain('does not begin with begin');
    expect(await refusal([bare, ...rest])).toContain('what its stack was made with');
    expect(await refusal(bob, { callId: 'none' })).toContain('no call none');
  });
});

test('a recording whose root is its own parent is refused, or replayed', async () => {
  const { bob } = await recordScene(scenes[0]![1]);
  const own = bob.map((event) => (event.type === 'actor.living' ? { ...event, actor: 1, parent: 1 } : event));
  expect(
    await replay(own).then(
      () => 'replayed',
      (error: unknown) => (error as { code?: unknown }).code
    )
  ).toMatch(/replayed|ERR_SIP_NOT_REPLAYABLE/);
});

test('whatever is changed in a recording, it is replayed, found different, or refused', async () => {
  const { alice, bob } = await recordScene(scenes[0]![1]);
  const texts = [alice, bob].map((events) => events.map((event) => traceToJson(event)).join('\n'));
  const outcomes = { same: 0, different: 0, refused: 0, unreadable: 0 };
  const change = fc.tuple(
    fc.constantFrom(...texts),
    fc.noBias(fc.nat(999_999)),
    fc.constantFrom('0', '1', '7', '"', 'x', 'I')
  );
  await fc.assert(
    fc.asyncProperty(change, async ([text, place, character]) => {
      const at = Math.floor((place * text.length) / 1_000_000);
      let changed: readonly TraceEvent[];
      try {
        changed = parseTrace(text.slice(0, at) + character + text.slice(at + 1));
      } catch {
        outcomes.unreadable++;
        return;
      }
      try {
        outcomes[(await replay(changed)).same ? 'same' : 'different']++;
      } catch (error) {
        expect(error).toMatchObject({ code: 'ERR_SIP_NOT_REPLAYABLE' });
        outcomes.refused++;
      }
    }),
    { numRuns: 300 }
  );
  expect(outcomes.different).toBeGreaterThan(0);
  expect(outcomes.same).toBeGreaterThan(0);
});
