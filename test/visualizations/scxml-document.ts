/** Reads an SCXML document, and says what the W3C's recommendation has against it. */
import { SaxesParser } from 'saxes';

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  readonly parent: Element | undefined;
}

/** Throws where the text is not well-formed XML. */
export function readXml(text: string): Element {
  const parser = new SaxesParser({ xmlns: false });
  let current: Element | undefined;
  let root: Element | undefined;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], parent: current };
    current?.children.push(element);
    root ??= element;
    current = element;
  });
  parser.on('closetag', () => {
    current = current?.parent;
  });
  parser.write(text).close();
  if (root === undefined) throw new Error('no element');
  return root;
}

export function elementsOf(element: Element, name?: string): readonly Element[] {
  const all = [element, ...element.children.flatMap((child) => elementsOf(child))];
  return name === undefined ? all : all.filter((other) => other.name === name);
}

const executable = ['raise', 'if', 'foreach', 'log', 'assign', 'script', 'send', 'cancel'];

/** What may stand in what (SCXML §3, §4), and with which attributes. */
const grammar: Readonly<
  Record<string, { readonly inside: readonly string[]; readonly attributes: readonly string[] }>
> = {
  scxml: {
    inside: ['state', 'parallel', 'final', 'datamodel', 'script'],
    attributes: ['xmlns', 'version', 'datamodel', 'name', 'initial', 'binding']
  },
  datamodel: { inside: ['data'], attributes: [] },
  data: { inside: [], attributes: ['id', 'src', 'expr'] },
  state: {
    inside: [
      'onentry',
      'onexit',
      'transition',
      'initial',
      'state',
      'parallel',
      'final',
      'history',
      'datamodel',
      'invoke'
    ],
    attributes: ['id', 'initial']
  },
  parallel: {
    inside: ['onentry', 'onexit', 'transition', 'state', 'parallel', 'history', 'datamodel', 'invoke'],
    attributes: ['id']
  },
  final: { inside: ['onentry', 'onexit', 'donedata'], attributes: ['id'] },
  history: { inside: ['transition'], attributes: ['id', 'type'] },
  initial: { inside: ['transition'], attributes: [] },
  onentry: { inside: executable, attributes: [] },
  onexit: { inside: executable, attributes: [] },
  transition: { inside: executable, attributes: ['event', 'cond', 'target', 'type'] },
  invoke: { inside: ['param', 'finalize', 'content'], attributes: ['id', 'type', 'src', 'autoforward'] },
  log: { inside: [], attributes: ['label', 'expr'] },
  send: { inside: ['param', 'content'], attributes: ['event', 'id', 'delay', 'delayexpr', 'target', 'type'] },
  cancel: { inside: [], attributes: ['sendid', 'sendidexpr'] }
};

/** A sentence for each thing that is wrong; none for a valid document. */
export function findFaults(root: Element): readonly string[] {
  const all = elementsOf(root);
  const states = new Map(
    all.flatMap((element) => (isState(element) ? [[element.attributes['id'] ?? '', element]] : []))
  );
  const ids = all.filter(({ name }) => name !== 'data').flatMap(({ attributes }) => attributes['id'] ?? []);
  const faults = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${id} is there twice`);
  const say = (fault: string): void => void faults.push(fault);
  if (root.name !== 'scxml' || root.attributes['xmlns'] !== 'http://www.w3.org/2005/07/scxml') say('no scxml root');
  if (root.attributes['version'] !== '1.0') say('no version 1.0');
  for (const id of ids) if (!/^[A-Za-z_][\w.-]*$/.test(id)) say(`${id} is no xsd:ID`);
  for (const id of (root.attributes['initial'] ?? '').split(' ')) if (!states.has(id)) say(`initial ${id} is nowhere`);
  for (const element of all) {
    const rule = grammar[element.name];
    if (rule === undefined) say(`${element.name} is no element`);
    for (const { name } of element.children) if (!rule?.inside.includes(name)) say(`${name} inside ${element.name}`);
    for (const name of Object.keys(element.attributes))
      if (!rule?.attributes.includes(name)) say(`${name} on ${element.name}`);
    checkTransition(element, states, say);
    checkTimer(element, say);
  }
  return faults;
}

function checkTransition(
  { name, attributes, parent }: Element,
  states: ReadonlyMap<string, Element>,
  say: (fault: string) => void
) {
  if (name === 'initial' && parent?.attributes['initial'] !== undefined) say('initial twice');
  if (name !== 'transition') return;
  const { event, cond, target } = attributes;
  const words = JSON.stringify(attributes);
  if (event === undefined && cond === undefined && target === undefined) say('a transition with nothing');
  if (event !== undefined && !/^\*$|^[\w-]+(\.[\w-]+)*(\.\*)?$/.test(event)) say(`event ${event}`);
  const targets = target?.split(' ') ?? [];
  for (const id of targets) if (!states.has(id)) say(`target ${id} is nowhere`);
  if (parent?.name !== 'initial' && parent?.name !== 'history') return;
  // The default of a state or a history leads inside, unconditionally (§3.6, §3.10).
  if (event !== undefined || cond !== undefined || target === undefined) say(`a default ${words}`);
  for (const id of targets) if (!isWithin(states.get(id), parent.parent)) say(`default ${id} leads out`);
}

/** Each timer: armed on entry, disarmed on exit of the same state, and heard there. */
function checkTimer({ name, attributes, parent }: Element, say: (fault: string) => void): void {
  const state = parent?.parent;
  if (name === 'send') {
    const { id, event, delay, delayexpr } = attributes;
    if (parent?.name !== 'onentry') say(`${String(id)} is sent elsewhere than on entry`);
    if ((delay === undefined) === (delayexpr === undefined)) say(`${String(id)} has no delay, or two`);
    if (delay !== undefined && !/^\d+(\.\d+)?(ms|s)$/.test(delay)) say(`delay ${delay}`);
    const within = state === undefined ? [] : elementsOf(state);
    if (
      !within.some(
        (other) => other.name === 'cancel' && other.attributes['sendid'] === id && other.parent?.parent === state
      )
    )
      say(`${String(id)} is not cancelled`);
    if (
      !within.some(
        (other) => other.name === 'transition' && other.attributes['event'] === event && other.parent === state
      )
    )
      say(`${String(event)} is not heard`);
  }
  if (name === 'cancel') {
    const sends = state === undefined ? [] : elementsOf(state, 'send');
    if (parent?.name !== 'onexit') say('a cancel elsewhere than on exit');
    if (!sends.some((send) => send.attributes['id'] === attributes['sendid']))
      say(`${String(attributes['sendid'])} was never sent`);
  }
}

function isState({ name }: Element): boolean {
  return ['state', 'parallel', 'final', 'history'].includes(name);
}

function isWithin(inner: Element | undefined, outer: Element | undefined): boolean {
  return inner?.parent !== undefined && (inner.parent === outer || isWithin(inner.parent, outer));
}
