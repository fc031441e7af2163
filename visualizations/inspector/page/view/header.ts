/** The line on top: whether we are connected, what lives, how much happens, what went wrong. */
import type { Overview, RowKind } from '../../protocol.ts';
import { formatCount } from '../model/words.ts';
import { find, mark, type Pair, write, writePairs } from './dom.ts';

/** A number that is nothing does not stand out. */
function pair(term: string, count: number, tone = 'some'): Pair {
  return { term, text: formatCount(Math.round(count)), tone: count === 0 ? 'none' : tone };
}

const kinds: readonly (readonly [RowKind, string])[] = [
  ['call', 'calls'],
  ['dialog', 'dialogs'],
  ['transaction', 'transactions'],
  ['registration', 'registrations']
];

export class Header {
  readonly #connection = find('connection');
  readonly #living = find('living');
  readonly #rates = find('rates');
  readonly #counters = find('counters');
  readonly #lost = find('lost');

  connected(state: 'open' | 'waiting' | 'ended'): void {
    mark(this.#connection, 'data-state', state);
    write(this.#connection, { open: 'live', waiting: 'reconnecting', ended: 'ended' }[state]);
  }

  show({ living, rates, responses, counters, lost }: Overview): void {
    writePairs(
      this.#living,
      kinds.map(([kind, term]) => pair(term, living[kind]))
    );
    writePairs(this.#rates, [
      pair('calls/s', rates.calls),
      pair('in/s', rates.messagesIn),
      pair('out/s', rates.messagesOut),
      ...['1xx', '2xx', '3xx', '4xx', '5xx', '6xx'].map((term) => pair(term, responses[term] ?? 0, `class-${term}`))
    ]);
    const counted = Object.entries(counters).filter(([, count]) => count > 0);
    writePairs(
      this.#counters,
      counted.map(([term, count]) => pair(term, count))
    );
    this.#lost.hidden = lost === 0;
    write(this.#lost, `${formatCount(lost)} events lost: this page shows less than happened`);
  }
}
