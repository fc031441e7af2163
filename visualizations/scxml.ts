/**
 * SCXML 1.0 (the W3C's State Chart XML) of a diagram model, timers and all: it can be run, as far as names can be.
 *
 * A named guard is a `cond` on a variable that is false until its host sets it, an action a `<log>` of its name, a timer
 * a `<send delay>` on entry and a `<cancel>` on exit, with its value under the default timers. The machine is one state
 * inside the document's root, which may have neither transitions nor actions of its own; its end is that of the document.
 */
import { captionTransition, formatRfc, joinCaption } from './caption.ts';
import { assignIds } from './ids.ts';
import { type DiagramModel, type DiagramState, type DiagramTransition, isInternal } from './model.ts';
import { nameVariable, translateGuard } from './scxml-guard.ts';

/** What is written, by id of the state. */
interface Plan {
  readonly model: DiagramModel;
  readonly states: ReadonlyMap<string, DiagramState>;
  readonly ids: ReadonlyMap<string, string>;
}

/** Formats a model as an SCXML document that ends in a newline; the same model always gives the same text. */
export function formatScxml(model: DiagramModel): string {
  const states = new Map(model.states.map((state) => [state.id, state]));
  // An xsd:ID: no character that a name of XML may not have, and no digit, dot or dash in front.
  const ids = assignIds(model, { prefix: '', separator: '.', refused: /^[^A-Za-z_]|[^\w.-]/g, suffixes: ['.over'] });
  const plan = { model, states, ids };
  const [root] = model.states;
  const name = model.id.replaceAll(/[^\w.-]/g, '_');
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    ...comment([root?.description ?? '', formatRfc(root?.rfc)].filter((part) => part !== '').join(' ')),
    `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript" name=${quote(name)}` +
      `${root ? ` initial=${quote(idOf(root.id, plan))}` : ''}>`,
    ...indent([...writeData(model), ...(root ? [...writeState(root, plan), ...writeEnd(root, plan)] : [])]),
    '</scxml>'
  ];
  return `${lines.join('\n')}\n`;
}

/** What a host has to set: the guards, and the delays that nobody has said a value of. */
function writeData({ transitions }: DiagramModel): string[] {
  const guards = transitions.flatMap(({ guard }) => (guard === undefined ? [] : translateGuard(guard).variables));
  const delays = transitions.flatMap(({ delay, delayMs }) =>
    delay !== undefined && delayMs === undefined ? [delay] : []
  );
  const data = [
    ...[...new Set(guards)].map((name) => `<data id=${quote(name)} expr="false"/>`),
    ...[...new Set(delays)].map((name) => `<data id=${quote(nameVariable(name))} expr="'0ms'"/>`)
  ];
  if (data.length === 0) return [];
  return [
    ...comment('Set by the host: guards, functions of the event and the context in the chart.'),
    ...wrap('datamodel', data)
  ];
}

function writeState(state: DiagramState, plan: Plan): string[] {
  const id = idOf(state.id, plan);
  const about = comment([formatRfc(state.rfc), state.description ?? ''].filter((part) => part !== '').join(': '));
  const own = plan.model.transitions.filter(({ source }) => source === state.id);
  const timers = [...new Map(own.filter(({ kind }) => kind === 'after').map((timer) => [timer.delay, timer])).values()];
  const entry = [...state.entry.map(log), ...timers.flatMap((timer) => writeSend(timer, plan))];
  const exit = [...timers.map((timer) => `<cancel sendid=${quote(timerOf(timer, plan))}/>`), ...state.exit.map(log)];
  const content = [
    ...about,
    ...wrap('onentry', entry),
    ...wrap('onexit', exit),
    ...state.invokes.map((_, index) => writeInvoke(state, index, plan)),
    ...writeInitial(state, plan),
    ...own.flatMap((transition) => writeTransition(transition, state, plan)),
    ...state.children.flatMap((child) => writeState(find(child, plan), plan))
  ];
  if (state.kind === 'history') return writeHistory(state, about, plan);
  if (state.kind === 'final' && isRegion(state, plan)) content.push(`<final id=${quote(`${id}.over`)}/>`);
  const element =
    state.kind === 'parallel' || (state.kind === 'final' && !isRegion(state, plan)) ? state.kind : 'state';
  return content.length === 0
    ? [`<${element} id=${quote(id)}/>`]
    : [`<${element} id=${quote(id)}>`, ...indent(content), `</${element}>`];
}

/** SCXML has no final region of a parallel state: it is a state that is over at once. */
function isRegion({ parent }: DiagramState, plan: Plan): boolean {
  return parent !== undefined && find(parent, plan).kind === 'parallel';
}

/** When all is over inside the machine, it is over. */
function writeEnd(root: DiagramState, plan: Plan): string[] {
  return endsByItself(root, plan) ? [`<final id=${quote(`${idOf(root.id, plan)}.over`)}/>`] : [];
}

function endsByItself({ kind, children }: DiagramState, plan: Plan): boolean {
  return kind === 'parallel' || children.some((child) => find(child, plan).kind === 'final');
}

function writeInitial(state: DiagramState, plan: Plan): string[] {
  const id = idOf(state.id, plan);
  const over =
    state.parent === undefined && endsByItself(state, plan)
      ? [`<transition event=${quote(`done.state.${id}`)} target=${quote(`${id}.over`)}/>`]
      : [];
  if (state.initial === undefined) return over;
  const target = `target=${quote(idOf(state.initial, plan))}`;
  const transition =
    state.initialActions.length === 0
      ? [`<transition ${target}/>`]
      : [`<transition ${target}>`, ...indent(state.initialActions.map(log)), '</transition>'];
  return [...wrap('initial', transition), ...over];
}

