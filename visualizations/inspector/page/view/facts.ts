/** What there is to know of a chart at a moment: its state, what it did last, its timers, what it waits for. */
import { formatState } from '../../../../src/trace/state.ts';
import { type ChartModel, clausesOf, describeTransition, enabledIn, formatClause } from '../model/chart.ts';
import { type ActorMoment, type ArmedTimer, dueFirst } from '../model/moment.ts';
import { formatDue, formatDuration } from '../model/words.ts';
import { find, make, makeButton, write } from './dom.ts';

/** The message that a chart's last arrow was taken for, in words. */
export interface CauseText {
  readonly message: number;
  readonly text: string;
}

export class Facts {
  readonly #element = find('facts');
  readonly #onMessage: (message: number) => void;
  #written = '';
  #ticking: (readonly [element: Element, timer: ArmedTimer])[] = [];
  #since: readonly [element: Element, at: number] | undefined;

  constructor(onMessage: (message: number) => void) {
    this.#onMessage = onMessage;
  }

  show(actor: ActorMoment | undefined, model: ChartModel | undefined, cause: CauseText | undefined, now: number): void {
    const written = JSON.stringify([actor, model?.id, cause]);
    if (written !== this.#written) {
      this.#written = written;
      this.#ticking = [];
      this.#since = undefined;
      this.#element.replaceChildren(...(actor === undefined ? [] : this.#write(actor, model, cause)));
    }
    this.tick(now);
  }

  /** Timers run down. */
  tick(now: number): void {
    for (const [element, { due }] of this.#ticking) write(element, formatDue(due, now));
    if (this.#since !== undefined) write(this.#since[0], `for ${formatDuration(now - this.#since[1])}`);
  }

  #write(actor: ActorMoment, model: ChartModel | undefined, cause: CauseText | undefined): Node[] {
    const { state, last, timers, ended } = actor;
    const rows: Node[] = [];
    const row = (term: string, ...said: readonly (Node | string)[]): void => {
      if (said.length > 0) rows.push(make('div', '', make('dt', '', term), make('dd', '', ...said)));
    };
    row('state', ...this.#writeState(actor));
    if (last !== undefined) row('last', ...this.#writeLast(last.event, cause));
    row('timers', ...dueFirst(timers).map((timer) => this.#writeTimer(timer)));
    if (model !== undefined && state !== undefined && ended === undefined) {
      const enabled = enabledIn(model, state).map((one) => [one.kind, describeTransition(one, model.id)] as const);
      row('waits for', ...enabled.map(([kind, text]) => make('span', `chip ${kind}`, text)));
      row('clauses', ...clausesOf(model, state).map((clause) => make('span', 'clause', formatClause(clause))));
    }
    return rows;
  }

  #writeState({ state, since, ended }: ActorMoment): Node[] {
    const name = make('strong', 'state', state === undefined ? '–' : formatState(state));
    if (ended !== undefined) {
      const how = [ended.how, ended.outcome, ended.error].filter((word) => word !== undefined);
      return [name, make('span', 'soft', `ended: ${how.join(', ')}`)];
    }
    const time = make('span', 'soft');
    if (since !== undefined) this.#since = [time, since];
    return [name, time];
  }

  #writeLast(event: NonNullable<ActorMoment['last']>['event'], cause: CauseText | undefined): Node[] {
    const [from, to] = [formatState(event.from), formatState(event.to)];
    const parts = [
      make('span', event.on === 'timer' ? 'timer' : 'event', event.on === 'always' ? 'always' : event.event),
      ...(event.guard === undefined ? [] : [make('span', 'guard', `[${event.guard}]`)]),
      ...(event.actions.length === 0 ? [] : [make('span', 'action', `/ ${event.actions.join(', ')}`)]),
      make('span', 'soft', from === to ? `stays ${to}` : `${from} → ${to}`),
      ...event.rfc.map((clause) => make('span', 'clause', formatClause(clause)))
    ];
    if (cause === undefined) return parts;
    const button = makeButton('link', cause.text, () => {
      this.#onMessage(cause.message);
    });
    return [...parts, make('span', 'soft', 'by'), button];
  }

  #writeTimer(timer: ArmedTimer): Node {
    const left = make('span', 'left');
    this.#ticking.push([left, timer]);
    return make('span', 'chip after', `${timer.name} `, left);
  }
}
