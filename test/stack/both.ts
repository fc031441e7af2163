/** One chart run twice, by XState's interpreter and compiled, step by step: whatever the one does the other has to do. */
import { expect } from 'vitest';
import type { AnyActor, AnyActorLogic, AnyStateMachine, EventObject } from 'xstate';
import { formatMessage } from '../../src/message/format.ts';
import type { Sendable } from '../../src/message/message.ts';
import { compile } from '../../src/stack/compile.ts';
import type { Events, Run } from '../support/pairs.ts';
import { Stage } from '../support/stage.ts';

/** A chart, what it is started with, and what it may be told. */
export interface Subject {
  readonly name: string;
  readonly machine: AnyStateMachine;
  readonly input: (stage: Stage) => object;
  readonly events: (stage: Stage) => Events;
}

/** What an observer may know of a value: messages as bytes, actors as actors. */
function plain(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? 'function' : value;
  if ('startLine' in value) return new TextDecoder().decode(formatMessage(value as Sendable));
  if ('getSnapshot' in value) return 'actor';
  if (value instanceof Error) return value.message;
  if (depth > 5) return 'deep';
  if (Array.isArray(value)) return value.map((one) => plain(one, depth + 1));
  const entries = Object.entries(value as Record<string, unknown>).filter(([key]) => key !== 'surroundings');
  return Object.fromEntries(entries.map(([key, one]) => [key, plain(one, depth + 1)]));
}

/** Everything that can be seen of a run; of what was said, what is new. */
function seen({ stage, actor }: Run, from: number): object {
  const snapshot = actor.getSnapshot() as { value: unknown; status: string; output?: unknown; context: unknown };
  return {
    value: snapshot.value,
    status: snapshot.status,
    output: plain(snapshot.output),
    context: plain(snapshot.context),
    said: stage.said.slice(from).map(({ at, to, event }) => ({ at, to, event: plain(event) })),
    pending: stage.clock.pending,
    nextDue: stage.clock.nextDue
  };
}

function start({ input }: Subject, logic: AnyActorLogic): Run {
  const stage = new Stage();
  return { stage, actor: stage.start(logic, input(stage)) };
}

/** Tells an actor something, unless it is over: XState would complain on the console. */
function tell(actor: AnyActor, event: EventObject): void {
  if ((actor.getSnapshot() as { status: string }).status === 'active') actor.send(event);
}

/** Steps that move time: to just before the next deadline, to it, and past everything. */
const clockSteps = ['just before', 'next due', 'much later'] as const;

export class Both {
  readonly #subject: Subject;
  readonly #runs: readonly [interpreted: Run, compiled: Run];
  /** What each of them may be told. */
  readonly #events: ReadonlyMap<Run, Events>;
  /** How much of what was said has been compared. */
  #heard = 0;

  constructor(subject: Subject, compiled: AnyActorLogic = compile(subject.machine)) {
    this.#subject = subject;
    this.#runs = [start(subject, subject.machine), start(subject, compiled)];
    this.#events = new Map(this.#runs.map((run) => [run, subject.events(run.stage)]));
    this.compare([]);
  }

  /** Everything that can be done, by name. */
  get steps(): readonly string[] {
    return [...Object.keys(this.#events.get(this.#runs[0]) ?? {}), ...clockSteps];
  }

  /** The state both are in. */
  get state(): string {
    return JSON.stringify((this.#runs[0].actor.getSnapshot() as { value: unknown }).value);
  }

  take(step: string): void {
    for (const [{ stage, actor }, events] of this.#events) {
      const due = stage.clock.nextDue;
      const event = events[step];
      if (event !== undefined) tell(actor, event);
      else if (step === 'much later') stage.clock.advance(1_000_000);
      else if (due !== undefined)
        stage.clock.advanceTo(step === 'next due' ? due : Math.max(due - 1, stage.clock.now()));
    }
  }

  /** Stops both, as their parent would. */
  stop(): void {
    for (const { actor } of this.#runs) actor.stop();
  }

  /** Takes steps, and compares after each. */
  replay(path: readonly string[]): this {
    for (const [at, step] of path.entries()) {
      this.take(step);
      this.compare(path.slice(0, at + 1));
    }
    return this;
  }

  compare(path: readonly string[]): void {
    const [interpreted, compiled] = this.#runs;
    const at = `${this.#subject.name}: ${path.join(', ')}`;
    expect(seen(compiled, this.#heard), at).toEqual(seen(interpreted, this.#heard));
    this.#heard = interpreted.stage.said.length;
  }
}
