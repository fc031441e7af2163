/** Where one chart is run: the virtual clock, and a recorder in place of everybody that the chart talks to. */
import {
  type ActorLogic,
  type AnyActor,
  type AnyActorLogic,
  type AnyActorRef,
  createActor,
  type InspectionEvent,
  type Snapshot
} from 'xstate';
import type { SipMessage } from '../../src/message/message.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import { runByEngine } from './engine.ts';
import { messageOf } from './messages.ts';

/** Any event, with what the charts' events may carry. */
export interface SaidEvent {
  readonly type: string;
  readonly message?: SipMessage;
  readonly request?: SipMessage;
  readonly response?: SipMessage;
  readonly input?: unknown;
}

/** Who was told what, and when. */
export interface Said {
  readonly at: number;
  readonly to: string;
  readonly event: SaidEvent;
}

/** The method of a request, the status of a response. */
export function nameOf(message: SipMessage): string {
  return message.kind === 'request' ? message.method : String(message.status);
}

/** An event in a word or two: `INVITE` for what a transport sends, `transaction.1xx 180`, `user.request BYE`. */
export function describeEvent({ type, message, request, response }: SaidEvent): string {
  if (message !== undefined) return nameOf(message);
  if (response !== undefined) return `${type} ${nameOf(response)}`;
  return type === 'user.request' && request !== undefined ? `${type} ${nameOf(request)}` : type;
}

/** Actor logic that hears and does nothing else. */
export function hearing(hear: (event: SaidEvent) => void): ActorLogic<Snapshot<undefined>, SaidEvent> {
  return {
    getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined }),
    transition(snapshot, event) {
      if (!event.type.startsWith('xstate.')) hear(event);
      return snapshot;
    },
    getPersistedSnapshot: (snapshot) => snapshot
  };
}

export class Stage {
  readonly clock = new VirtualClock();
  /** Everything that was said to any recorder, in order. */
  readonly said: Said[] = [];
  /** Every transition that was taken: the chart's own definitions of them. */
  readonly taken = new Set<unknown>();

  /** Somebody who notes what is said. */
  recorder(to: string): AnyActorRef {
    return createActor(
      hearing((event) => {
        const { message } = event;
        const heard = message === undefined ? event : { ...event, message: messageOf(message) };
        this.said.push({ at: this.clock.now(), to, event: heard });
      })
    ).start();
  }

  /** Starts a logic on the clock of this stage; a chart is run by the engine of this run. */
  start(logic: AnyActorLogic, input: unknown): AnyActor {
    const inspect = (event: InspectionEvent): void => {
      if (event.type === '@xstate.microstep') for (const transition of event._transitions) this.taken.add(transition);
    };
    return createActor(runByEngine(logic), { clock: this.clock, input, inspect }).start();
  }

  /** What one was told, as `[at, words]`. */
  told(to: string): readonly (readonly [at: number, words: string])[] {
    return this.said.filter((said) => said.to === to).map(({ at, event }) => [at, describeEvent(event)]);
  }

  /** When one was told something. */
  times(to: string, words: string): readonly number[] {
    return this.told(to)
      .filter(([, said]) => said === words)
      .map(([at]) => at);
  }

  /** The last message a transport was given. */
  lastSent(): SipMessage {
    const message = this.said.findLast(({ event }) => event.message !== undefined)?.event.message;
    if (message === undefined) throw new Error('nothing was sent');
    return message;
  }
}
