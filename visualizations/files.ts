/**
 * The committed diagrams: which files a set of machines makes, and how they differ from those in a folder.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StateMachine, type AnyStateMachine } from 'xstate';
import { diagramFormats } from './formats.ts';
import { buildModel } from './model.ts';

/** Contents by file name. */
export type DiagramFiles = ReadonlyMap<string, string>;

const extensions: readonly string[] = Object.values(diagramFormats).map(({ extension }) => extension);

/** One file of a folder that is not as it should be. */
export interface Discrepancy {
  readonly file: string;
  readonly kind: 'missing' | 'different' | 'stale';
}

/**
 * Draws every machine among a module's exports, in every format, as `<kebab-case-export>.svg` and so on; other exports are passed over.
 */
export async function drawFiles(exports: Readonly<Record<string, unknown>>): Promise<DiagramFiles> {
  const files = new Map<string, string>();
  for (const name of Object.keys(exports).sort()) {
    const machine = exports[name];
    if (!isMachine(machine)) continue;
    const model = buildModel(machine);
    for (const { extension, write } of Object.values(diagramFormats))
      files.set(`${toKebabCase(name)}.${extension}`, await write(model));
  }
  return files;
}

/** Which files of a folder differ from the given ones, are missing, or (diagrams only) belong to no machine any more. */
export async function compareFiles(files: DiagramFiles, folder: string): Promise<Discrepancy[]> {
  const present = await listDiagrams(folder);
  const found: Discrepancy[] = [];
  for (const [file, content] of files) {
    if (!present.includes(file)) found.push({ file, kind: 'missing' });
    else if ((await readFile(join(folder, file), 'utf8')) !== content) found.push({ file, kind: 'different' });
  }
  const stale = present.filter((file) => !files.has(file)).map((file) => ({ file, kind: 'stale' as const }));
  return [...found, ...stale];
}

/** Makes a folder hold exactly these diagrams; tells what it changed. */
export async function writeFiles(files: DiagramFiles, folder: string): Promise<Discrepancy[]> {
  const found = await compareFiles(files, folder);
  await mkdir(folder, { recursive: true });
  for (const { file } of found) {
    const content = files.get(file);
    if (content === undefined) await rm(join(folder, file));
    else await writeFile(join(folder, file), content);
  }
  return found;
}

async function listDiagrams(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((file) => extensions.includes(file.replace(/^.*\./, ''))).sort();
  } catch {
    return []; // No folder yet: everything is missing.
  }
}

/** Whether a module's export is a machine of XState. */
export function isMachine(value: unknown): value is AnyStateMachine {
  return value instanceof StateMachine || isForeignMachine(value);
}

/** One made by another copy of XState: a user's module brings its own. */
function isForeignMachine(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { root, implementations, transition } = value as Readonly<Record<string, unknown>>;
  return typeof root === 'object' && typeof implementations === 'object' && typeof transition === 'function';
}

/** `inviteClientTransaction` as a file is called: `invite-client-transaction`. */
export function toKebabCase(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
}
