/** The slider through a call's events, and what happens at the one that it stands at. */
import type { TraceEvent } from '../../../../src/trace/event.ts';
import type { Moment } from '../model/moment.ts';
import { formatCount, tellEvent } from '../model/words.ts';
import { find, mark, write } from './dom.ts';

export interface TimelineOptions {
  /** After so many events; undefined: follow what happens. */
  readonly onGo: (count: number | undefined) => void;
  readonly onStep: (by: 1 | -1) => void;
}

export class Timeline {
  readonly #slider = find('slider', HTMLInputElement);
  readonly #event = find('event');
  readonly #live = find('live');

  constructor({ onGo, onStep }: TimelineOptions) {
    this.#slider.addEventListener('input', () => {
      onGo(Number(this.#slider.value));
    });
    const click = (id: string, act: () => void): void => {
      find(id).addEventListener('click', act);
    };
    click('first', () => {
      onGo(1);
    });
    click('back', () => {
      onStep(-1);
    });
    click('forth', () => {
      onStep(1);
    });
    click('live', () => {
      onGo(undefined);
    });
  }

  show(events: readonly TraceEvent[], count: number, moment: Moment, isLive: boolean): void {
    const event = events[count - 1];
    mark(this.#slider, 'max', String(events.length));
    this.#slider.value = String(count);
    const began = events[0]?.at ?? 0;
    const first = events.find(({ type }) => type === 'message')?.at ?? began;
    const words = event === undefined ? '' : tellEvent(event, moment);
    const time = event === undefined ? '' : `${((event.at - first) / 1000).toFixed(3)} s`;
    mark(this.#slider, 'aria-valuetext', words);
    write(this.#event, `${formatCount(count)} / ${formatCount(events.length)}   ${time}   ${words}`);
    mark(this.#live, 'aria-pressed', String(isLive));
  }
}
