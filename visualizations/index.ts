/**
 * Pictures of statecharts: a machine as plain data, and that as an SVG or as text in five formats. Works with any XState 5 machine.
 *
 * ```ts
 * const model = buildModel(inviteClientTransaction);
 * const markdown = formatMermaid(model);
 * const picture = await formatSvg(model); // needs the optional package elkjs
 * ```
 *
 * And of calls, from what `stack.trace$` told of one: `formatLadderSvg(ladderOf(events))`.
 */
export { formatDot } from './dot.ts';
export { type DiagramEmitter, type DiagramFormat, diagramFormats } from './formats.ts';
export { diagramSchemaId, formatJson } from './json.ts';
export {
  type Ladder,
  type LadderArrow,
  ladderOf,
  type LadderParticipant,
  type LadderRepeat,
  type LadderStep
} from './ladder/ladder.ts';
export { formatMermaidSequence } from './ladder/mermaid.ts';
export { formatLadderSvg, type LadderSvgOptions } from './ladder/svg.ts';
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
