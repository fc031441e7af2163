/** Every text of every machine is read by the language's own reader, and says all of the chart. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { instance } from '@viz-js/viz';
import { Ajv } from 'ajv';
import DOMPurify from 'dompurify';
import mermaid from 'mermaid';
import { beforeAll, describe, expect, test } from 'vitest';
import * as exported from '../../machines/index.ts';
import { formatDot } from '../../visualizations/dot.ts';
import { isMachine } from '../../visualizations/files.ts';
import { diagramSchemaId, formatJson } from '../../visualizations/json.ts';
import { formatMermaid } from '../../visualizations/mermaid.ts';
import { buildModel, isInternal, type DiagramModel } from '../../visualizations/model.ts';
import { formatPlantUml } from '../../visualizations/plantuml.ts';
import { formatScxml } from '../../visualizations/scxml.ts';
import * as samples from './charts.ts';
import { elementsOf, findFaults, readXml } from './scxml-document.ts';

const models = Object.values({ ...samples, ...exported })
  .filter(isMachine)
  .map(buildModel);
const nothing: DiagramModel = { id: 'none', states: [], timers: [], transitions: [] };
const arrowsOf = ({ states, transitions }: DiagramModel) =>
  transitions.filter((transition) => {
    const source = states.find(({ id }) => id === transition.source);
    return source !== undefined && !isInternal(transition, source);
  });

describe('Mermaid', () => {
  beforeAll(() => {
    // Mermaid's parser passes labels through DOMPurify, which does nothing without a browser: the grammar needs none of it.
    Object.assign(DOMPurify, { addHook: () => undefined, sanitize: (text: string) => text });
  });

  test.each(models)('reads $id', async (model) => {
    expect(await mermaid.parse(formatMermaid(model))).toMatchObject({ diagramType: 'stateDiagram' });
  });

  test('is a judge: a second arrow is no state', async () => {
    await expect(mermaid.parse('stateDiagram-v2\n  a --> --> b')).rejects.toThrow('Parse error');
  });
});

describe('Graphviz', () => {
  test.each(models)('draws $id without a warning, each state and each arrow', async (model) => {
    const { status, output, errors } = (await instance()).render(formatDot(model), { format: 'json' });
    // This build of Graphviz has no widths of letters beyond ASCII, and says so.
    const faults = errors.filter(({ message }) => !message.includes('no value for width of non-ASCII character'));
    expect({ status, faults }).toEqual({ status: 'success', faults: [] });
    const graph = JSON.parse(output ?? '') as { objects: { name: string }[]; edges?: object[] };
    const drawn = new Set(graph.objects.map(({ name }) => name.replace(/^cluster_/, '')));
    expect(model.states.map(({ id }) => id).filter((id) => !drawn.has(id))).toEqual([]);
    const arrows = arrowsOf(model).reduce((sum, { alsoTargets }) => sum + 1 + alsoTargets.length, 0);
    const initials = model.states.reduce((sum, state) => {
      return sum + (state.kind === 'parallel' ? state.children.length : state.initial === undefined ? 0 : 1);
    }, 0);
    expect(graph.edges ?? []).toHaveLength(arrows + initials);
  });

  test('is a judge', async () => {
    expect((await instance()).render('digraph { a -> -> b }').status).toBe('failure');
  });

  test('draws nothing of nothing', async () => {
    expect((await instance()).render(formatDot(nothing)).status).toBe('success');
  });
});

describe('SCXML', () => {
  test.each(models)('of $id is a valid document that says every state, transition and timer', (model) => {
    const document = readXml(formatScxml(model));
    expect(findFaults(document)).toEqual([]);
    const states = elementsOf(document).filter(({ name }) => ['state', 'parallel', 'final', 'history'].includes(name));
    const over = states.filter(({ attributes }) => attributes['id']?.endsWith('.over')).length;
    expect(states).toHaveLength(model.states.length + over);
    const own = elementsOf(document, 'transition').filter(
      ({ parent }) => !['initial', 'history'].includes(parent?.name ?? '')
    );
    const last = own.filter(({ attributes }) => attributes['target']?.endsWith('.over')).length;
    expect(own).toHaveLength(model.transitions.length + last);
    const timers = new Set(
      model.transitions.filter(({ kind }) => kind === 'after').map(({ source, delay }) => `${source} ${String(delay)}`)
    );
    expect(elementsOf(document, 'send')).toHaveLength(timers.size);
    expect(elementsOf(document, 'cancel')).toHaveLength(timers.size);
  });

  test('arms Timer B on entry of Calling and disarms it on exit; Timer E is T2 in Proceeding', () => {
    const client = formatScxml(buildModel(exported.inviteClientTransaction));
    expect(client).toContain('<send event="after.Calling.timerB" id="after.Calling.timerB" delay="32000ms"/>');
    expect(client).toContain('<cancel sendid="after.Calling.timerB"/>');
    const other = formatScxml(buildModel(exported.nonInviteClientTransaction));
    expect(other).toContain(
      '<transition event="after.nonInviteClientTransaction.timerF" cond="noFinalResponse" target="Terminated" type="internal">'
    );
    expect(other).toMatch(/id="after\.Proceeding\.retransmitting\.timerE" delay="4000ms"/);
  });

  test('hears by prefix, word by word: no event of a chart begins another of it', () => {
    for (const machine of Object.values(exported.charts)) {
      const events = new Set(
        elementsOf(readXml(formatScxml(buildModel(machine)))).map(({ attributes }) => attributes['event'] ?? '-')
      );
      for (const event of events) expect([...events].filter((other) => other.startsWith(`${event}.`))).toEqual([]);
    }
  });

  test('asks its host for guards, and for delays without a value', () => {
    expect(formatScxml(buildModel(samples.inline))).toContain('cond="!inline"');
    const text = formatScxml(buildModel(samples.unsaid));
    expect(text).toContain(`<data id="a_while" expr="'0ms'"/>`);
    expect(text).toContain('delayexpr="a_while"');
    expect(text).toContain('<data id="_2nd" expr="false"/>');
    expect(findFaults(readXml(text))).toEqual([]);
    expect(readXml(formatScxml(nothing)).children).toEqual([]);
  });

  test('is judged: a target that is nowhere, an id twice, a timer that nobody cancels', () => {
    const faults = findFaults(
      readXml(`<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" initial="a"><state id="a">
        <onentry><send event="t" id="t" delay="5"/></onentry><transition event="x" target="b"/><state id="a"/></state></scxml>`)
    );
    expect(faults).toEqual([
      'a is there twice',
      'delay 5',
      't is not cancelled',
      't is not heard',
      'target b is nowhere'
    ]);
    expect(() => readXml('<scxml><state></scxml>')).toThrow('unexpected close tag');
  });
});

describe('JSON', () => {
  const ajv = new Ajv({ strict: true, allErrors: true });
  const schema = new URL('../../visualizations/diagram.schema.json', import.meta.url);

  test.each(models)('of $id is what the schema says, and the model', async (model) => {
    const validate =
      ajv.getSchema(diagramSchemaId) ?? ajv.compile(JSON.parse(await readFile(schema, 'utf8')) as object);
    const document = JSON.parse(formatJson(model)) as object;
    void validate(document);
    expect(validate.errors).toBeNull();
    expect(document).toEqual({ $schema: diagramSchemaId, ...model });
    expect(validate({ ...document, states: undefined, more: 1 })).toBe(false);
  });
});

describe('PlantUML', () => {
  /** The lines that a state diagram of ours is made of. */
  const id = String.raw`s_\w+`;
  const line = new RegExp(
    String.raw`^ *(@startuml \w+|@enduml|hide empty description|--|\}|state "[^"<>\\]+" as ${id}( \{)?|(${id}|\[\*\]) --> (${id}|\[\*\])( : .+)?|${id} : .+)$`
  );

  test.each(models)('of $id has only lines that it knows, and names before it uses', (model) => {
    const text = formatPlantUml(model);
    expect(
      text
        .split('\n')
        .slice(0, -1)
        .filter((words) => !line.test(words))
    ).toEqual([]);
    const declared = [...text.matchAll(/ as (s_\w+)/g)].map(([, name]) => name);
    expect(new Set(declared).size).toBe(model.states.length);
    for (const [, from, to] of text.matchAll(/^ *(\S+) --> (\S+)/gm))
      for (const end of [from, to]) if (end !== '[*]') expect(declared).toContain(end);
    expect(text.match(/ \{$/gm) ?? []).toHaveLength((text.match(/^ *\}$/gm) ?? []).length);
    for (const { event } of model.transitions) expect(text).toContain(event);
  });

  test('draws nothing of nothing', () => {
    expect(formatPlantUml(nothing)).toBe('@startuml none\nhide empty description\n@enduml\n');
  });

  test('finds no error in any of them, where it is installed', async ({ skip }) => {
    const run = promisify(execFile);
    const missing = await run('plantuml', ['-version']).then(
      () => undefined,
      (error: unknown) => String(error)
    );
    if (missing !== undefined) {
      const reason = `skipped: the command plantuml does not run here (apt-get install plantuml): ${missing}`;
      console.warn(reason);
      skip(reason);
    }
    const folder = await mkdtemp(join(tmpdir(), 'plantuml-'));
    try {
      const files = models.map(({ id: name }, index) =>
        join(folder, `${String(index)}-${name.replaceAll(/\W/g, '_')}.puml`)
      );
      for (const [index, model] of models.entries()) await writeFile(files[index] as string, formatPlantUml(model));
      await run('plantuml', ['-checkonly', ...files]);
      await writeFile(files[0] as string, '@startuml\nstate a {\n b --> --> c\n}\n@enduml\n');
      await expect(run('plantuml', ['-checkonly', files[0] as string])).rejects.toThrow();
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 60_000);
});
