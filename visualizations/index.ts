/**
 * Pictures of statecharts: a machine as plain data, and that as Mermaid text or as an SVG. Works with any XState 5 machine.
 *
 * ```ts
 * const model = buildModel(inviteClientTransaction);
 * const markdown = formatMermaid(model);
 * const picture = await formatSvg(model); // needs the optional package elkjs
 * ```
 */
export { formatMermaid } from './mermaid.ts';
export {
  buildModel,
  type DiagramModel,
  type DiagramState,
  type DiagramTimer,
  type DiagramTransition,
  transitionId
} from './model.ts';
export { formatSvg } from './svg.ts';
