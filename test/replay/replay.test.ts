/** A recording is replayed to the same states, and a stack that does something else is found out. */
import { describe, expect, test } from 'vitest';
import { charts } from '../../machines/index.ts';
import { replay } from '../../src/replay/replay.ts';
import type { Engine } from '../../src/stack/compiled-charts.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { traceToJson } from '../../src/trace/format.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { Scene, type SceneOptions } from '../flows/scene.ts';
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

const scenes: readonly (readonly [name: string, run: (scene: Scene) => Promise<void>])[] = [
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
  test.each(scenes)('%s', async (_, run) => {
    const recordings = await recordScene(run);
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
