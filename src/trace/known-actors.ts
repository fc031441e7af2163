/** The actors of a stack that have their numbers. */
import type { Actor, AnyActorRef } from 'xstate';
import type { UserAgentCoreSnapshot } from '../../machines/user-agent-core.ts';
import type { root } from '../stack/root.ts';
import { KnownActor } from './actor.ts';

/** All that live and that an index knows, parents before their children. */
export function* livingOf(actor: Actor<typeof root>): Generator<AnyActorRef> {
  const { children, index, core } = actor.getSnapshot();
  yield actor;
  yield* children;
  for (const [, child] of index().entries()) yield child;
  const { received, sent, inDialogs } = core.getSnapshot() as UserAgentCoreSnapshot;
  yield* received.values();
  yield* sent.values();
  yield* inDialogs.values();
}

export class KnownActors {
  readonly #known = new Map<AnyActorRef, KnownActor>();
  #last = 0;

  /** Those known: also what applications started, and what waits for the outcome of a request, which no index has. */
  refs(): Iterable<AnyActorRef> {
    return this.#known.keys();
  }

  get(actor: AnyActorRef): KnownActor | undefined {
    return this.#known.get(actor);
  }

  has(actor: AnyActorRef): boolean {
    return this.#known.has(actor);
  }

  delete(actor: AnyActorRef): void {
    this.#known.delete(actor);
  }

  /** Forgets them, but not how many there were. */
  clear(): void {
    this.#known.clear();
  }

  /** Gives an actor its number, if it has none yet. */
  know(actor: AnyActorRef): KnownActor {
    let known = this.#known.get(actor);
    if (known === undefined) {
      const parent = actor._parent === undefined ? undefined : this.know(actor._parent).number;
      known = new KnownActor(actor, ++this.#last, parent);
      this.#known.set(actor, known);
    }
    return known;
  }
}
