/** Which of a stack's actors are shown elsewhere: few, and chosen. */
import type { AnyActorRef } from 'xstate';
import type { UserAgentCoreSnapshot } from '../../machines/user-agent-core.ts';
import type { Stack } from '../../src/stack/stack.ts';
import { callIdOf } from '../../src/trace/actor.ts';

/** Charts of one Call-ID, of one name, or the newest of all. */
export interface ActorSelection {
  readonly callId?: string;
  /** A chart's id: `inviteServerTransaction`. */
  readonly chart?: string;
  /** How many at most, those that began last: 20 unless given, 200 at the most. */
  readonly newest?: number;
}

/** The most that are shown at once. */
export const chosenLimit = 200;

interface Chart {
  readonly logic: { readonly id?: unknown; readonly config?: unknown };
  readonly options: { readonly input?: unknown };
}

/** The id of an actor's chart, if it is one. */
function chartOf(actor: AnyActorRef): string | undefined {
  const { id, config } = (actor as unknown as Chart).logic;
  return typeof id === 'string' && config !== undefined ? id : undefined;
}

/** Everything that lives in a stack and that it knows of, in no order. */
export function* livingActors({ actor }: Stack): Generator<AnyActorRef> {
  const { index, core } = actor.getSnapshot();
  for (const [, child] of index().entries()) yield child;
  const { received, sent } = core.getSnapshot() as UserAgentCoreSnapshot;
  yield* received.values();
  yield* sent.values();
}

export class ChosenActors {
  readonly #selection: ActorSelection;
  readonly #limit: number;
  readonly #chosen = new Set<AnyActorRef>();

  constructor(selection: ActorSelection) {
    this.#selection = selection;
    this.#limit = Math.max(1, Math.min(selection.newest ?? 20, chosenLimit));
  }

  has(actor: AnyActorRef | undefined): boolean {
    return actor !== undefined && this.#chosen.has(actor);
  }

  /** Takes an actor if it is of those that are wanted; the oldest makes room. Says whether it did. */
  offer(actor: AnyActorRef): boolean {
    const name = chartOf(actor);
    const { callId, chart } = this.#selection;
    if (name === undefined || (chart !== undefined && chart !== name)) return false;
    if (callId !== undefined && callIdOf(aboutOf(actor)) !== callId) return false;
    this.#chosen.add(actor);
    if (this.#chosen.size > this.#limit)
      for (const oldest of this.#chosen) {
        this.#chosen.delete(oldest);
        break;
      }
    return true;
  }

  delete(actor: AnyActorRef): void {
    this.#chosen.delete(actor);
  }

  get all(): readonly AnyActorRef[] {
    return [...this.#chosen];
  }
}

/** What it was started with; when it was seen before it had a context. */
function aboutOf(actor: AnyActorRef): unknown {
  const { input } = (actor as unknown as Chart).options;
  return input ?? (actor.getSnapshot() as { readonly context?: unknown } | undefined)?.context;
}
