/** One chart run twice, by XState's interpreter and compiled, step by step: whatever the one does the other has to do. */
import {
  type ActorLogic,
  type ActorScope,
  type AnyActor,
  type AnyActorLogic,
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  type EventObject,
  type InspectionEvent,
  type Snapshot
} from 'xstate';
import { compileChart } from '../../src/stack/compile-chart.ts';
import type { Events } from '../support/pairs.ts';
import { Stage } from '../support/stage.ts';
import { Wording } from './wording.ts';

/** A chart, what it is started with, and what it may be told. */
export interface Subject {
  readonly name: string;
  readonly machine: AnyStateMachine;
  readonly input: (stage: Stage) => object;
  readonly events: (stage: Stage) => Events;
}

/** A parent that notes what it is told, and stops its child when asked to. */
function parentOf(hear: (event: EventObject) => void, child: () => AnyActorRef): AnyActorLogic {
  const logic: ActorLogic<Snapshot<undefined>, EventObject> = {
    getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined }),
    transition(snapshot, event, scope: ActorScope<Snapshot<undefined>, EventObject>) {
      if (event.type === 'stop the child') scope.stopChild(child());
      else hear(event);
      return snapshot;
    },
    getPersistedSnapshot: (snapshot) => snapshot
  };
  return logic;
}

/** Steps that move time: to just before the next deadline, to it, and past everything. */
const clockSteps = ['just before', 'next due', 'much later'] as const;
const stopStep = 'stopped by its parent';

/** One run: everything that can be seen of it, in the order in which it was seen, as lines. */
class Run {
  readonly lines: string[] = [];
  readonly #stage = new Stage();
  readonly #wording = new Wording();
  readonly #events: Events;
  readonly #parent: AnyActor;
  readonly actor: AnyActor;
  #last: unknown;
  #heard = 0;

