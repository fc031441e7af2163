/** Elements: found in the page, made, and changed only where they differ. Text goes in as text, never as markup. */

/** What is asked of an element beside that it is one. */
type Kind<Found extends HTMLElement> = new () => Found;

/** An element of `index.html` by its id, and by its class where that matters. */
export function find<Found extends HTMLElement = HTMLElement>(id: string, kind?: Kind<Found>): Found {
  const found = document.getElementById(id);
  if (!(found instanceof (kind ?? HTMLElement))) throw new Error(`the page has no such #${id}`);
  return found as Found;
}

/** Makes an element with a class (none for `''`) and what is inside. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = '',
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (className !== '') element.className = className;
  element.append(...children);
  return element;
}

/** Makes a button. */
export function makeButton(className: string, text: string, onClick: () => void): HTMLButtonElement {
  const button = make('button', className, text);
  button.type = 'button';
  button.addEventListener('click', onClick);
  return button;
}

/** Sets a text, if it is another. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Sets an attribute, if it is another; undefined takes it away. */
export function mark(element: Element, name: string, value: string | undefined): void {
  if (value === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** One word and what is said of it. */
export interface Pair {
  readonly term: string;
  readonly text: string;
  /** How it is to look: `alarm`. */
  readonly tone?: string;
}

/** Makes a `<dl>` say these, each in a `<div>` that is kept from one time to the next. */
export function writePairs(list: HTMLElement, pairs: readonly Pair[]): void {
  while (list.children.length > pairs.length) list.lastElementChild?.remove();
  while (list.children.length < pairs.length) list.append(make('div', '', make('dt'), make('dd')));
  for (const [index, { term, text, tone }] of pairs.entries()) {
    const element = list.children[index] as Element;
    write(element.children[0] as Element, term);
    write(element.children[1] as Element, text);
    mark(element, 'data-tone', tone);
  }
}

/** Styles that come with a drawing. A `<style>` inside it would be refused by the page's policy, a stylesheet is not. */
const adopted = new Set<string>();

export function adopt(style: string): void {
  if (adopted.has(style)) return;
  adopted.add(style);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
