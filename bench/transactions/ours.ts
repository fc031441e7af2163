/** Our chart of the non-INVITE server transaction (RFC 3261 figure 8, RFC 4320): in the stack's table, and by itself. */
import {
  type ActorLogic,
  type AnyActorLogic,
  type AnyActorRef,
  createActor,
  type EventObject,
  type Snapshot
} from 'xstate';
import { type ChartLogic, Counters, transactionTable } from '../../machines/index.ts';
import type { FromServerTransaction, NonInviteServerRef, ToTransport } from '../../machines/events.ts';
import type { SipRequest } from '../../src/message/message.ts';
import { buildResponse } from '../../src/message/response.ts';
import { installScheduler } from '../../src/stack/scheduler.ts';
import { TimerQueue } from '../../src/stack/timer-queue.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import { defaultTimers, sixtyFourT1 } from '../../src/transaction/timers.ts';
import { flow, listener, type Load, request } from './scene.ts';

/** When the final response comes, ms: after the 100, which goes out at 3.5 s and not before (RFC 4320 §4.1). */
const answerAfter = 4000;

/** The requests that wait for their final response, in order. */
class Pending {
  #waiting: { readonly request: SipRequest; readonly transaction: NonInviteServerRef }[] = [];
  #answered = 0;

  readonly take = (event: FromServerTransaction): void => {
    if (event.type === 'transaction.request') this.#waiting.push(event);
  };

  answerFirst(): void {
    const first = this.#waiting[this.#answered++];
    if (first === undefined) return;
    const response = buildResponse(first.request, 200, { toTag: 'bench' });
    first.transaction.send({ type: 'user.200-699', response });
    if (this.#answered < 1024) return;
    this.#waiting = this.#waiting.slice(this.#answered);
    this.#answered = 0;
  }
}

interface Ending {
  readonly root: AnyActorRef;
  readonly begin: (one: SipRequest) => void;
  readonly alive: () => number;
}

/**
 * A request comes in; 3.5 s later 100 goes out, 4 s later 200; retransmissions would be absorbed until Timer J. Requests
 * are made beforehand, and used again when their transaction is long over: parsing has a bench of its own.
 */
function steadyLoad(live: number, start: (take: Pending['take']) => Ending): Load {
  const step = (answerAfter + sixtyFourT1(defaultTimers)) / live;
  const wait = Math.ceil(answerAfter / step);
  const clock = new VirtualClock();
  const pending = new Pending();
  const { root, begin, alive } = start(pending.take);
  installScheduler(root.system, new TimerQueue({ clock, onError: console.error }));
  root.start();
  const requests = Array.from({ length: live + 64 }, (_, n) => request(n));
  let n = 0;
  return {
    next() {
      begin(requests[n++ % requests.length] as SipRequest);
      if (n > wait) pending.answerFirst();
      clock.advance(step);
    },
    alive,
    stop: () => {
      root.stop();
    }
  };
}

const transport = listener<ToTransport>(() => undefined);

/** In the transaction table: keys, index, merged requests, admission. */
export const inTable = (logic: ChartLogic) => (live: number) =>
  steadyLoad(live, (take) => {
    const core = listener(take);
    const input = {
      core,
      timers: defaultTimers,
      counters: new Counters(),
      admit: () => undefined,
      logic,
      report: console.error
    };
    const root = createActor(transactionTable, { input });
    return {
      root,
      begin: (one) => {
        root.send({ type: 'transport.request', request: one, flow, transport });
      },
      alive: () => root.getSnapshot().index.transactions
    };
  });

const parentLogic = (ended: () => void): ActorLogic<Snapshot<undefined>, EventObject> => ({
  getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined }),
  transition(snapshot, { type }) {
    if (type.startsWith('xstate.done.')) ended();
    return snapshot;
  },
  getPersistedSnapshot: (snapshot) => snapshot
});

/** Under a plain parent, which counts and does nothing else. */
export const alone = (logic: AnyActorLogic) => (live: number) =>
  steadyLoad(live, (take) => {
    const user = listener(take);
    let [made, ended] = [0, 0];
    const parent = createActor(parentLogic(() => ended++));
    return {
      root: parent,
      begin: (one) => {
        const input = { request: one, flow, transport, user, timers: defaultTimers };
        createActor(logic, { parent, id: `z${String(made++)}`, input }).start();
      },
      alive: () => made - ended
    };
  });
