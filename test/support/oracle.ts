/** The tables in `test/machines/oracle`: what each transaction does by the RFC's text, a row for every pair of state and event. */
import { readFileSync } from 'node:fs';
import type { Timers } from '../../src/transaction/timers.ts';

/** One row, of one event. */
export interface Row {
  readonly state: string;
  /** What the chart is told, with its variant, or the timer that fires: `user.1xx 183`, `timerA`. */
  readonly event: string;
  /** `UDP`, `TCP`, or empty for both. */
  readonly over: string;
  /** Empty when the event is not expected there. */
  readonly next: string;
  readonly sends: string;
  readonly tells: string;
  readonly timers: string;
  readonly clause: string;
}

/** A whole table. */
export class Oracle {
  readonly name: string;
  readonly rows: readonly Row[];

  /** Reads the table of a file by its name. @throws Error for a line that is no row */
  constructor(name: string) {
    this.name = name;
    const text = readFileSync(new URL(`../machines/oracle/${name}.md`, import.meta.url), 'utf8');
    const lines = text.split('\n').filter((line) => line.startsWith('|'));
    this.rows = lines.slice(2).flatMap((line) => {
      const cells = line.split('|').slice(1, -1);
      const [state, events, over, next, sends, tells, timers, clause] = cells.map((cell) => cell.trim());
      if (cells.length !== 8 || !clause) throw new Error(`${name}: not a row: ${line}`);
      return (events ?? '')
        .split(', ')
        .map((event) => ({ state, event, over, next, sends, tells, timers, clause }) as Row);
    });
  }

  /** The states in which something can still happen, in the order of the table. */
  get states(): readonly string[] {
    return [...new Set(this.rows.map(({ state }) => state).filter((state) => state !== ''))];
  }

  /** What may be told in any state, timers aside. */
  get events(): readonly string[] {
    const told = this.rows.map(({ event }) => event).filter((event) => event.includes('.'));
    return [...new Set(told)];
  }

  /** The one row of a pair. @throws Error when there is none, or more than one */
  row(state: string, event: string, over: string): Row {
    const rows = this.rows.filter(
      (row) => row.state === state && row.event === event && (row.over === '' || row.over === over)
    );
    const [row] = rows;
    if (row === undefined || rows.length > 1)
      throw new Error(`${this.name}: ${String(rows.length)} rows for ${event} in ${state} over ${over}`);
    return row;
  }
}

/** What an interval of a table is in milliseconds; `last` gives the last interval of a timer. */
export function intervalOf(text: string, timers: Timers, last: (timer: string) => number): number {
  const least = /^min\((.+),(.+)\)$/.exec(text);
  if (least !== null) {
    const [, a = '', b = ''] = least;
    return Math.min(intervalOf(a, timers, last), intervalOf(b, timers, last));
  }
  const multiple = /^(\d*)(T1|T2|T4)$/.exec(text);
  if (multiple !== null)
    return Number(multiple[1] === '' ? 1 : multiple[1]) * timers[multiple[2] as 'T1' | 'T2' | 'T4'];
  const twice = /^2([A-Z])$/.exec(text)?.[1];
  if (twice !== undefined) return 2 * last(`timer${twice}`);
  const plain = /^(\d+)(ms|s)?$/.exec(text);
  if (plain === null) throw new Error(`not an interval: ${text}`);
  return Number(plain[1]) * (plain[2] === 's' ? 1000 : 1);
}
