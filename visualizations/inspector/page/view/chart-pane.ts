/** The drawing of a chart, with the state that it is in and the arrow that it took last lit. */
import { activeStates, type ChartModel } from '../model/chart.ts';
import type { ActorMoment } from '../model/moment.ts';
import { type ChartFile, chartFile } from './chart-files.ts';
import { find, make, mark } from './dom.ts';

export interface ChartPaneOptions {
  /** An arrow was clicked, or is pointed at; undefined: no more. */
  readonly onEdge: (edge: string) => void;
  readonly onPoint: (edge: string | undefined) => void;
  /** A drawing has arrived: its model is known now. */
  readonly onModel: () => void;
}

export class ChartPane {
  readonly #element = find('chart');
  readonly #options: ChartPaneOptions;
  #actor: ActorMoment | undefined;
  #name: string | undefined;
  #file: ChartFile | undefined;
  #lit = '';

  constructor(options: ChartPaneOptions) {
    this.#options = options;
    const edgeAt = ({ target }: Event): string | undefined =>
      target instanceof Element ? target.closest<SVGElement>('[data-edge]')?.dataset['edge'] : undefined;
    this.#element.addEventListener('click', (event) => {
      const edge = edgeAt(event);
      if (edge !== undefined) options.onEdge(edge);
    });
    this.#element.addEventListener('pointerover', (event) => {
      options.onPoint(edgeAt(event));
    });
    this.#element.addEventListener('pointerleave', () => {
      options.onPoint(undefined);
    });
  }

  get model(): ChartModel | undefined {
    return this.#file?.model;
  }

  show(actor: ActorMoment | undefined, name = actor?.name): void {
    this.#actor = actor;
    if (name !== this.#name) {
      this.#name = name;
      this.#file = undefined;
      this.#element.replaceChildren();
      if (name !== undefined) void this.#fetch(name);
    }
    this.#light();
  }

  async #fetch(name: string): Promise<void> {
    try {
      const file = await chartFile(name);
      if (name !== this.#name) return;
      this.#file = file;
      this.#lit = '';
      file.drawing.style.maxWidth = `${String(file.drawing.viewBox.baseVal.width)}px`;
      this.#element.replaceChildren(file.drawing);
      this.#light();
      this.#options.onModel();
    } catch {
      if (name === this.#name) this.#element.replaceChildren(make('p', 'none', `There is no drawing of ${name}.`));
    }
  }

  #light(): void {
    if (this.#file === undefined) return;
    const { drawing, model } = this.#file;
    const { state, last, ended } = this.#actor ?? {};
    const states = state === undefined ? [] : activeStates(model, state);
    const edge = last?.event.edge;
    mark(drawing, 'data-ended', ended === undefined ? undefined : '');
    const lit = JSON.stringify([this.#actor?.actor, states, last?.index, edge]);
    if (lit === this.#lit) return;
    this.#lit = lit;
    for (const element of drawing.querySelectorAll('.live')) element.classList.remove('live');
    for (const hook of this.#hooks('state', states)) hook.classList.add('live');
    for (const hook of this.#hooks('edge', edge === undefined ? [] : [edge])) hook.classList.add('live');
    this.#reveal();
  }

  #hooks(kind: 'state' | 'edge', ids: readonly string[]): readonly SVGElement[] {
    const all = this.#file?.drawing.querySelectorAll<SVGElement>(`[data-${kind}]`) ?? [];
    return [...all].filter((element) => ids.includes(element.dataset[kind] ?? ''));
  }

  /** Points out arrows for as long as something that belongs to them is pointed at. */
  point(edges: readonly string[]): void {
    for (const element of this.#element.querySelectorAll('.hint')) element.classList.remove('hint');
    for (const hook of this.#hooks('edge', edges)) hook.classList.add('hint');
  }

  /** Between the whole chart, and as wide as the pane. */
  fit(): void {
    const isWhole = this.#element.className === 'whole';
    this.#element.className = isWhole ? 'width' : 'whole';
    this.#reveal();
  }

  /** Scrolls to the innermost state that is lit. */
  #reveal(): void {
    const lit = [...this.#element.querySelectorAll<SVGElement>('[data-state].live')].at(-1);
    if (lit === undefined) return;
    const [pane, box] = [this.#element.getBoundingClientRect(), lit.getBoundingClientRect()];
    this.#element.scrollBy({
      top: box.top + box.height / 2 - pane.top - pane.height / 2,
      left: box.left + box.width / 2 - pane.left - pane.width / 2
    });
  }
}
