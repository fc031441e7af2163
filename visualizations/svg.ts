/**
 * An SVG of a diagram model: one picture a machine, by day and by night, with hooks to light up what is live.
 */
import { captionTransition, joinCaption } from './caption.ts';
import { layDiagram } from './layout.ts';
import type { DiagramModel, DiagramState, DiagramTransition } from './model.ts';
import {
  type Box,
  type DiagramLayout,
  inset,
  type PlacedDot,
  type PlacedEdge,
  type PlacedState,
  type Point
} from './placed.ts';
import { type DiagramTheme, writeStylesheet } from './stylesheet.ts';
import type { TextBlock } from './text.ts';

export type { DiagramTheme };

/** How a picture is to look. */
export interface SvgOptions {
  /** `auto` unless given: light and dark in one picture. */
  readonly theme?: DiagramTheme;
}

/**
 * Draws a model as a self-contained SVG document that ends in a newline.
 *
 * The same model gives the same bytes. Every state is a `<g data-state>` with its id, every transition one or two
 * `<g data-edge>` with its id (its line, and its words): give them the class `live` to light it up. Needs the optional package elkjs.
 * @throws Error where elkjs is not installed.
 */
export async function formatSvg(model: DiagramModel, options: SvgOptions = {}): Promise<string> {
  return writeSvg(model, await layDiagram(model), options);
}

/** Writes a layout as an SVG document; {@link formatSvg} is this after {@link layDiagram}. */
export function writeSvg(model: DiagramModel, layout: DiagramLayout, { theme = 'auto' }: SvgOptions = {}): string {
  const { width, height, states, dots, edges } = layout;
  const id = `diagram-${model.id.replaceAll(/[^\w-]/g, '-')}`;
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="sipcharts-diagram" role="img" aria-labelledby="${id}-title ${id}-desc" ` +
      `width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}">`,
    `<title id="${id}-title">${escape(model.id)}</title>`,
    `<desc id="${id}-desc">${escape(tell(model))}</desc>`,
    `<style>\n${writeStylesheet(theme)}\n</style>`,
    ...states.map((state) => drawState(state, layout)),
    ...dots.map(drawDot),
    ...edges.flatMap(drawArrow),
    ...edges.flatMap(drawCards),
    '</svg>'
  ];
  return `${lines.join('\n')}\n`;
}

/** Between the two borders of a final state. */
const ringGap = 3.5;

function drawState(placed: PlacedState, layout: DiagramLayout): string {
  const { state, title, description, facts, internals, x, y, width, height } = placed;
  const lines = [
    `<g data-state="${escape(state.id)}">`,
    `<title>${escape(tellState(state))}</title>`,
    ...drawShape(placed, layout)
  ];
  const body = [description, facts].filter((text) => text.lines.length > 0);
  const bare = body.length === 0 && internals.length === 0;
  const leaf = state.children.length === 0;
  let top = leaf && bare ? y + (height - title.height) / 2 : y + inset.y;
  lines.push(leaf ? drawText(title, x + width / 2, top, 'middle') : drawText(title, x + inset.x, top));
  top += title.height + inset.gap;
  if (leaf && !bare) {
    const rule = n(top - inset.gap / 2);
    const inside = state.kind === 'final' ? ringGap : 0;
    lines.push(`<line class="rule" x1="${n(x + inside)}" y1="${rule}" x2="${n(x + width - inside)}" y2="${rule}"/>`);
  }
  for (const text of body) {
    lines.push(drawText(text, x + inset.x, top));
    top += text.height + inset.gap;
  }
  for (const { transition, text } of internals) {
    const words = drawText(text, x + inset.x, top);
    lines.push(`<g data-edge="${escape(transition.id)}">`, words, '</g>');
    top += text.height + inset.gap;
  }
  return [...lines, '</g>'].join('\n');
}

function drawShape({ state, ...box }: PlacedState, { states }: DiagramLayout): string[] {
  if (state.parent === undefined) return [drawRect('paper', box, 0, 14)];
  const parent = states.find((other) => other.state.id === state.parent)?.state;
  if (parent?.kind === 'parallel' && state.kind !== 'final') return [drawRect('region', box, 0, 10)];
  if (state.children.length > 0) return [drawRect(state.path.length > 1 ? 'frame deep' : 'frame', box, 0, 12)];
  if (state.kind === 'final') return [drawRect('box', box, 0, 12), drawRect('ring', box, ringGap, 9)];
  return [drawRect('box', box, 0, state.kind === 'history' ? box.height / 2 : 10)];
}

function drawRect(name: string, box: Box, inside: number, radius: number): string {
  const size = `width="${n(box.width - 2 * inside)}" height="${n(box.height - 2 * inside)}"`;
  return `<rect class="${name}" x="${n(box.x + inside)}" y="${n(box.y + inside)}" ${size} rx="${n(radius)}"/>`;
}

