/** `sipcharts diagram`, called as the command line calls it. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { diagram, type DiagramCommandOptions } from '../../src/cli/diagram.ts';
import { diagramFormats } from '../../visualizations/formats.ts';

const plain: DiagramCommandOptions = { format: 'svg', list: false };
const samples = fileURLToPath(new URL('../visualizations/charts.ts', import.meta.url));
const generated = new URL('../../visualizations/generated/', import.meta.url);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diagram-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** What the command writes to a file. */
async function draw(machine: string, options: Partial<DiagramCommandOptions> = {}): Promise<string> {
  const out = join(folder, 'out');
  await diagram(machine, { ...plain, ...options, out });
  return readFile(out, 'utf8');
}

test.each(Object.entries(diagramFormats))('writes the committed %s of a machine', async (format, { extension }) => {
  const committed = await readFile(new URL(`uas-invite.${extension}`, generated), 'utf8');
  expect(await draw('uas-invite', { format })).toBe(committed);
});

test('writes to standard output, and lists what there is', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await diagram('dialog', { ...plain, format: 'json' });
    await diagram(undefined, { ...plain, list: true });
    const [text, list] = write.mock.calls.map(([words]) => String(words));
    expect(JSON.parse(text ?? '')).toMatchObject({ id: 'dialog' });
    expect(list?.split('\n').filter((line) => /^[a-z-]+\t\w.+\.$/.test(line))).toHaveLength(10);
  } finally {
    write.mockRestore();
  }
});

test('draws by night', async () => {
  expect(await draw('uas-invite', { theme: 'dark' })).not.toContain('prefers-color-scheme');
});

describe("a user's machine", () => {
  test('by file and export, or by file alone where it exports one', async () => {
    expect(await draw(`${samples}#deep`, { format: 'mermaid' })).toContain('accTitle: deep');
    const file = join(folder, 'doorbell.mjs');
    const xstate = import.meta.resolve('xstate');
    await writeFile(
      file,
      `import { createMachine } from '${xstate}';\nexport const bell = createMachine({ id: 'bell' });\n`
    );
    expect(await draw(file, { format: 'dot' })).toContain('digraph "bell"');
  });

  test.each([
    ['nobody', /^no machine is called "nobody": there are dialog, invite-client-transaction,/],
    [`${samples}#none`, /has no machine none: it exports .*everything, inline/],
    [samples, /has more than one machine or none: it exports/],
    ['./nowhere.js', /^cannot load \.\/nowhere\.js: /]
  ])('%s: says what is wrong', async (machine, message) => {
    await expect(draw(machine)).rejects.toThrow(message);
  });
});

test.each([
  [{ format: 'gif' }, '--format takes mermaid, svg, dot, plantuml, scxml, json, not "gif"'],
  [{ theme: 'pink' }, '--theme takes auto, light or dark, not "pink"'],
  [{ format: 'dot', theme: 'dark' }, '--theme is for svg']
])('refuses %o', async (options, message) => {
  await expect(draw('dialog', options)).rejects.toThrow(message);
});

test('asks which machine', async () => {
  await expect(diagram(undefined, plain)).rejects.toThrow('which machine? one of dialog,');
});