  constructor({ input, events }: Subject, logic: AnyActorLogic, inspected: boolean) {
    const { clock } = this.#stage;
    const hear = (event: EventObject): void => {
      this.#note('the parent hears', event);
    };
    this.#parent = createActor(
      parentOf(hear, () => this.actor),
      { clock, ...(inspected && { inspect: this.#inspect }) }
    ).start();
    this.#watchTimers();
    this.actor = createActor(logic, { parent: this.#parent, id: 'chart', input: input(this.#stage) });
    this.#events = events(this.#stage);
    this.actor.subscribe({
      next: () => this.lines.push('observers: next'),
      error: (error: unknown) => {
        this.#note('observers: error', error);
      },
      complete: () => this.lines.push('observers: complete')
    });
    this.actor.start();
    this.look();
  }

  get steps(): readonly string[] {
    return [...Object.keys(this.#events), ...clockSteps, stopStep];
  }

  get snapshot(): AnyMachineSnapshot {
    return this.actor.getSnapshot() as AnyMachineSnapshot;
  }

  #note(what: string, ...values: readonly unknown[]): void {
    this.lines.push([what, ...values.map((value) => this.#wording.of(value))].join(' '));
  }

  /** The timers as the actors ask for them, whoever keeps them. */
  #watchTimers(): void {
    const { system } = this.#parent;
    const { schedule, cancel, cancelAll } = system.scheduler;
    system.scheduler = {
      schedule: (source, target, event, delay, id) => {
        this.#note('armed', source, target, event, delay, id);
        schedule(source, target, event, delay, id);
      },
      cancel: (source, id) => {
        this.#note('cancelled', source, id);
        cancel(source, id);
      },
      cancelAll: (source) => {
        this.#note('cancelled all', source);
        cancelAll(source);
      }
    };
  }

  readonly #inspect = (told: InspectionEvent): void => {
    const { type, actorRef } = told;
    if (type === '@xstate.event') this.#note(type, told.sourceRef, actorRef, told.event);
    else if (type === '@xstate.action') this.#note(type, actorRef, told.action.type, told.action.params);
    else if (type === '@xstate.actor') this.#note(type, actorRef);
    else if (type === '@xstate.snapshot') this.#note(type, actorRef, told.event, told.snapshot);
    else this.#note(type, actorRef, told.event, told.snapshot, '_transitions' in told ? told._transitions : 'none');
  };

  /** Takes a step: an event by its name or its type, or one of time. An actor that is over hears nothing: XState would complain. */
  take(step: string): void {
    const { clock } = this.#stage;
    const due = clock.nextDue;
    if (step === stopStep) this.#parent.send({ type: 'stop the child' });
    else if (step === 'much later') clock.advance(1_000_000);
    else if (step === 'next due' || step === 'just before') {
      if (due !== undefined) clock.advanceTo(step === 'next due' ? due : Math.max(due - 1, clock.now()));
    } else if (this.snapshot.status === 'active') this.actor.send(this.#events[step] ?? { type: step });
    this.look();
  }

  /** Notes what was said, and what the chart's snapshot is. */
  look(): void {
    const { said, clock } = this.#stage;
    for (const { at, to, event } of said.slice(this.#heard)) this.#note('said', at, to, event);
    this.#heard = said.length;
    if (this.snapshot === this.#last) this.lines.push('the same snapshot');
    else this.#note('a snapshot', this.snapshot);
    this.#last = this.snapshot;
    this.#note('timers', clock.pending, clock.nextDue);
  }

  /** Notes what else can be asked of a snapshot. */
  lookClosely(): void {
    const { snapshot } = this;
    // Where the actor has failed before it was anywhere XState gives it a snapshot without methods.
    if ('getMeta' in snapshot) {
      // By id: the order in which a snapshot lists its states means nothing, and is another at the end of a chart.
      this.#note(
        'meta',
        Object.fromEntries(Object.entries(snapshot.getMeta()).sort(([one], [other]) => (one < other ? -1 : 1)))
      );
      this.#note('json', snapshot.toJSON());
      this.#note('matches', snapshot.matches(snapshot.value), snapshot.matches('Completed'), snapshot.hasTag('x'));
      for (const [name, event] of Object.entries(this.#events)) this.#note('can', name, this.#can(event));
    }
    this.#note('persisted', this.actor.getPersistedSnapshot());
  }

  #can(event: EventObject): unknown {
    try {
      return this.snapshot.can(event);
    } catch (error) {
      return error;
    }
  }
}

/** What the two did, side by side, where it is not the same. */
function difference(interpreted: readonly string[], compiled: readonly string[]): string | undefined {
  const at = interpreted.findIndex((line, index) => line !== compiled[index]);
  if (at < 0 && interpreted.length === compiled.length) return undefined;
  const from = at < 0 ? interpreted.length : at;
  const show = (lines: readonly string[]): string => lines.slice(Math.max(from - 2, 0), from + 2).join('\n  ');
  return `interpreted\n  ${show(interpreted)}\ncompiled\n  ${show(compiled)}`;
}

export class Both {
  readonly #subject: Subject;
  readonly #interpreted: Run;
  readonly #compiled: Run;
  /** How many lines have been compared. */
  #compared = 0;
  readonly #path: string[] = [];

  constructor(subject: Subject, compiled: AnyActorLogic = compileChart(subject.machine), inspected = true) {
    this.#subject = subject;
    this.#interpreted = new Run(subject, subject.machine, inspected);
    this.#compiled = new Run(subject, compiled, inspected);
    this.#compare();
  }

  /** Everything that can be done, by name. */
  get steps(): readonly string[] {
    return this.#interpreted.steps;
  }

  /** The state both are in. */
  get state(): string {
    return JSON.stringify(this.#interpreted.snapshot.value);
  }

  /** Takes steps, and compares after each. @throws Error that shows the first difference */
  replay(path: readonly string[]): this {
    for (const step of path) {
      this.#path.push(step);
      this.#interpreted.take(step);
      this.#compiled.take(step);
      this.#compare();
    }
    return this;
  }

  /** Compares what is asked of a snapshot less often. */
  lookClosely(): this {
    this.#interpreted.lookClosely();
    this.#compiled.lookClosely();
    this.#compare();
    return this;
  }

  #compare(): void {
    const [interpreted, compiled] = [this.#interpreted.lines, this.#compiled.lines];
    const found = difference(interpreted.slice(this.#compared), compiled.slice(this.#compared));
    if (found !== undefined) throw new Error(`${this.#subject.name}: ${this.#path.join(', ')}\n${found}`);
    this.#compared = interpreted.length;
  }
}
