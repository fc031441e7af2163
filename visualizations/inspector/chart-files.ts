/** Drawings of charts by their ids: ours ready-made, those of the user drawn when they are asked for first. */
import { join } from 'node:path';
import type { AnyStateMachine } from 'xstate';
import { toKebabCase } from '../files.ts';
import { formatJson } from '../json.ts';
import { buildModel } from '../model.ts';
import { formatSvg } from '../svg.ts';
import { packageRoot, readIfThere, type ServedFile } from './package-files.ts';

const types = { svg: 'image/svg+xml', json: 'application/json' } as const;

export class ChartFiles {
  readonly #own: ReadonlyMap<string, AnyStateMachine>;
  readonly #drawn = new Map<string, Promise<ServedFile | undefined>>();

  /** @param machines Those of the user, which have no ready-made drawing. */
  constructor(machines: readonly AnyStateMachine[] = []) {
    this.#own = new Map(machines.map((machine) => [machine.id, machine]));
  }

  /** Undefined for a chart that is not known, and for an SVG of the user's where elkjs is not installed. */
  async read(id: string, format: 'svg' | 'json'): Promise<ServedFile | undefined> {
    if (!/^[\w-]{1,64}$/.test(id)) return undefined;
    const machine = this.#own.get(id);
    if (machine === undefined) {
      const file = `${toKebabCase(id)}.${format}`;
      const content = await readIfThere(join(packageRoot, 'visualizations', 'generated', file));
      return content && { type: types[format], content };
    }
    const name = `${id}.${format}`;
    const drawn = this.#drawn.get(name) ?? draw(machine, format);
    this.#drawn.set(name, drawn);
    return drawn;
  }
}

async function draw(machine: AnyStateMachine, format: 'svg' | 'json'): Promise<ServedFile | undefined> {
  const model = buildModel(machine);
  try {
    const text = format === 'json' ? formatJson(model) : await formatSvg(model);
    return { type: types[format], content: Buffer.from(text) };
  } catch {
    return undefined; // No elkjs.
  }
}
