/**
 * Graphviz text (`dot`) of a diagram model: a cluster for each state that has others inside, an edge for each transition.
 */
import { captionTransition, formatRfc, joinCaption, listFacts } from './caption.ts';
import { type DiagramModel, type DiagramState, type DiagramTransition, isInternal } from './model.ts';
import { isInside } from './nesting.ts';

type States = ReadonlyMap<string, DiagramState>;

/** Formats a model as a DOT graph that ends in a newline; the same model always gives the same text. */
export function formatDot(model: DiagramModel): string {
  const states: States = new Map(model.states.map((state) => [state.id, state]));
  const arrows = model.transitions.filter((transition) => !isInternal(transition, find(states, transition.source)));
  const [root] = model.states;
  const lines = [
    `digraph ${quote(model.id)} {`,
    '  graph [compound=true, rankdir=TB, fontname="Helvetica", fontsize=12, labeljust=l];',
    '  node [shape=box, style="rounded", fontname="Helvetica", fontsize=12];',
    '  edge [fontname="Helvetica", fontsize=11, arrowsize=0.7];',
    ...(root ? writeState(root, model, states, arrows, '  ') : []),
    ...arrows.flatMap((transition) => writeArrow(transition, states).map((line) => `  ${line}`)),
    '}'
  ];
  return `${lines.join('\n')}\n`;
}

function writeState(
  state: DiagramState,
  model: DiagramModel,
  states: States,
  arrows: readonly DiagramTransition[],
  indent: string
): string[] {
  const label = quote([nameOf(state), ...listBody(state, model)], state.children.length === 0 ? '\\n' : '\\l');
  if (state.children.length === 0) {
    const shape = { final: ', peripheries=2', history: ', shape=circle' }[state.kind as string] ?? '';
    return [`${indent}${quote(state.id)} [label=${label}${shape}];`];
  }
  const inside = `${indent}  `;
  const dots = [
    `${quote(initialDot(state))} [shape=point, width=0.12, label=""];`,
    ...(arrows.some((arrow) => leadsInside(arrow, state, states))
      ? [`${quote(anyDot(state))} [label="any state", style="rounded,dashed", fontsize=10];`]
      : [])
  ];
  const first = firstIn(state).map((target) => {
    const words = state.initialActions.length === 0 ? [] : [`/ ${state.initialActions.join(', ')}`];
    return `${quote(initialDot(state))} -> ${quote(headOf(find(states, target)))}${attributes([
      ...(words.length === 0 ? [] : [`label=${quote(words)}`]),
      ...clip('lhead', find(states, target))
    ])};`;
  });
  return [
    `${indent}subgraph ${quote(`cluster_${state.id}`)} {`,
    `${inside}label=${label}; style="rounded${state.parent !== undefined && find(states, state.parent).kind === 'parallel' ? ',dashed' : ''}";`,
    ...dots.map((line) => inside + line),
    ...state.children.flatMap((child) => writeState(find(states, child), model, states, arrows, inside)),
    ...first.map((line) => inside + line),
    `${indent}}`
  ];
}

/** An edge for each target. Graphviz has no edges to clusters: it is one to a dot inside, cut at the cluster's border. */
function writeArrow(transition: DiagramTransition, states: States): string[] {
  const source = find(states, transition.source);
  const label = quote(listCaption(transition), '\\l');
  return [transition.target, ...transition.alsoTargets].flatMap((id) => {
    if (id === undefined) return [];
    const target = find(states, id);
    const [inward, outward] = [isInside(id, source.id, states), isInside(source.id, id, states)];
    const tail = source.children.length === 0 ? source.id : inward ? anyDot(source) : lastIn(source, states);
    const cut = [...(inward ? [] : clip('ltail', source)), ...(outward ? [] : clip('lhead', target))];
    return [`${quote(tail)} -> ${quote(headOf(target))}${attributes([`label=${label}`, ...cut])};`];
  });
}

/** Whether an arrow starts at the frame of a state, or leads from it to itself: it is drawn from `any state` then. */
function leadsInside({ source, target, alsoTargets }: DiagramTransition, state: DiagramState, states: States): boolean {
  return source === state.id && [target, ...alsoTargets].some((id) => id !== undefined && isInside(id, source, states));
}

/** Where a state begins: at its initial one, or in each region at once. */
function firstIn(state: DiagramState): readonly string[] {
  return state.kind === 'parallel' ? state.children : state.initial === undefined ? [] : [state.initial];
}

/** Where arrows out of a cluster start: low in it, so that what they lead to comes below. */
function lastIn(state: DiagramState, states: States): string {
  const children = state.children.map((id) => find(states, id));
  const last = children.findLast(({ kind }) => kind !== 'final') ?? children.at(-1);
  return last === undefined ? state.id : lastIn(last, states);
}

function headOf(state: DiagramState): string {
  return state.children.length === 0 ? state.id : initialDot(state);
}

function clip(end: 'lhead' | 'ltail', state: DiagramState): string[] {
  return state.children.length === 0 ? [] : [`${end}=${quote(`cluster_${state.id}`)}`];
}

function nameOf({ name, history }: DiagramState): string {
  return history === undefined ? name : `${history === 'deep' ? 'H*' : 'H'} ${name}`;
}

/** The event with its guard, the actions, the clause. */
function listCaption(transition: DiagramTransition): string[] {
  const caption = captionTransition(transition);
  return [
    joinCaption({ ...caption, actions: [] }),
    ...wrap(joinCaption({ ...caption, event: '', delay: '', guard: '' }), 34),
    caption.rfc
  ];
}

/** Graphviz breaks no lines. */
function wrap(text: string, limit: number): string[] {
  return text.match(new RegExp(`\\S.{0,${String(limit - 2)}}\\S(?=\\s|$)|\\S+`, 'g')) ?? [];
}

function listBody(state: DiagramState, { transitions }: DiagramModel): string[] {
  const facts = listFacts(state).filter(([word]) => word !== 'initial');
  return [
    ...wrap(state.description ?? '', 40),
    formatRfc(state.rfc),
    ...facts.map(([word, names]) => `${word} / ${names.join(', ')}`),
    ...transitions
      .filter((transition) => transition.source === state.id && isInternal(transition, state))
      .map((transition) => joinCaption(captionTransition(transition)))
  ];
}

function initialDot({ id }: DiagramState): string {
  return `${id} (initial)`;
}

function anyDot({ id }: DiagramState): string {
  return `${id} (any)`;
}

function attributes(list: readonly string[]): string {
  return list.length === 0 ? '' : ` [${list.join(', ')}]`;
}

/** A quoted string; several lines each end as `end` says: centred (`\n`) or to the left (`\l`). */
function quote(text: string | readonly string[], end = '\\n'): string {
  const lines = typeof text === 'string' ? [text] : text.filter((line) => line !== '');
  const escaped = lines.map((line) => line.replaceAll(/\s+/g, ' ').replaceAll(/["\\]/g, '\\$&'));
  return `"${escaped.join(end)}${end === '\\l' && escaped.length > 0 ? end : ''}"`;
}

function find(states: States, id: string): DiagramState {
  return states.get(id) as DiagramState;
}
