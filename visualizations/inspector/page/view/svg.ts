/** Builds a drawing that is a tree, as elements. */
import type { SvgElement } from '../../../ladder/element.ts';

const namespace = 'http://www.w3.org/2000/svg';

export function build({ name, attributes, children }: SvgElement): SVGElement {
  const element = document.createElementNS(namespace, name as 'g');
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children.map((child) => (typeof child === 'string' ? child : build(child))));
  return element;
}