function drawDot({ kind, ...box }: PlacedDot): string {
  const middle = box.x + box.width / 2;
  if (kind === 'any') {
    const words = `<text class="prose" x="${n(middle)}" y="${n(box.y + 14)}" text-anchor="middle">any state</text>`;
    return `<g>${drawRect('any', box, 0, 10)}${words}</g>`;
  }
  return `<circle class="dot" cx="${n(middle)}" cy="${n(box.y + box.height / 2)}" r="${n(box.width / 2)}"/>`;
}

/** A line for each transition, one upon the other, so that each of them can light up; until then only the first is seen. */
function drawArrow({ transitions, points }: PlacedEdge): string[] {
  if (transitions.length === 0) return ['<g>', ...drawLine(points), '</g>'];
  return transitions.map((transition, index) =>
    [...openHook(transition), ...drawLine(points, index === 0 ? 'path' : 'path echo'), '</g>'].join('\n')
  );
}

function drawCards({ cards }: PlacedEdge): string[] {
  return cards.map(({ transition, text, ...box }) => {
    const open = transition === undefined ? ['<g>'] : openHook(transition);
    const words = drawText(text, box.x + inset.label, box.y + inset.label);
    return [...open, drawRect('card', box, 0, 6), words, '</g>'].join('\n');
  });
}

function openHook(transition: DiagramTransition): string[] {
  const title = joinCaption(captionTransition(transition));
  return [`<g data-edge="${escape(transition.id)}">`, `<title>${escape(title)}</title>`];
}

/** A line with rounded corners and a filled head; the line ends inside the head, so that its tip stays sharp. */
function drawLine(points: readonly Point[], name = 'path'): string[] {
  const end = points.at(-1) as Point;
  const before = points.at(-2) as Point;
  const { x, y } = direction(before, end);
  const neck = { x: end.x - 7 * x, y: end.y - 7 * y };
  const path = [...points.slice(0, -1), neck].map((point, index, all) => {
    const previous = all[index - 1];
    const next = all[index + 1];
    if (!previous) return `M${n(point.x)} ${n(point.y)}`;
    if (!next) return `L${n(point.x)} ${n(point.y)}`;
    const radius = Math.min(8, distance(previous, point) / 2, distance(point, next) / 2);
    const from = direction(point, previous);
    const to = direction(point, next);
    const curve = `Q${n(point.x)} ${n(point.y)} ${n(point.x + radius * to.x)} ${n(point.y + radius * to.y)}`;
    return `L${n(point.x + radius * from.x)} ${n(point.y + radius * from.y)}${curve}`;
  });
  const left = `${n(neck.x - x - 4 * y)} ${n(neck.y - y + 4 * x)}`;
  const right = `${n(neck.x - x + 4 * y)} ${n(neck.y - y - 4 * x)}`;
  return [
    `<path class="${name}" d="${path.join('')}"/>`,
    `<path class="head" d="M${n(end.x)} ${n(end.y)}L${left}L${right}Z"/>`
  ];
}

function direction(from: Point, to: Point): Point {
  const length = distance(from, to) || 1;
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}

function distance(from: Point, to: Point): number {
  return Math.hypot(to.x - from.x, to.y - from.y);
}

function drawText(text: TextBlock, x: number, y: number, anchor = 'start'): string {
  const middle = anchor === 'middle' ? ' text-anchor="middle"' : '';
  return text.lines
    .map(({ runs, baseline }) => {
      const spans = runs.map((run) => `<tspan class="${run.style}">${escape(run.text)}</tspan>`).join(' ');
      return `<text x="${n(x)}" y="${n(y + baseline)}"${middle}>${spans}</text>`;
    })
    .join('\n');
}

/** The whole chart in words, for those who do not see the picture. */
function tell({ states, transitions }: DiagramModel): string {
  const names = new Map(states.map((state) => [state.id, state.name]));
  const sentences = transitions.map((transition) => {
    const caption = joinCaption(captionTransition(transition)) || 'always';
    const targets = [transition.target, ...transition.alsoTargets].filter((target) => target !== undefined);
    const end =
      targets.length === 0 ? 'stays' : `goes to ${targets.map((target) => names.get(target) as string).join(' and ')}`;
    return `${names.get(transition.source) as string} ${end}: ${caption}.`;
  });
  return [`Statechart with ${String(states.length - 1)} states.`, ...sentences].join(' ');
}

function tellState({ name, kind, description }: DiagramState): string {
  return [`${name} (${kind})`, description].filter((part) => part !== undefined).join(': ');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A number short enough to read and the same on every machine. */
function n(pixels: number): string {
  return String(Math.round(pixels * 10) / 10);
}
