/**
 * The words on a transition and in a state's box, the same in every emitter: `event [guard] / action, action`.
 */
import type { DiagramState, DiagramTransition } from './model.ts';

/** The parts of a transition's caption, ready to be joined or styled. */
export interface Caption {
  /** The event's type, or the delay's name: `timerA`. Empty for an eventless one. */
  readonly event: string;
  /** The delay's value, `(T1, doubling)`; or empty. */
  readonly delay: string;
  /** `[overReliableTransport]`; `[else]` behind guarded ones for the same event; or empty. */
  readonly guard: string;
  /** Each action, in order; a lone dash where an internal transition does nothing but absorb its event. */
  readonly actions: readonly string[];
  /** `RFC 3261 §17.1.1.2`, or empty. */
  readonly rfc: string;
}

/** The caption of a transition. */
export function captionTransition(transition: DiagramTransition): Caption {
  const { event, delayValue, guard, otherwise, actions, target, rfc } = transition;
  const absorbs = target === undefined && actions.length === 0;
  return {
    event,
    delay: delayValue === undefined ? '' : `(${delayValue})`,
    guard: guard !== undefined ? `[${guard}]` : otherwise ? '[else]' : '',
    actions: absorbs ? ['–'] : actions,
    rfc: formatRfc(rfc)
  };
}

/** The caption as one line of text, without the RFC's clause: `event (delay) [guard] / action, action`. */
export function joinCaption({ event, delay, guard, actions }: Caption): string {
  const done = actions.length === 0 ? '' : `/ ${actions.join(', ')}`;
  return [event, delay, guard, done].filter((part) => part !== '').join(' ');
}

/** What happens in a state besides its transitions: `['entry', ['sendRequest']]` and so on, empty ones left out. */
export function listFacts(state: DiagramState): readonly (readonly [word: string, names: readonly string[]])[] {
  const facts = [
    ['entry', state.entry],
    ['exit', state.exit],
    ['invoke', state.invokes],
    ['initial', state.initialActions],
    ['tags', state.tags]
  ] as const;
  return facts.filter(([, names]) => names.length > 0);
}

/** `3261§17.1.1.2` as people write it: `RFC 3261 §17.1.1.2`. Anything else stays as it is. */
export function formatRfc(rfc: string | undefined): string {
  return (rfc ?? '').replace(/^(\d+)\s*§/, 'RFC $1 §');
}
