/**
 * What must not happen in a picture: text on text, a line through text or through a state, anything off the canvas.
 */
import { type Box, type DiagramLayout, inset, type PlacedEdge, type PlacedState, type Point } from './placed.ts';

/** A sentence for each thing in a layout that stands in another's way; empty for a clean picture. */
export function findClashes(layout: DiagramLayout): string[] {
  const solids = [...layout.states.flatMap(solidsOf), ...layout.edges.flatMap(cardsOf)];
  const canvas: Box = { x: 0, y: 0, width: layout.width, height: layout.height };
  const outside = solids.filter((solid) => !contains(canvas, solid)).map(({ name }) => `${name} leaves the canvas`);
  const overlaps = solids.flatMap((solid, index) =>
    solids
      .slice(index + 1)
      .filter((other) => overlap(solid, other))
      .map((other) => `${solid.name} overlaps ${other.name}`)
  );
  const crossed = layout.edges.flatMap((edge) =>
    solids
      .filter((solid) => !cardsOf(edge).some(({ name }) => name === solid.name))
      .filter((solid) => segmentsOf(edge).some((segment) => overlap(solid, segment)))
      .map((solid) => `arrow ${edge.id} crosses ${solid.name}`)
  );
  const cramped = layout.states
    .filter(
      ({ width, height, headWidth, headHeight }) => headWidth > Math.ceil(width) || headHeight > Math.ceil(height)
    )
    .map(({ state }) => `text of state ${state.id} leaves its box`);
  return [...outside, ...overlaps, ...crossed, ...cramped];
}

/** How often arrows cross each other: allowed, but the fewer the better. */
export function countCrossings({ edges }: DiagramLayout): number {
  const segments = edges.map(segmentsOf);
  return segments.reduce((count, own, index) => {
    const others = segments.slice(index + 1).flat();
    return count + own.reduce((sum, one) => sum + others.filter((other) => overlap(one, other)).length, 0);
  }, 0);
}

interface Solid extends Box {
  readonly name: string;
}

/** A state without substates is solid as a whole (short of its border, where arrows end); of a frame only the text is. */
function solidsOf(placed: PlacedState): Solid[] {
  const { state, x, y, width, height, headHeight, headWidth } = placed;
  const name = `state ${state.id}`;
  if (state.children.length === 0) return [{ name, x: x + 1, y: y + 1, width: width - 2, height: height - 2 }];
  const text = { width: headWidth - 2 * inset.x, height: headHeight - 2 * inset.y };
  return [{ name: `text of ${name}`, x: x + inset.x, y: y + inset.y, ...text }];
}

function cardsOf({ id, cards }: PlacedEdge): Solid[] {
  return cards.map(({ transition, x, y, width, height }) => {
    return { name: `caption of ${transition?.id ?? id}`, x, y, width, height };
  });
}

/** ELK's orthogonal lines, each as a box without width or without height. */
function segmentsOf({ points }: PlacedEdge): Box[] {
  return points.slice(1).map((to, index) => {
    const from = points[index] as Point;
    const corner = { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y) };
    return { ...corner, width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y) };
  });
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function contains(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
