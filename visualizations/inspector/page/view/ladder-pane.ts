/** The ladder of a call: what is pointed at, chosen or going on is lit. */
import type { Ladder } from '../../../ladder/ladder.ts';
import { layLadder } from '../../../ladder/layout.ts';
import { drawLadder, writeLadderStylesheet } from '../../../ladder/svg.ts';
import { adopt, find, make, mark } from './dom.ts';
import { build } from './svg.ts';

export interface LadderPaneOptions {
  readonly onMessage: (message: number) => void;
  /** A step beside an arrow, by its place among the events. */
  readonly onStep: (index: number) => void;
  /** An arrow is pointed at; undefined: no more. */
  readonly onPoint: (message: number | undefined) => void;
}

/** What is to be lit. */
export interface LadderLight {
  /** How many events there are at this moment: what comes later is faint. */
  readonly count: number;
  /** Of the event that the page is at. */
  readonly messages: readonly number[];
  readonly step: number | undefined;
  readonly chosen: number | undefined;
}

export class LadderPane {
  readonly #element = find('ladder');
  readonly #options: LadderPaneOptions;
  #drawn = '';
  #ladder: Ladder | undefined;

  constructor(options: LadderPaneOptions) {
    this.#options = options;
    adopt(writeLadderStylesheet('auto'));
    this.#element.addEventListener('click', ({ target }) => {
      if (target instanceof Element) this.#choose(target);
    });
    this.#element.addEventListener('keydown', (event) => {
      if (!['Enter', ' '].includes(event.key) || !(event.target instanceof Element)) return;
      event.preventDefault();
      event.stopPropagation();
      this.#choose(event.target);
    });
    for (const type of ['pointerover', 'focusin'] as const)
      this.#element.addEventListener(type, ({ target }) => {
        if (target instanceof Element) options.onPoint(numberAt(target, 'message'));
      });
    for (const type of ['pointerleave', 'focusout'] as const)
      this.#element.addEventListener(type, () => {
        options.onPoint(undefined);
      });
  }

  #choose(target: Element): void {
    const [step, message] = [numberAt(target, 'step'), numberAt(target, 'message')];
    if (step !== undefined) this.#options.onStep(step);
    else if (message !== undefined) this.#options.onMessage(message);
  }

  /** Draws it, if it is another than before. */
  show(ladder: Ladder): void {
    if (ladder === this.#ladder) return;
    this.#ladder = ladder;
    const drawing = drawLadder(layLadder(ladder));
    const drawn = JSON.stringify(drawing);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    if (ladder.arrows.length === 0) {
      this.#element.replaceChildren(make('p', 'none', 'No message yet.'));
      return;
    }
    const focused = document.activeElement instanceof SVGElement ? document.activeElement.dataset : {};
    const svg = build(drawing);
    mark(svg, 'role', 'group');
    for (const row of svg.querySelectorAll<SVGElement>('[data-message],[data-step]')) {
      row.setAttribute('tabindex', '0');
      row.setAttribute('role', 'button');
      const arrow = ladder.arrows.find(({ message }) => String(message) === row.dataset['message']);
      if (arrow !== undefined) row.setAttribute('aria-label', arrow.label);
      if (focused['message'] !== undefined && focused['message'] === row.dataset['message'])
        queueMicrotask(() => {
          row.focus();
        });
    }
    this.#element.replaceChildren(svg);
  }

  light({ count, messages, step, chosen }: LadderLight): void {
    for (const row of this.#element.querySelectorAll<SVGElement>('[data-message]')) {
      const number = Number(row.dataset['message']);
      const arrow = this.#ladder?.arrows.find(({ message }) => message === number);
      row.classList.toggle('live', messages.includes(number));
      row.classList.toggle('chosen', number === chosen);
      row.classList.toggle('later', (arrow?.index ?? 0) >= count);
    }
    for (const note of this.#element.querySelectorAll<SVGElement>('[data-step]')) {
      const index = Number(note.dataset['step']);
      note.classList.toggle('now', index === step);
      note.classList.toggle('later', index >= count);
    }
    this.#element.querySelector('.live')?.scrollIntoView({ block: 'nearest' });
  }

  /** Points out messages for as long as something that belongs to them is pointed at. */
  point(messages: readonly number[]): void {
    for (const row of this.#element.querySelectorAll<SVGElement>('[data-message]'))
      row.classList.toggle('hint', messages.includes(Number(row.dataset['message'])));
  }
}

function numberAt(target: Element, kind: 'message' | 'step'): number | undefined {
  const found = target.closest<SVGElement>(`[data-${kind}]`)?.dataset[kind];
  return found === undefined ? undefined : Number(found);
}
