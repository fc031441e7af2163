// A chart of your own, compiled as the stack compiles its own: still an XState actor, at about half the cost.
import { compileChart } from 'sipcharts';
import { VirtualClock } from 'sipcharts/testing';
import { assign, createActor, setup } from 'xstate';

const bell = setup({
  types: { context: {} as { rings: number } },
  actions: { count: assign({ rings: ({ context }) => context.rings + 1 }) }
}).createMachine({
  context: { rings: 0 },
  initial: 'Silent',
  states: {
    Silent: { on: { call: 'Ringing' } },
    Ringing: { entry: 'count', after: { 4000: 'Silent' } }
  }
});

const clock = new VirtualClock();
const actor = createActor(compileChart(bell), { clock }).start();
actor.subscribe(({ value, context }) => console.log(clock.now(), value, context.rings));
actor.send({ type: 'call' });
clock.advance(4000); // four seconds in no time
