/**
 * How an SVG looks: its fonts, and its colours by day and by night.
 */
import { fontSizes } from './text.ts';

const fonts =
  "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, 'Liberation Sans', system-ui, sans-serif";

const light = {
  paper: '#ffffff',
  frame: '#f6f8fb',
  inner: '#ffffff',
  box: '#ffffff',
  line: '#c3ccd9',
  stroke: '#64748b',
  ink: '#0f172a',
  soft: '#475569',
  faint: '#64748b',
  event: '#1d4ed8',
  timer: '#b45309',
  guard: '#7e22ce',
  live: '#16a34a'
};

const dark: typeof light = {
  paper: '#0d1117',
  frame: '#151b24',
  inner: '#1b2330',
  box: '#202a39',
  line: '#3a4659',
  stroke: '#8b9bb2',
  ink: '#f1f5f9',
  soft: '#c0cad8',
  faint: '#94a3b8',
  event: '#7cb0ff',
  timer: '#f5b95c',
  guard: '#d0a5ff',
  live: '#4ade80'
};

/** By day, by night, or (`auto`) as whoever looks has it set. */
export type DiagramTheme = 'auto' | 'light' | 'dark';

/**
 * The stylesheet of a diagram; every rule is kept to `.sipcharts-diagram`, so that the SVG may stand inside a page.
 *
 * Give an element with `data-state` or `data-edge` the class `live` to light it up.
 */
export function writeStylesheet(theme: DiagramTheme): string {
  return writeRules('.sipcharts-diagram', theme, declarations);
}

/** Rules that are kept to `scope`, with the colours of all pictures as variables, and those that it has beside them. */
export function writeRules(
  scope: string,
  theme: DiagramTheme,
  bodies: Readonly<Record<string, string>>,
  own: Readonly<Record<'light' | 'dark', Readonly<Record<string, string>>>> = { light: {}, dark: {} }
): string {
  const [day, night] = [variables({ ...light, ...own.light }), variables({ ...dark, ...own.dark })];
  return [
    `${scope}{${theme === 'dark' ? night : day};font-family:${fonts}}`,
    ...(theme === 'auto' ? [`@media (prefers-color-scheme:dark){${scope}{${night}}}`] : []),
    ...Object.entries(bodies).map(([selector, body]) => `${scope} ${selector}{${body}}`)
  ].join('\n');
}

const declarations = {
  text: 'fill:var(--ink)',
  '.paper': 'fill:var(--paper);stroke:var(--line)',
  '.frame': 'fill:var(--frame);stroke:var(--line);stroke-width:1.2',
  '.frame.deep': 'fill:var(--inner)',
  '.region': 'fill:none;stroke:var(--stroke);stroke-width:1.2;stroke-dasharray:5 4',
  '.box': 'fill:var(--box);stroke:var(--stroke);stroke-width:1.4',
  '.any': 'fill:none;stroke:var(--stroke);stroke-width:1.2;stroke-dasharray:2 3',
  '.ring': 'fill:none;stroke:var(--stroke);stroke-width:1.2',
  '.rule': 'stroke:var(--line);stroke-width:1',
  '.dot': 'fill:var(--stroke)',
  '.path': 'fill:none;stroke:var(--stroke);stroke-width:1.4',
  '.head': 'fill:var(--stroke)',
  '.path.echo': 'stroke:none',
  '.card': 'fill:var(--paper);stroke:var(--line);stroke-width:.8',
  '.machine': font('machine', 700),
  '.title': font('title', 700),
  '.event': `${font('event', 600)};fill:var(--event)`,
  '.timer': `${font('timer', 600)};fill:var(--timer)`,
  '.delay': `${font('delay', 400)};fill:var(--timer)`,
  '.guard': `${font('guard', 400)};fill:var(--guard)`,
  '.action': font('action', 400),
  '.word': `${font('word', 400)};font-style:italic;fill:var(--faint)`,
  '.prose': `${font('prose', 400)};fill:var(--soft)`,
  '.rfc': `${font('rfc', 400)};fill:var(--faint)`,
  '.live>.box,.sipcharts-diagram .live>.frame,.sipcharts-diagram .live>.region': 'stroke:var(--live);stroke-width:3',
  '.live>.path': 'stroke:var(--live);stroke-width:3',
  '.live>.head': 'fill:var(--live)',
  '.live>.card': 'stroke:var(--live);stroke-width:2'
};

function variables(colours: Readonly<Record<string, string>>): string {
  return Object.entries(colours)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
}

/** A size of the table of widths, and a weight. */
export function font(style: keyof typeof fontSizes, weight: number): string {
  return `font-size:${String(fontSizes[style])}px;font-weight:${String(weight)}`;
}
