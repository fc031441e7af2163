/** The picture of a ladder, by day and by night, with hooks to light up a message or a step. */
import { type DiagramTheme, font, writeRules } from '../stylesheet.ts';
import { measureText } from '../text.ts';
import { svg, type SvgElement, writeSvgElement } from './element.ts';
import type { Ladder } from './ladder.ts';
import {
  boxHeight,
  type LadderLayout,
  layLadder,
  type PlacedArrow,
  type PlacedParticipant,
  timesOf
} from './layout.ts';

/** How a ladder is to look. */
export interface LadderSvgOptions {
  /** `auto` unless given: light and dark in one picture. */
  readonly theme?: DiagramTheme;
}

/**
 * Draws a ladder as a self-contained SVG document that ends in a newline; the same ladder gives the same bytes.
 *
 * Every message is a `<g data-message>` with its number, every step beside it a `<g data-step>` with its place among the
 * events: give them the class `live` to light them up.
 */
export function formatLadderSvg(ladder: Ladder, { theme = 'auto' }: LadderSvgOptions = {}): string {
  const drawing = drawLadder(layLadder(ladder));
  const style = `<style>\n${writeLadderStylesheet(theme)}\n</style>`;
  const text = writeSvgElement({
    ...drawing,
    attributes: { xmlns: 'http://www.w3.org/2000/svg', ...drawing.attributes }
  });
  return `${text.replace('\n', `\n${style}\n`)}\n`;
}

/** The stylesheet of a ladder; every rule is kept to `.sipcharts-ladder`. */
export function writeLadderStylesheet(theme: DiagramTheme): string {
  return writeRules('.sipcharts-ladder', theme, declarations, {
    light: { success: '#15803d', failure: '#b91c1c' },
    dark: { success: '#4ade80', failure: '#ff8a80' }
  });
}

const declarations = {
  text: 'fill:var(--ink)',
  '.paper': 'fill:var(--paper);stroke:var(--line)',
  '.box': 'fill:var(--frame);stroke:var(--stroke);stroke-width:1.2',
  '.us .box': 'stroke-width:2',
  '.upright': 'stroke:var(--line);stroke-width:1.4',
  '.row': 'fill:transparent',
  '.path': 'fill:none;stroke:var(--stroke);stroke-width:1.5',
  '.head': 'fill:var(--stroke)',
  '.provisional .path': 'stroke-dasharray:5 4',
  '.success .path': 'stroke:var(--success)',
  '.success .head': 'fill:var(--success)',
  '.failure .path,.sipcharts-ladder .trouble .path': 'stroke:var(--failure)',
  '.failure .head,.sipcharts-ladder .trouble .head': 'fill:var(--failure)',
  '.name': font('event', 600),
  '.address': `${font('rfc', 400)};fill:var(--faint)`,
  '.time': `${font('rfc', 400)};fill:var(--faint);font-variant-numeric:tabular-nums`,
  '.label': `${font('event', 600)};fill:var(--event)`,
  '.success .label': 'fill:var(--success)',
  '.failure .label,.sipcharts-ladder .unreadable .label': 'fill:var(--failure)',
  '.times': `${font('event', 600)};fill:var(--timer)`,
  '.wrong': `${font('rfc', 400)};fill:var(--failure)`,
  '.state': font('prose', 700),
  '.chart': `${font('prose', 400)};fill:var(--faint)`,
  '.live>.row': 'fill:var(--frame);stroke:var(--live);stroke-width:1.5',
  '.live .state': 'fill:var(--live)'
};

/** Draws a layout as a tree. */
export function drawLadder(layout: LadderLayout): SvgElement {
  const { width, height, participants, arrows, ladder } = layout;
  return svg(
    'svg',
    {
      class: 'sipcharts-ladder',
      role: 'img',
      'aria-label': tell(ladder),
      width,
      height,
      viewBox: `0 0 ${String(width)} ${String(height)}`
    },
    svg('rect', { class: 'paper', x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 12 }),
    ...participants.map((placed, index) => drawParticipant(placed, index === ladder.us, height)),
    ...arrows.map((row) => drawRow(row, layout))
  );
}

function drawParticipant({ participant, x, width }: PlacedParticipant, isUs: boolean, bottom: number): SvgElement {
  return svg(
    'g',
    isUs ? { class: 'us' } : {},
    svg('line', { class: 'upright', x1: x, y1: 12 + boxHeight, x2: x, y2: bottom - 10 }),
    svg('rect', { class: 'box', x: n(x - width / 2), y: 12, width, height: boxHeight, rx: 8 }),
    svg('text', { class: 'name', x, y: 31, 'text-anchor': 'middle' }, participant.name),
    svg('text', { class: 'address', x, y: 47, 'text-anchor': 'middle' }, participant.address)
  );
}

function drawRow({ arrow, top, height, y, from, to, notes }: PlacedArrow, layout: LadderLayout): SvgElement {
  const { ladder, width, notes: column } = layout;
  const middle = n((from + to) / 2);
  const side = to > from ? 1 : -1;
  const began = ladder.arrows[0]?.at ?? 0;
  const many = timesOf(arrow);
  const wrong = arrow.troubles.join(', ');
  const trouble = arrow.troubles.length > 0 ? ' trouble' : '';
  const label = svg('tspan', { class: 'label' }, arrow.label);
  return svg(
    'g',
    { class: arrow.kind + trouble, 'data-message': arrow.message },
    svg('rect', { class: 'row', x: 4, y: top + 1, width: width - 8, height: height - 2, rx: 6 }),
    svg(
      'text',
      { class: 'time', x: 60, y: y + 3.5, 'text-anchor': 'end' },
      `${((arrow.at - began) / 1000).toFixed(3)} s`
    ),
    svg(
      'text',
      { x: middle, y: y - 6, 'text-anchor': 'middle' },
      ...(many === '' ? [label] : [label, svg('tspan', { class: 'times', dx: 5 }, many)])
    ),
    svg('path', { class: 'path', d: `M${n(from)} ${n(y)}H${n(to - 8 * side)}` }),
    svg('path', { class: 'head', d: `M${n(to - side)} ${n(y)}l${n(-9 * side)} -4.5v9Z` }),
    ...(wrong === ''
      ? []
      : [
          svg(
            'text',
            { class: 'wrong', x: middle, y: y + 14, 'text-anchor': 'middle' },
            fit(wrong, Math.abs(to - from))
          )
        ]),
    ...notes.map(({ step, state, chart, baseline }) =>
      svg(
        'g',
        { 'data-step': step.index },
        svg(
          'text',
          { x: n(column.x), y: n(baseline), 'text-anchor': column.anchor },
          svg('tspan', { class: 'state' }, state),
          svg('tspan', { class: 'chart', dx: 6 }, chart)
        )
      )
    )
  );
}

/** As much of a text as there is room for. */
function fit(text: string, room: number): string {
  let shown = text.slice(0, 200);
  while (shown.length > 1 && measureText(shown, 'rfc') > room) shown = `${shown.slice(0, -2)}…`;
  return shown;
}

/** The whole ladder in words, for those who do not see the picture. */
function tell({ participants, arrows }: Ladder): string {
  const who = participants.map(({ name }) => name).join(', ');
  const said = arrows.map(({ from, label }) => `${participants[from]?.name ?? ''}: ${label}`);
  return `Messages between ${who}. ${said.join('; ')}.`;
}

/** A number short enough to read and the same on every machine. */
const n = (pixels: number): string => String(Math.round(pixels * 10) / 10);
