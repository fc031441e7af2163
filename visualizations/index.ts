/**
 * Pictures of statecharts: a machine as plain data, and that as an SVG or as text in five formats. Works with any XState 5 machine.
 *
 * ```ts
 * const model = buildModel(inviteClientTransaction);
 * const markdown = formatMermaid(model);
 * const picture = await formatSvg(model); // needs the optional package elkjs
 * ```
 */
export { formatDot } from './dot.ts';
export { type DiagramEmitter, type DiagramFormat, diagramFormats } from './formats.ts';
export { diagramSchemaId, formatJson } from './json.ts';
export { formatMermaid } from './mermaid.ts';
export {
  buildModel,
  type DiagramModel,
  type DiagramState,
  type DiagramTimer,
  type DiagramTransition,
  transitionId
} from './model.ts';
export { formatPlantUml } from './plantuml.ts';
export { formatScxml } from './scxml.ts';
export { type DiagramTheme, formatSvg, type SvgOptions } from './svg.ts';
