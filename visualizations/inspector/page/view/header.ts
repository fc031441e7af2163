/** The line on top: whether we are connected, what lives, how much happens, what went wrong. */
import type { Overview, RowKind } from '../../protocol.ts';
import { formatCount } from '../model/words.ts';
import { find, mark, type Pair, write, writePairs } from './dom.ts';

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
      kinds.map(([kind, term]): Pair => ({ term, text: formatCount(living[kind]) }))
    );
    writePairs(this.#rates, [
      { term: 'calls/s', text: formatCount(Math.round(rates.calls)) },
      { term: 'in/s', text: formatCount(Math.round(rates.messagesIn)) },
      { term: 'out/s', text: formatCount(Math.round(rates.messagesOut)) },
      ...['1xx', '2xx', '3xx', '4xx', '5xx', '6xx'].map(
        (term): Pair => ({ term, text: formatCount(responses[term] ?? 0), tone: `class-${term}` })
      )
    ]);
    const counted = Object.entries(counters).filter(([, count]) => count > 0);
    writePairs(
      this.#counters,
      counted.map(([term, count]): Pair => ({ term, text: formatCount(count) }))
    );
    this.#lost.hidden = lost === 0;
    write(this.#lost, `${formatCount(lost)} events lost: this page shows less than happened`);
  }
}
