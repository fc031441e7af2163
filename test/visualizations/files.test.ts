import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareFiles, drawFiles, isMachine, writeFiles } from '../../visualizations/files.ts';
import { inline } from './charts.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diagrams-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('draws every machine of a module under the name of its export, and nothing else', async () => {
  const files = await drawFiles({ nonInviteMachine: inline, SIPMachine2: inline, timers: { T1: 500 } });
  const extensions = ['mmd', 'svg', 'dot', 'puml', 'scxml', 'json'];
  const names = ['sip-machine2', 'non-invite-machine'];
  expect([...files.keys()]).toEqual(names.flatMap((name) => extensions.map((extension) => `${name}.${extension}`)));
});

test('knows a machine of another copy of XState, and nothing that merely looks like one', () => {
  const foreign = { root: {}, implementations: {}, transition: () => undefined };
  expect([inline, foreign].map(isMachine)).toEqual([true, true]);
  expect([undefined, null, 'machine', {}, { ...foreign, root: 1 }].map(isMachine)).not.toContain(true);
});

test('writes what is missing or different, removes what is stale, and leaves other files alone', async () => {
  const inner = join(folder, 'generated');
  const drawn = await drawFiles({ inline });
  const files = new Map([...drawn].filter(([file]) => /\.(mmd|svg)$/.test(file)));
  const missing = [
    { file: 'inline.mmd', kind: 'missing' },
    { file: 'inline.svg', kind: 'missing' }
  ];
  expect(await compareFiles(files, inner)).toEqual(missing);
  expect(await writeFiles(files, inner)).toEqual(missing);
  expect(await compareFiles(files, inner)).toEqual([]);
  await writeFile(join(inner, 'inline.mmd'), 'changed');
  await writeFile(join(inner, 'gone.svg'), 'stale');
  await writeFile(join(inner, 'README.md'), 'kept');
  expect(await writeFiles(files, inner)).toEqual([
    { file: 'inline.mmd', kind: 'different' },
    { file: 'gone.svg', kind: 'stale' }
  ]);
  expect(await compareFiles(files, inner)).toEqual([]);
  expect((await readdir(inner)).sort()).toEqual(['README.md', 'inline.mmd', 'inline.svg']);
});
