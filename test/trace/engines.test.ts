/** A trace does not tell who runs the charts. */
import { expect, test } from 'vitest';
import { engines, Scene } from '../flows/scene.ts';
import type { Stack } from '../../src/stack/stack.ts';
import { traceToJson } from '../../src/trace/format.ts';
import { invite, request } from '../support/messages.ts';
import { TracedPhones } from './phones.ts';

const flows: readonly (readonly [name: string, run: (scene: Scene) => Promise<void>])[] = [
  [
    '§9.1: the caller gives up, and the 200 crosses its CANCEL',
    async (scene) => {
      await scene.aliceCalls();
      scene.bobSays(180);
      await scene.pass(50);
      scene.aliceGivesUp();
      scene.bobSays(200);
      await scene.pass(1000);
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
    '§17.2.1: a refusal whose ACK is lost',
    async (scene) => {
      scene.wire.lose({ what: 'ACK', times: 2 });
      await scene.aliceCalls();
      scene.bobSays(486);
      await scene.pass(5000);
    }
  ],
  [
    '§13.2.2.4: two forks answer, and one is ended',
    async (scene) => {
      scene.carolAgrees();
      await scene.aliceCalls('sip:carol@192.0.2.3');
      scene.carolSays(180, 'one');
      scene.carolSays(200, 'one');
      scene.carolSays(200, 'two');
      await scene.pass(1000);
      scene.aliceHangsUp();
      await scene.pass(1000);
    }
  ],
  [
    '§8.2, §17.1.3: what is unreadable, astray, merged, or means nothing',
    async (scene) => {
      const { wire } = scene;
      wire.inject('carol', 'bob', new TextEncoder().encode('hello\r\n\r\n'), new TextEncoder().encode('\r\n\r\n'));
      wire.inject('carol', 'bob', invite({ branch: 'z9hG4bK1' }), invite({ branch: 'z9hG4bK2' }));
      wire.inject('carol', 'bob', request('ACK', { branch: 'z9hG4bK3' }), request('BYE', { branch: 'z9hG4bK4' }));
      wire.inject('carol', 'bob', request('CANCEL', { branch: 'z9hG4bK1' }), request('CANCEL', { branch: 'z9hG4bK1' }));
      await scene.pass(200_000);
    }
  ]
];

function traceOf(stack: Stack): readonly string[] {
  const lines: string[] = [];
  stack.trace$.subscribe((event) => lines.push(traceToJson(event)));
  return lines;
}

test.each(flows)('both engines tell the same: %s', async (_, run) => {
  const traces = [];
  for (const [, logic] of engines) {
    const scene = new Scene({ logic });
    const trace = [traceOf(scene.alice.stack), traceOf(scene.bob.stack)];
    await run(scene);
    await scene.alice.close();
    traces.push(trace);
  }
  expect(traces[0]?.flat().length).toBeGreaterThan(20);
  expect(traces[0]).toEqual(traces[1]);
});

test('both engines tell the same of RFC 3665 §3.1', async () => {
  const [compiled, interpreted] = [new TracedPhones('compiled'), new TracedPhones('interpreted')];
  await compiled.call();
  await interpreted.call();
  expect(compiled.json).toEqual(interpreted.json);
});
