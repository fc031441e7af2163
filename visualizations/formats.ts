/**
 * The formats that a machine can be drawn in, by name.
 */
import { formatDot } from './dot.ts';
import { formatJson } from './json.ts';
import { formatMermaid } from './mermaid.ts';
import type { DiagramModel } from './model.ts';
import { formatPlantUml } from './plantuml.ts';
import { formatScxml } from './scxml.ts';
import { formatSvg } from './svg.ts';

/** A format's name. */
export type DiagramFormat = 'mermaid' | 'svg' | 'dot' | 'plantuml' | 'scxml' | 'json';

/** How to write a format, and what its files end in. */
export interface DiagramEmitter {
  readonly extension: string;
  readonly write: (model: DiagramModel) => string | Promise<string>;
}

/** Every format; of these SVG alone needs the optional package elkjs, and is a promise. */
export const diagramFormats: Readonly<Record<DiagramFormat, DiagramEmitter>> = {
  mermaid: { extension: 'mmd', write: formatMermaid },
  svg: { extension: 'svg', write: formatSvg },
  dot: { extension: 'dot', write: formatDot },
  plantuml: { extension: 'puml', write: formatPlantUml },
  scxml: { extension: 'scxml', write: formatScxml },
  json: { extension: 'json', write: formatJson }
};
