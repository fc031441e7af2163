/** An SVG as a tree: written as text for a file, built as nodes in a browser. Text is text in both. */

/** An element: its name, its attributes, and what is inside. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (SvgElement | string)[];
}

/** Makes an element. */
export function svg(
  name: string,
  attributes: SvgElement['attributes'] = {},
  ...children: SvgElement['children']
): SvgElement {
  return { name, attributes, children };
}

/** Writes an element as XML: what has only text inside on one line, what has elements inside on many. */
export function writeSvgElement({ name, attributes, children }: SvgElement): string {
  const open = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escape(String(value))}"`)].join(
    ' '
  );
  if (children.length === 0) return `<${open}/>`;
  const isText = children.some((child) => typeof child === 'string') || name === 'text';
  const inside = children.map((child) => (typeof child === 'string' ? escape(child) : writeSvgElement(child)));
  return isText ? `<${open}>${inside.join('')}</${name}>` : `<${open}>\n${inside.join('\n')}\n</${name}>`;
}

/** What XML cannot hold at all becomes the sign for that. */
function escape(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
