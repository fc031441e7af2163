/**
 * PlantUML text (a state diagram) of a diagram model.
 */
import { captionTransition, formatRfc, joinCaption, listFacts } from './caption.ts';
import { assignIds } from './ids.ts';
import { type DiagramModel, type DiagramState, isInternal } from './model.ts';

/** What is written, by id of the state. */
interface Plan {
  readonly model: DiagramModel;
  readonly states: ReadonlyMap<string, DiagramState>;
  readonly names: ReadonlyMap<string, string>;
}

/** Formats a model as a PlantUML document that ends in a newline; the same model always gives the same text. */
export function formatPlantUml(model: DiagramModel): string {
  const states = new Map(model.states.map((state) => [state.id, state]));
  // The prefix keeps clear of PlantUML's own words (`state`, `end`, `note`), two underscores of its dots.
  const names = assignIds(model, { prefix: 's_', separator: '__', refused: /\W/g, suffixes: [] });
  const plan = { model, states, names };
  const [root] = model.states;
  const lines = [
    `@startuml ${model.id.replaceAll(/\W/g, '_')}`,
    'hide empty description',
    ...(root ? [...writeState(root, plan, ''), ...writeBody(root, plan)] : []),
    ...model.states.slice(1).flatMap((state) => writeBody(state, plan)),
    ...writeArrows(plan),
    '@enduml'
  ];
  return `${lines.join('\n')}\n`;
}

function writeState(state: DiagramState, plan: Plan, indent: string): string[] {
  const title = `${indent}state "${escape(state.name)}" as ${nameOf(state.id, plan)}`;
  if (state.children.length === 0) return state.kind === 'history' ? [] : [title];
  const inside = `${indent}  `;
  const words = state.initialActions.length === 0 ? '' : ` : ${escape(`/ ${state.initialActions.join(', ')}`)}`;
  return [
    `${title} {`,
    ...state.children.flatMap((id, index) => {
      const child = plan.states.get(id) as DiagramState;
      const end = child.kind === 'final' ? [`${inside}${nameOf(id, plan)} --> [*]`] : [];
      const divider = state.kind === 'parallel' && index > 0 ? [`${inside}--`] : [];
      return [...divider, ...writeState(child, plan, inside), ...end];
    }),
    ...(state.initial === undefined ? [] : [`${inside}[*] --> ${nameOf(state.initial, plan)}${words}`]),
    `${indent}}`
  ];
}

/** What a state says, a line each, and its internal transitions. */
function writeBody(state: DiagramState, plan: Plan): string[] {
  if (state.kind === 'history') return [];
  const facts = listFacts(state).filter(([word]) => word !== 'initial');
  const lines = [
    ...((state.description ?? '').replaceAll(/\s+/g, ' ').match(/\S.{0,58}\S(?=\s|$)|\S+/g) ?? []),
    ...(state.rfc === undefined ? [] : [formatRfc(state.rfc)]),
    ...facts.map(([word, names]) => `${word} / ${names.join(', ')}`),
    ...plan.model.transitions
      .filter((transition) => transition.source === state.id && isInternal(transition, state))
      .map((transition) => joinCaption(captionTransition(transition)))
  ];
  return lines.map((line) => `${nameOf(state.id, plan)} : ${escape(line)}`);
}

function writeArrows(plan: Plan): string[] {
  return plan.model.transitions.flatMap((transition) => {
    const { source, target, alsoTargets, rfc } = transition;
    if (target === undefined || isInternal(transition, plan.states.get(source) as DiagramState)) return [];
    const words = [joinCaption(captionTransition(transition)), formatRfc(rfc)].filter((line) => line !== '');
    const label = words.length === 0 ? '' : ` : ${words.map(escape).join('\\n')}`;
    return [target, ...alsoTargets].map((id) => `${nameOf(source, plan)} --> ${nameOf(id, plan)}${label}`);
  });
}

/** A history state goes by the one around it: `s_nested[H]`. */
function nameOf(id: string, { states, names }: Plan): string {
  const { history, parent } = states.get(id) as DiagramState;
  if (history === undefined || parent === undefined) return names.get(id) as string;
  return `${names.get(parent) as string}[${history === 'deep' ? 'H*' : 'H'}]`;
}

/** PlantUML reads tags, quotes, backslashes and Creole's doubled marks in a text; entities of HTML are not read again. */
function escape(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[<>"\\&~[\]]/g, entity)
    .replaceAll(/([*_/'=-])(?=\1)/g, entity);
}

function entity(character: string): string {
  return `&#${String(character.charCodeAt(0))};`;
}
