/** The list on the left: rows are kept from one overview to the next, and only what differs is written. */
import { formatState } from '../../../../src/trace/state.ts';
import type { Overview, OverviewRow } from '../../protocol.ts';
import { keyOf } from '../model/query.ts';
import { formatCount, formatDue, formatDuration } from '../model/words.ts';
import { find, make, mark, write } from './dom.ts';

/** A row and what is written in it again and again. */
class Row {
  readonly element = make('div', 'row');
  readonly #kind = make('span', 'kind');
  readonly #title = make('span', 'title');
  readonly #age = make('span', 'age');
  readonly #state = make('span', 'state');
  readonly #peer = make('span', 'peer');
  readonly #timer = make('span', 'timer');
  #row: OverviewRow | undefined;

  constructor(key: string, id: string) {
    this.element.id = id;
    this.element.role = 'option';
    this.element.dataset['key'] = key;
    const { element } = this;
    const first = make('span', 'line', this.#title, this.#age);
    element.append(this.#kind, first, make('span', 'line', this.#state, this.#peer, this.#timer));
  }

  show(row: OverviewRow, now: number): void {
    this.#row = row;
    const { kind, title, state, peer, isStuck, endedAt, name } = row;
    write(this.#kind, kind.slice(0, 1));
    mark(this.#kind, 'aria-label', kind);
    write(this.#title, title);
    this.element.title = [title, kind === name ? kind : `${kind}: ${name}`, peer ?? '']
      .filter((text) => text !== '')
      .join('\n');
    write(this.#state, state === undefined ? '' : formatState(state));
    write(this.#peer, peer ?? '');
    mark(this.element, 'data-kind', kind);
    mark(this.element, 'data-stuck', isStuck ? '' : undefined);
    mark(this.element, 'data-ended', endedAt === undefined ? undefined : '');
    this.tick(now);
  }

  tick(now: number): void {
    if (this.#row === undefined) return;
    const { startedAt, endedAt, nextTimer, isStuck } = this.#row;
    write(this.#age, startedAt === undefined ? '' : formatDuration((endedAt ?? now) - startedAt));
    const timer = nextTimer === undefined ? '' : `${nextTimer.name} ${formatDue(nextTimer.due, now)}`;
    write(this.#timer, endedAt !== undefined ? 'ended' : isStuck ? `stuck  ${timer}` : timer);
  }
}

export class List {
  readonly #element = find('rows');
  readonly #shown = find('shown');
  readonly #rows = new Map<string, Row>();
  readonly #onOpen: (row: OverviewRow) => void;
  #overview: readonly OverviewRow[] = [];
  /** Keys of the row that the keyboard is at, and of the one that is open. */
  #cursor: string | undefined;
  #open: string | undefined;
  #lastId = 0;

  constructor(onOpen: (row: OverviewRow) => void) {
    this.#onOpen = onOpen;
    this.#element.addEventListener('click', ({ target }) => {
      const key = target instanceof Element ? target.closest<HTMLElement>('.row')?.dataset['key'] : undefined;
      if (key === undefined) return;
      this.#cursor = key;
      this.open();
    });
  }

  show({ rows, matching, at }: Overview): void {
    this.#overview = rows;
    const gone = new Set(this.#rows.keys());
    let before: Element | null = this.#element.firstElementChild;
    for (const row of rows) {
      const key = keyOf(row);
      gone.delete(key);
      let known = this.#rows.get(key);
      if (known === undefined) this.#rows.set(key, (known = new Row(key, `row-${String(++this.#lastId)}`)));
      known.show(row, at);
      if (known.element === before) before = before.nextElementSibling;
      else this.#element.insertBefore(known.element, before);
    }
    for (const key of gone) {
      this.#rows.get(key)?.element.remove();
      this.#rows.delete(key);
    }
    const more = matching - rows.length;
    const match = `${formatCount(matching)} ${matching === 1 ? 'matches' : 'match'}`;
    write(this.#shown, more > 0 ? `${match}: ${formatCount(rows.length)} shown, ${formatCount(more)} not` : match);
    this.#mark();
  }

  /** Time goes on between overviews. */
  tick(now: number): void {
    for (const row of this.#rows.values()) row.tick(now);
  }

  /** Moves the keyboard's place up (negative) or down. */
  move(by: number): void {
    const { length } = this.#overview;
    if (length === 0) return;
    const at = this.#overview.findIndex((row) => keyOf(row) === this.#cursor);
    const next = at < 0 ? (by > 0 ? 0 : length - 1) : Math.min(length - 1, Math.max(0, at + by));
    this.#cursor = keyOf(this.#overview[next] as OverviewRow);
    this.#mark();
    this.#rows.get(this.#cursor)?.element.scrollIntoView({ block: 'nearest' });
    this.#element.focus({ preventScroll: true });
  }

  /** Opens the row that the keyboard is at. */
  open(): void {
    const row = this.#overview.find((other) => keyOf(other) === this.#cursor);
    if (row === undefined) return;
    this.#open = this.#cursor;
    this.#mark();
    this.#onOpen(row);
  }

  #mark(): void {
    for (const [key, { element }] of this.#rows) {
      mark(element, 'aria-selected', String(key === this.#open));
      mark(element, 'data-cursor', key === this.#cursor ? '' : undefined);
    }
    const cursor = this.#cursor === undefined ? undefined : this.#rows.get(this.#cursor);
    mark(this.#element, 'aria-activedescendant', cursor?.element.id);
  }
}
