/** Drawings and models of charts, each fetched once. */
import type { ChartModel } from '../model/chart.ts';
import { adopt } from './dom.ts';

/** A chart that can be shown. */
export interface ChartFile {
  readonly drawing: SVGSVGElement;
  readonly model: ChartModel;
}

const files = new Map<string, Promise<ChartFile>>();

/** A chart by its id. Rejects when the server has no drawing of it. */
export async function chartFile(name: string): Promise<ChartFile> {
  let file = files.get(name);
  if (file === undefined) {
    file = fetchChart(name);
    files.set(name, file);
    file.catch(() => files.delete(name));
  }
  return file;
}

async function fetchChart(name: string): Promise<ChartFile> {
  const path = `/charts/${encodeURIComponent(name)}`;
  const [svg, json] = await Promise.all([fetch(`${path}.svg`), fetch(`${path}.json`)]);
  if (!svg.ok || !json.ok) throw new Error(`no drawing of ${name}`);
  // Its style is taken out before it is parsed: the page's policy has no style inside of anything.
  const text = (await svg.text()).replace(/<style>([^<]*)<\/style>/, (_, style: string) => {
    adopt(style);
    return '';
  });
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  if (!(parsed instanceof SVGSVGElement)) throw new Error(`the drawing of ${name} cannot be read`);
  return { drawing: document.importNode(parsed, true), model: (await json.json()) as ChartModel };
}
