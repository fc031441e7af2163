/**
 * Figure 8 of RFC 3261 and nothing else, run by XState's interpreter as fast as it goes: under a plain parent, with a
 * scheduler that finds an actor's timers by the actor, over a clock that knows one delay. No key, no message, no response,
 * no timer for the 100, no Timer F: whoever builds a stack on it has all of those to pay as well.
 */
import { type ActorLogic, type AnyActorRef, createActor, type EventObject, setup, type Snapshot } from 'xstate';
import type { Load } from './scene.ts';

/** What an action does: nothing but be called. */
const say = (): void => undefined;

const chart = setup({
  types: { input: {} as { readonly branch: string }, context: {} as { readonly branch: string } },
  actions: { sendResponse: say, passToUser: say },
  delays: { timerJ: 32_000 }
}).createMachine({
  context: ({ input }) => ({ branch: input.branch }),
  initial: 'Trying',
  states: {
    Trying: {
      entry: 'passToUser',
      on: {
        'user.1xx': { target: 'Proceeding', actions: 'sendResponse' },
        'user.200-699': { target: 'Completed', actions: 'sendResponse' }
      }
    },
    Proceeding: {
      on: {
        'transport.request': { actions: 'sendResponse' },
        'user.1xx': { actions: 'sendResponse' },
        'user.200-699': { target: 'Completed', actions: 'sendResponse' }
      }
    },
    Completed: {
      after: { timerJ: { target: 'Terminated' } },
      on: { 'transport.request': { actions: 'sendResponse' } }
    },
    Terminated: { type: 'final' }
  }
});

/** Timers that all take the same time: they fire in the order in which they were set. */
class OneDelay {
  #waiting: { fire: (() => void) | undefined }[] = [];
  #first = 0;

  set(fire: () => void): { fire: (() => void) | undefined } {
    const timer = { fire };
    this.#waiting.push(timer);
    return timer;
  }

  fireFirst(): void {
    this.#waiting[this.#first++]?.fire?.();
    if (this.#first < 1024) return;
    this.#waiting = this.#waiting.slice(this.#first);
    this.#first = 0;
  }
}

interface Relaying {
  readonly _relay: (source: AnyActorRef, target: AnyActorRef, event: EventObject) => void;
}

/** XState's scheduler but for its end of an actor, which looks through the timers of all of them. */
function schedulerOf(system: AnyActorRef['system'], clock: OneDelay): AnyActorRef['system']['scheduler'] {
  type Own = Map<string | undefined, { fire: (() => void) | undefined }>;
  const timers = new Map<AnyActorRef, Own>();
  const forget = (source: AnyActorRef, own: Own, id: string | undefined): void => {
    own.delete(id);
    if (own.size === 0) timers.delete(source);
  };
  return {
    schedule(source, target, event, _, id) {
      const own: Own = timers.get(source) ?? (new Map() as Own);
      timers.set(source, own);
      const fire = (): void => {
        forget(source, own, id);
        (system as unknown as Relaying)._relay(source, target, event);
      };
      own.set(id, clock.set(fire));
    },
    cancel(source, id) {
      const own = timers.get(source);
      const timer = own?.get(id);
      if (own === undefined || timer === undefined) return;
      timer.fire = undefined;
      forget(source, own, id);
    },
    cancelAll(source) {
      for (const timer of timers.get(source)?.values() ?? []) timer.fire = undefined;
      timers.delete(source);
    }
  };
}

const parentLogic: ActorLogic<Snapshot<undefined>, EventObject> = {
  getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined }),
  transition: (snapshot) => snapshot,
  getPersistedSnapshot: (snapshot) => snapshot
};

/** Made, told a provisional and a final response, and ended by Timer J. */
export function bareFigure(live: number): Load {
  const clock = new OneDelay();
  const parent = createActor(parentLogic).start();
  parent.system.scheduler = schedulerOf(parent.system, clock);
  let made = 0;
  let ended = 0;
  return {
    next() {
      const branch = `z9hG4bK${String(made++)}`;
      const transaction = createActor(chart, { parent, id: branch, input: { branch } });
      transaction.start();
      transaction.send({ type: 'user.1xx' });
      transaction.send({ type: 'user.200-699' });
      if (made <= live) return;
      clock.fireFirst();
      ended++;
    },
    alive: () => made - ended,
    stop: () => parent.stop()
  };
}
