/** The charts of a call, side by side, each with the state that it is in. */
import { formatState } from '../../../../src/trace/state.ts';
import type { ActorMoment, Moment } from '../model/moment.ts';
import { headingOf } from '../model/words.ts';
import { find, make, makeButton, mark, write } from './dom.ts';

export class Tabs {
  readonly #element = find('tabs');
  readonly #tabs = new Map<number, HTMLButtonElement>();
  readonly #onChoose: (actor: number) => void;

  constructor(onChoose: (actor: number) => void) {
    this.#onChoose = onChoose;
  }

  /** All charts that there ever were; those that do not live at this moment are faint. */
  show(charts: readonly ActorMoment[], { actors }: Moment, chosen: number | undefined): void {
    for (const [actor, tab] of this.#tabs) {
      if (charts.some((chart) => chart.actor === actor)) continue;
      tab.remove();
      this.#tabs.delete(actor);
    }
    for (const { actor, name, key } of charts) {
      let tab = this.#tabs.get(actor);
      if (tab === undefined) {
        tab = makeButton('tab', '', () => {
          this.#onChoose(actor);
        });
        tab.role = 'tab';
        tab.title = [`${name} ${String(actor)}`, key ?? ''].join('\n');
        tab.append(make('span', 'name', headingOf(name)), make('span', 'state'));
        this.#tabs.set(actor, tab);
        this.#element.append(tab);
      }
      const { state, ended } = actors.get(actor) ?? {};
      write(tab.children[1] as Element, state === undefined ? 'not yet' : formatState(state));
      const life = state === undefined ? 'not-yet' : ended === undefined ? 'living' : 'ended';
      mark(tab, 'data-life', life);
      mark(tab, 'data-chart', name);
      mark(tab, 'aria-selected', String(actor === chosen));
      tab.tabIndex = actor === chosen ? 0 : -1;
    }
  }

  clear(): void {
    this.#tabs.clear();
    this.#element.replaceChildren();
  }
}
