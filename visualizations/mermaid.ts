/**
 * Mermaid text (`stateDiagram-v2`) of a diagram model, for Markdown.
 *
 * Mermaid draws less than the SVG does: transitions between the same two states share one arrow, arrows between a state
 * and one inside it are written out in words (Mermaid loses them), and the RFC clauses of transitions are left to the SVG.
 */
import { captionTransition, formatRfc, joinCaption, listFacts } from './caption.ts';
import { assignIds, type IdStyle } from './ids.ts';
import { type DiagramModel, type DiagramState, isInternal } from './model.ts';
import { isInside } from './nesting.ts';

/** One arrow: the captions of all transitions from one state to another. */
interface Arrow {
  readonly source: string;
  readonly target: string;
  readonly captions: string[];
}

/** What Mermaid's text is written from, by id of the state. */
interface Plan {
  readonly states: ReadonlyMap<string, DiagramState>;
  readonly names: ReadonlyMap<string, string>;
  readonly bodies: ReadonlyMap<string, string[]>;
  readonly arrows: readonly Arrow[];
}

/** Formats a model as Mermaid text that ends in a newline; the same model always gives the same text. */
export function formatMermaid(model: DiagramModel): string {
  const plan = planArrows(model);
  const [root] = model.states;
  const lines = [
    'stateDiagram-v2',
    '  direction TB',
    ...(root ? [...titleRoot(root), ...writeRoot(root, plan)] : []),
    ...plan.arrows.map((arrow) => `  ${writeArrow(find(plan.names, arrow.source), arrow.target, arrow.captions, plan)}`)
  ];
  return `${lines.join('\n')}\n`;
}

function planArrows(model: DiagramModel): Plan {
  const states = new Map(model.states.map((state) => [state.id, state]));
  const bodies = new Map(model.states.map((state) => [state.id, listBody(state)]));
  const arrows = new Map<string, Arrow>();
  for (const transition of model.transitions) {
    const { source, target } = transition;
    const caption = joinCaption(captionTransition(transition));
    if (target === undefined || isInternal(transition, find(states, source))) {
      find(bodies, source).push(caption);
      continue;
    }
    const ends = [target, ...transition.alsoTargets];
    const lost = ends.filter(
      (end) => source !== end && (isInside(source, end, states) || isInside(end, source, states))
    );
    const names = lost.map((end) => find(states, end).name);
    if (lost.length > 0) find(bodies, source).push(`${caption} → ${names.join(', ')}`.trim());
    for (const end of ends.filter((other) => !lost.includes(other))) {
      const arrow = arrows.get(`${source} ${end}`) ?? { source, target: end, captions: [] };
      arrows.set(`${source} ${end}`, arrow);
      if (caption !== '') arrow.captions.push(caption);
    }
  }
  return { states, names: assignIds(model, idStyle), bodies, arrows: [...arrows.values()] };
}

/** The machine's name and what it is for, for screen readers: Mermaid has no place for them in the picture itself. */
function titleRoot(root: DiagramState): string[] {
  const description = describe(root);
  return [`  accTitle: ${escape(root.name)}`, ...(description === '' ? [] : [`  accDescr: ${escape(description)}`])];
}

/** A machine gets a frame of its own only if it says more than what it does on entry: that fits on the first arrow. */
function writeRoot(root: DiagramState, plan: Plan): string[] {
  const says = find(plan.bodies, root.id).length > Math.min(root.entry.length, 1);
  const targeted = plan.arrows.some(({ source, target }) => source === root.id || target === root.id);
  const framed = root.kind !== 'compound' || says || targeted;
  return framed ? writeState(root, plan, '  ') : writeInside(root, plan, '  ', root.entry);
}

function writeState(state: DiagramState, plan: Plan, indent: string): string[] {
  const name = find(plan.names, state.id);
  const body = find(plan.bodies, state.id).map(escape);
  const title = `${indent}state "${escape(state.name)}" as ${name}`;
  if (state.children.length === 0) return [title, ...body.map((line) => `${indent}${name} : ${line}`)];
  const note = body.length === 0 ? [] : [`${indent}note right of ${name} : ${body.join('<br/>')}`];
  return [`${title} {`, ...writeInside(state, plan, `${indent}  `, []), `${indent}}`, ...note];
}

function writeInside(state: DiagramState, plan: Plan, indent: string, entry: readonly string[]): string[] {
  const actions = [...entry, ...state.initialActions];
  const words = actions.length === 0 ? [] : [`/ ${actions.join(', ')}`];
  const initial = state.initial === undefined ? [] : [indent + writeArrow('[*]', state.initial, words, plan)];
  const children = state.children.flatMap((id, index) => {
    const child = find(plan.states, id);
    const divider = state.kind === 'parallel' && index > 0 ? [`${indent}--`] : [];
    const end = child.kind === 'final' ? [`${indent}${find(plan.names, id)} --> [*]`] : [];
    return [...divider, ...writeState(child, plan, indent), ...end];
  });
  return [...initial, ...children];
}

function writeArrow(from: string, target: string, captions: readonly string[], plan: Plan): string {
  const label = captions.length === 0 ? '' : ` : ${captions.map(escape).join('<br/>')}`;
  return `${from} --> ${find(plan.names, target)}${label}`;
}

/** What a state is for, and where the RFC says so. */
function describe(state: DiagramState): string {
  return [state.description ?? '', formatRfc(state.rfc)].filter((part) => part !== '').join(' ');
}

/** What a state says besides its transitions, a line each. Mermaid doesn't wrap these lines: long ones are broken here. */
function listBody(state: DiagramState): string[] {
  const description = state.parent === undefined ? '' : describe(state).replaceAll(/\s+/g, ' ');
  return [
    ...(state.history === undefined ? [] : [`${state.history} history`]),
    ...(description.match(/\S.{0,58}\S(?=\s|$)|\S+/g) ?? []),
    ...listFacts(state)
      .filter(([word]) => word !== 'initial')
      .map(([word, names]) => `${word} / ${names.join(', ')}`)
  ];
}

/**
 * Mermaid's ids: letters, digits and `_`, behind a prefix since `state`, `note`, `class` and `end` are words of its own.
 * Mermaid itself calls the dots of a frame `<frame>_start` and `<frame>_end`: those are taken.
 */
const idStyle: IdStyle = { prefix: 's_', separator: '__', refused: /\W/g, suffixes: ['_start', '_end'] };

/** Mermaid ends a label at `:`, `;` or a line's end, and reads quotes, tags and braces; its entities are `#58;`. */
function escape(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[#:;"<>{}%&`]/g, (character) => `#${String(character.charCodeAt(0))};`);
}

function find<Value>(map: ReadonlyMap<string, Value>, id: string): Value {
  return map.get(id) as Value;
}
