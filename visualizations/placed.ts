/**
 * The parts of a picture once they have a place: what the layout gives and the writer of SVG takes.
 */
import type { DiagramState, DiagramTransition } from './model.ts';
import type { TextBlock } from './text.ts';

/** A rectangle in pixels from the picture's top left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A point in pixels from the picture's top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A state and what is written in it, from the top: title, description, facts, internal transitions. */
export interface PlacedState extends Box {
  readonly state: DiagramState;
  readonly title: TextBlock;
  readonly description: TextBlock;
  readonly facts: TextBlock;
  readonly internals: readonly PlacedInternal[];
  /** Size of all that text with its margins; a compound state has its substates below or beside it. */
  readonly headWidth: number;
  readonly headHeight: number;
}

/** An internal transition, written in its state's box. */
export interface PlacedInternal {
  readonly transition: DiagramTransition;
  readonly text: TextBlock;
}

/** An arrow: of all transitions from one state to another, or (without any) from the dot where a compound state starts. */
export interface PlacedEdge {
  readonly id: string;
  readonly transitions: readonly DiagramTransition[];
  readonly points: readonly Point[];
  /** A card for each transition that says something, one below the other; or the actions on the way from a dot. */
  readonly cards: readonly PlacedCard[];
}

/** What stands on an arrow. */
export interface PlacedCard extends Box {
  readonly transition?: DiagramTransition;
  readonly text: TextBlock;
}

/** Where arrows begin inside a frame: the dot that it starts from, or a pill that stands for any state in it. */
export interface PlacedDot extends Box {
  readonly id: string;
  readonly kind: 'initial' | 'any';
}

/** A whole picture, ready to be written in any format. */
export interface DiagramLayout {
  readonly width: number;
  readonly height: number;
  /** Outer states before the ones inside them. */
  readonly states: readonly PlacedState[];
  readonly dots: readonly PlacedDot[];
  readonly edges: readonly PlacedEdge[];
}

/** Distances between text and frame, in pixels. */
export const inset = { x: 12, y: 9, gap: 7, label: 7 } as const;
