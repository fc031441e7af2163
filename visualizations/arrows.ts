/**
 * The arrows of a picture and what stands on them, before the layout gives them a place.
 */
import { type DiagramModel, type DiagramState, type DiagramTransition, isInternal } from './model.ts';
import { isInside } from './nesting.ts';
import { listNames, writeTransition } from './paragraphs.ts';
import { inset } from './placed.ts';
import { layText, type Run, type TextBlock } from './text.ts';

/** An arrow on its way into ELK: all transitions from one place to another share it, as in the figures of RFCs. */
export interface Arrow {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly transitions: readonly DiagramTransition[];
  readonly captions: readonly Caption[];
}

/** What is to stand on an arrow, one card a transition. */
interface Caption {
  readonly transition?: DiagramTransition;
  readonly paragraphs: Run[][];
}

/** A caption, broken into lines. */
export interface Card {
  readonly transition?: DiagramTransition;
  readonly text: TextBlock;
}

/** Breaks the captions of an arrow into lines; those that say nothing have no card. */
export function layCards({ captions }: Arrow, limit: number): Card[] {
  return captions
    .map(({ paragraphs, ...caption }) => ({ ...caption, text: layText(paragraphs, limit) }))
    .filter(({ text }) => text.lines.length > 0);
}

/** A card's height with its margins. */
export function heightOf({ text }: Card): number {
  return Math.ceil(text.height) + 2 * inset.label;
}

/** The arrows of a picture: from dots first, then in the order of the transitions. */
export function listArrows(model: DiagramModel, states: ReadonlyMap<string, DiagramState>): Arrow[] {
  const arrows = new Map<string, Arrow & { transitions: DiagramTransition[]; captions: Caption[] }>();
  const arrowOf = (id: string, source: string, target: string) => {
    const key = `${source} → ${target}`;
    const arrow = arrows.get(key) ?? { id, source, target, transitions: [], captions: [] };
    arrows.set(key, arrow);
    return arrow;
  };
  for (const state of model.states) {
    if (state.initial === undefined) continue;
    const dot = initialDot(state);
    arrowOf(dot, dot, state.initial).captions.push({ paragraphs: [listNames('/', state.initialActions)] });
  }
  for (const transition of model.transitions) {
    const state = states.get(transition.source) as DiagramState;
    if (transition.target === undefined || isInternal(transition, state)) continue;
    for (const [index, target] of [transition.target, ...transition.alsoTargets].entries()) {
      // An arrow from a frame to a state inside would cross the frame's own text: it starts inside instead, from `any state`.
      const source = target !== state.id && isInside(target, state.id, states) ? anyDot(state) : state.id;
      const id = index === 0 ? transition.id : `${transition.id}+${String(index)}`;
      const arrow = arrowOf(id, source, target);
      arrow.transitions.push(transition);
      arrow.captions.push({ transition, paragraphs: writeTransition(transition) });
    }
  }
  return [...arrows.values()];
}

/** The state that an arrow from it, or from a dot in it, starts at. */
export function ownerOf(source: string): string {
  return source.replace(/ \((?:initial|any)\)$/, '');
}

/** Where the arrow to a compound state's initial one starts. */
export function initialDot({ id }: DiagramState): string {
  return `${id} (initial)`;
}

/** Where arrows from a frame to what is inside it start: `any state`. */
export function anyDot({ id }: DiagramState): string {
  return `${id} (any)`;
}
