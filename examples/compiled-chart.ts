// A chart of your own, compiled as the stack compiles its own: an XState actor as before, at half the cost.
import { compileChart } from 'sipcharts';
import { VirtualClock } from 'sipcharts/testing';
import { assign, createActor, setup } from 'xstate';

const bell = setup({
  types: { context: {} as { rings: number }, events: {} as { type: 'call' } | { type: 'answer' } },
  delays: { pause: 4000 },
  guards: { often: ({ context }) => context.rings === 3 },
  actions: {
    ring: ({ context }) => console.log('ring', context.rings),
    count: assign({ rings: ({ context }) => context.rings + 1 })
  }
}).createMachine({
  context: { rings: 0 },
  initial: 'Silent',
  states: {
    Silent: { on: { call: 'Ringing' } },
    Ringing: {
      entry: ['count', 'ring'],
      on: { answer: 'Silent' },
      after: {
        pause: [
          { guard: 'often', target: 'Silent' },
          { target: 'Ringing', reenter: true }
        ]
      }
    }
  }
});

const clock = new VirtualClock();
const actor = createActor(compileChart(bell), { clock }).start(); // throws if the chart uses what can not be compiled
actor.send({ type: 'call' });
clock.advance(60_000);
console.log(actor.getSnapshot().value, 'after', actor.getSnapshot().context.rings);
