/** The fields above the list. */
import type { RowKind } from '../../protocol.ts';
import { type Filter, noFilter } from '../model/query.ts';
import { find } from './dom.ts';

/** How long after the last letter the server is asked, ms. */
const pause = 150;

export class FilterForm {
  readonly #text = find('filter-text', HTMLInputElement);
  readonly #kind = find('filter-kind', HTMLSelectElement);
  readonly #state = find('filter-state', HTMLInputElement);
  readonly #stuck = find('filter-stuck', HTMLInputElement);
  readonly #onChange: (filter: Filter) => void;
  #timer: number | undefined;

  constructor(onChange: (filter: Filter) => void) {
    this.#onChange = onChange;
    const form = find('filter');
    form.addEventListener('input', () => {
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => {
        this.#onChange(this.value);
      }, pause);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
    });
  }

  get value(): Filter {
    return {
      text: this.#text.value,
      kind: this.#kind.value as RowKind | '',
      state: this.#state.value,
      isStuck: this.#stuck.checked
    };
  }

  focus(): void {
    this.#text.select();
    this.#text.focus();
  }

  /** Leaves the fields; the second time, it empties them. */
  escape(): void {
    if (document.activeElement instanceof HTMLInputElement && document.activeElement.form !== null) {
      document.activeElement.blur();
      return;
    }
    if (JSON.stringify(this.value) === JSON.stringify(noFilter)) return;
    find('filter', HTMLFormElement).reset();
    this.#onChange(this.value);
  }
}
