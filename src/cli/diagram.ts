/** `sipcharts diagram`: a machine of ours, or of the user's, in a format of choice. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as own from '../../machines/index.ts';
import { isMachine, toKebabCase } from '../../visualizations/files.ts';
import { type DiagramFormat, diagramFormats } from '../../visualizations/formats.ts';
import { buildModel } from '../../visualizations/model.ts';
import { type DiagramTheme, formatSvg } from '../../visualizations/svg.ts';

/** The options of `diagram`, as written on the command line. */
export interface DiagramCommandOptions {
  readonly format: string;
  readonly theme?: string;
  readonly out?: string;
  readonly list: boolean;
}

type Machine = Parameters<typeof buildModel>[0];

/** What formats there are, for the help. */
export const formatNames = Object.keys(diagramFormats);

/** Writes one machine to standard output or to a file. */
export async function diagram(name: string | undefined, options: DiagramCommandOptions): Promise<void> {
  const machines = machinesOf(own);
  if (options.list) {
    process.stdout.write([...machines].map(([key, machine]) => `${key}\t${summaryOf(machine)}\n`).join(''));
    return;
  }
  if (name === undefined) throw new Error(`which machine? one of ${list(machines)}, or ./file.js#export`);
  const { format, theme } = readOptions(options);
  const machine = machines.get(name) ?? (await loadMachine(name, machines));
  const model = buildModel(machine);
  const text = format === 'svg' ? await formatSvg(model, { theme }) : await diagramFormats[format].write(model);
  if (options.out === undefined) process.stdout.write(text);
  else await writeFile(options.out, text);
}

function readOptions({ format, theme = 'auto' }: DiagramCommandOptions): {
  format: DiagramFormat;
  theme: DiagramTheme;
} {
  if (!Object.hasOwn(diagramFormats, format))
    throw new Error(`--format takes ${formatNames.join(', ')}, not ${JSON.stringify(format)}`);
  if (theme !== 'auto' && theme !== 'light' && theme !== 'dark')
    throw new Error(`--theme takes auto, light or dark, not ${JSON.stringify(theme)}`);
  if (theme !== 'auto' && format !== 'svg')
    throw new Error(`--theme is for svg: what draws ${format} has colours of its own`);
  return { format: format as DiagramFormat, theme };
}

/** `./calls.js#doorbell`; without `#`, the one machine that the module exports. */
async function loadMachine(name: string, machines: ReadonlyMap<string, Machine>): Promise<Machine> {
  const [file = '', key] = name.split('#', 2);
  if (key === undefined && !/[./\\]/.test(file))
    throw new Error(`no machine is called ${JSON.stringify(name)}: there are ${list(machines)}`);
  const module = await loadModule(file);
  const found = Object.entries(module).filter(
    ([exported, value]) => isMachine(value) && (key ?? exported) === exported
  );
  const [[, machine] = []] = found;
  if (found.length === 1 && isMachine(machine)) return machine;
  const names = Object.keys(module)
    .filter((exported) => isMachine(module[exported]))
    .sort();
  const there = names.length === 0 ? 'it exports no machine of XState 5' : `it exports ${names.join(', ')}`;
  throw new Error(`${file} has ${key === undefined ? 'more than one machine or none' : `no machine ${key}`}: ${there}`);
}

async function loadModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(resolve(file)).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split(
      /, imported from|\n| imported from/
    );
    throw new Error(`cannot load ${file}: ${reason}`, { cause });
  }
}

/** The machines among a module's exports, by their kebab-case names. */
function machinesOf(module: Readonly<Record<string, unknown>>): ReadonlyMap<string, Machine> {
  const found = new Map<string, Machine>();
  for (const name of Object.keys(module).sort()) {
    const value = module[name];
    if (isMachine(value)) found.set(toKebabCase(name), value);
  }
  return found;
}

function summaryOf({ root }: Machine): string {
  return root.description ?? '';
}

function list(machines: ReadonlyMap<string, Machine>): string {
  return [...machines.keys()].join(', ');
}
