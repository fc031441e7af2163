/**
 * PlantUML text (a state diagram) of a diagram model.
 *
 * PlantUML has no arrows into or out of a region of a parallel state: those are written out in words.
 */
import { captionTransition, formatRfc, joinCaption, listFacts } from './caption.ts';
import { assignIds } from './ids.ts';
import { type DiagramModel, type DiagramState, type DiagramTransition, isInternal } from './model.ts';
import { isInside } from './nesting.ts';

/** What is written, by id of the state. */
interface Plan {
  readonly model: DiagramModel;
  readonly states: ReadonlyMap<string, DiagramState>;
  readonly names: ReadonlyMap<string, string>;
}

/** Formats a model as a PlantUML document that ends in a newline; the same model always gives the same text. */
export function formatPlantUml(model: DiagramModel): string {
  const states = new Map(model.states.map((state) => [state.id, state]));
  // The prefix keeps clear of PlantUML's own words: `state`, `end`, `note`.
  const names = assignIds(model, { prefix: 's_', separator: '__', refused: /\W/g, suffixes: [] });
  const plan = { model, states, names };
  const [root] = model.states;
  const lines = [
    `@startuml ${model.id.replaceAll(/\W/g, '_')}`,
    'hide empty description',
    ...(root ? writeState(root, plan, '') : []),
    ...writeArrows(undefined, plan),
    '@enduml'
  ];
  return `${lines.join('\n')}\n`;
}

function writeState(state: DiagramState, plan: Plan, indent: string): string[] {
  const mark = state.history === undefined ? '' : state.history === 'deep' ? 'H* ' : 'H ';
  const title = `${indent}state "${escape(mark + state.name)}" as ${nameOf(state.id, plan)}`;
  const body = writeBody(state, plan).map((line) => indent + line);
  if (state.children.length === 0) return [title, ...body];
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
    ...writeArrows(state.id, plan).map((line) => inside + line),
    `${indent}}`,
    ...body
  ];
}

/** What a state says, a line each, and its internal transitions. */
function writeBody(state: DiagramState, plan: Plan): string[] {
  const facts = listFacts(state).filter(([word]) => word !== 'initial');
  const lines = [
    ...((state.description ?? '').replaceAll(/\s+/g, ' ').match(/\S.{0,58}\S(?=\s|$)|\S+/g) ?? []),
    ...(state.rfc === undefined ? [] : [formatRfc(state.rfc)]),
    ...facts.map(([word, names]) => `${word} / ${names.join(', ')}`),
    ...plan.model.transitions
      .filter(({ source }) => source === state.id)
      .flatMap((transition) => {
        const lost = targetsOf(transition, plan).filter((id) => isLost(transition, id, plan));
        const names = lost.map((id) => (plan.states.get(id) as DiagramState).name);
        if (lost.length > 0) return [`${joinCaption(captionTransition(transition))} → ${names.join(', ')}`];
        return isInternal(transition, state) ? [joinCaption(captionTransition(transition))] : [];
      })
  ];
  return lines.map((line) => `${nameOf(state.id, plan)} : ${escape(line)}`);
}

/** Each arrow stands in the innermost state that holds both its ends, when those have been named: regions need it so. */
function writeArrows(scope: string | undefined, plan: Plan): string[] {
  return plan.model.transitions.flatMap((transition) => {
    const words = [joinCaption(captionTransition(transition)), formatRfc(transition.rfc)].filter((line) => line !== '');
    const label = words.length === 0 ? '' : ` : ${words.map(escape).join('\\n')}`;
    return targetsOf(transition, plan)
      .filter((id) => !isLost(transition, id, plan) && scopeOf(transition.source, id, plan) === scope)
      .map((id) => `${nameOf(transition.source, plan)} --> ${nameOf(id, plan)}${label}`);
  });
}

function targetsOf(transition: DiagramTransition, { states }: Plan): readonly string[] {
  const { source, target, alsoTargets } = transition;
  return target === undefined || isInternal(transition, states.get(source) as DiagramState)
    ? []
    : [target, ...alsoTargets];
}

function isLost({ source }: DiagramTransition, target: string, plan: Plan): boolean {
  return regionOf(source, plan) !== regionOf(target, plan);
}

/** The innermost state around both, neither of them itself; undefined for the document. */
function scopeOf(source: string, target: string, { states }: Plan): string | undefined {
  let scope = states.get(source)?.parent;
  while (scope !== undefined && (scope === target || !isInside(target, scope, states)))
    scope = states.get(scope)?.parent;
  return scope;
}

/** The region that a state is in: the nearest state around it, or itself, that is a part of a parallel one. */
function regionOf(id: string, plan: Plan): string | undefined {
  const { parent } = plan.states.get(id) as DiagramState;
  if (parent === undefined) return undefined;
  return plan.states.get(parent)?.kind === 'parallel' ? id : regionOf(parent, plan);
}

function nameOf(id: string, { names }: Plan): string {
  return names.get(id) as string;
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
