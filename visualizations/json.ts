/**
 * A diagram model as a JSON document, for tools in any language; `diagram.schema.json` beside this file says what is in it.
 */
import type { DiagramModel } from './model.ts';

/** The `$id` of the schema that every document names. Another number is another, incompatible form. */
export const diagramSchemaId = 'urn:sipcharts:diagram:1';

/** Formats a model as indented JSON that ends in a newline; the same model always gives the same text. */
export function formatJson(model: DiagramModel): string {
  return `${JSON.stringify({ $schema: diagramSchemaId, ...model }, undefined, 2)}\n`;
}