/** What a history state recalls before there is anything to recall: where the state around it begins. */
function writeHistory(state: DiagramState, about: readonly string[], plan: Plan): string[] {
  const around = find(state.parent as string, plan);
  const first = around.initial === undefined ? around.children.filter((id) => id !== state.id) : [around.initial];
  const target = first.map((id) => idOf(id, plan)).join(' ');
  const open = `<history id=${quote(idOf(state.id, plan))} type=${quote(state.history ?? 'shallow')}>`;
  return [open, ...indent([...about, `<transition target=${quote(target)}/>`]), '</history>'];
}

function writeTransition(transition: DiagramTransition, source: DiagramState, plan: Plan): string[] {
  const { guard, actions, reenter, rfc } = transition;
  const event = eventOf(transition, source, plan);
  const targets = isInternal(transition, source) ? [] : targetsOf(transition, source);
  const below =
    targets.length > 0 && !reenter && targets.every((id) => id !== source.id && isBelow(id, source.id, plan));
  // SCXML has no transition without event, condition and target.
  const condition =
    guard !== undefined ? translateGuard(guard).expression : event === '' && targets.length === 0 ? 'true' : '';
  const attributes = [
    ...(event === '' ? [] : [`event=${quote(event)}`]),
    ...(condition === '' ? [] : [`cond=${quote(condition)}`]),
    ...(targets.length === 0 ? [] : [`target=${quote(targets.map((id) => idOf(id, plan)).join(' '))}`]),
    ...(below ? ['type="internal"'] : [])
  ];
  const open = ['<transition', ...attributes].join(' ');
  const about = comment(
    [formatRfc(rfc), joinCaption(captionTransition(transition)), transition.description ?? '']
      .filter((part) => part !== '')
      .join(': ')
  );
  return [
    ...about,
    ...(actions.length === 0 ? [`${open}/>`] : [`${open}>`, ...indent(actions.map(log)), '</transition>'])
  ];
}

/** XState leaves and enters what is inside a state that targets itself, but not the state: SCXML says where that begins. */
function targetsOf({ target, alsoTargets, reenter }: DiagramTransition, source: DiagramState): readonly string[] {
  if (target === undefined) return [];
  return target === source.id && !reenter && source.initial !== undefined ? [source.initial] : [target, ...alsoTargets];
}

/** The event of SCXML: a timer's own, `done.state.…` and `done.invoke.…` for XState's, else as it is. */
function eventOf(transition: DiagramTransition, source: DiagramState, plan: Plan): string {
  const { kind, event, id } = transition;
  if (kind === 'always') return '';
  if (kind === 'after') return timerOf(transition, plan);
  if (id.includes('/xstate.done.state')) return `done.state.${idOf(source.id, plan)}`;
  const [, outcome, actor] = /^(done|error|snapshot) (.+)$/.exec(event) ?? [];
  if (outcome !== undefined && actor !== undefined && /\/xstate\.(?:done|error|snapshot)\./.test(id)) {
    const index = source.invokes.indexOf(actor);
    const invoke = index < 0 ? actor.replaceAll(/[^\w.-]/g, '_') : invokeOf(source, index, plan);
    return `${outcome}.invoke.${invoke}`;
  }
  return event.replaceAll(/[^\w.*-]/g, '_');
}

function writeInvoke(state: DiagramState, index: number, plan: Plan): string {
  const src = state.invokes[index] as string;
  return `<invoke id=${quote(invokeOf(state, index, plan))} src=${quote(encodeURI(src))}/>`;
}

function invokeOf(state: DiagramState, index: number, plan: Plan): string {
  return `${idOf(state.id, plan)}.invoke${String(index)}`;
}

/** Sent on entry, and thereby armed. */
function writeSend(timer: DiagramTransition, plan: Plan): string[] {
  const { delay, delayMs, delayValue } = timer;
  const name = quote(timerOf(timer, plan));
  const after =
    delayMs === undefined ? `delayexpr=${quote(nameVariable(delay as string))}` : `delay="${String(delayMs)}ms"`;
  const words = delayValue === undefined ? [] : comment(`${delay as string}: ${delayValue}`);
  return [...words, `<send event=${name} id=${name} ${after}/>`];
}

/** A timer's event and the id to cancel it by: of its own in each state, so that no late one is taken for another's. */
function timerOf({ delay, source }: DiagramTransition, plan: Plan): string {
  return `after.${idOf(source, plan)}.${nameVariable(delay as string)}`;
}

function isBelow(id: string, outer: string, plan: Plan): boolean {
  const { parent } = find(id, plan);
  return parent !== undefined && (parent === outer || isBelow(parent, outer, plan));
}

function idOf(id: string, { ids }: Plan): string {
  return ids.get(id) as string;
}

function find(id: string, { states }: Plan): DiagramState {
  return states.get(id) as DiagramState;
}

function log(action: string): string {
  return `<log label="action" expr=${quote(`'${action.replaceAll(/['\\]/g, '\\$&')}'`)}/>`;
}

function wrap(element: string, content: readonly string[]): string[] {
  return content.length === 0 ? [] : [`<${element}>`, ...indent(content), `</${element}>`];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

/** Two dashes would end it. */
function comment(text: string): string[] {
  return text === '' ? [] : [`<!-- ${text.replaceAll(/\s+/g, ' ').replaceAll(/-(?=-|$)/g, '- ')} -->`];
}

function quote(text: string): string {
  return `"${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')}"`;
}
