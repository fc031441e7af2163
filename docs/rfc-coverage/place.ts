/** Where a clause is cited, whatever cites it: a piece of code, a state or transition of a chart, a test's title. */
import type { Clause } from './clause.ts';

/** One citation, as the table shows it. */
export interface Place {
  readonly clause: Clause;
  /** From the root of the project, with slashes. */
  readonly file: string;
  /** What in the file: a declaration, a state, a title. Undefined is the file as a whole. */
  readonly what: string | undefined;
}
