/** Counts by the values of labels: what costs little when something happens, and is read when somebody asks. */

/** How often something happened, by the values of its labels. */
export class Counts<L extends string> {
  /** Their names. */
  readonly labels: readonly L[];
  readonly #cells = new Map<string, { readonly labels: Readonly<Record<L, string>>; count: number }>();

  constructor(...labels: readonly L[]) {
    this.labels = labels;
  }

  /** Adds to the count of these values, one for each label. */
  add(amount: number, ...values: readonly string[]): void {
    const key = values.join('\n');
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      const labels = Object.fromEntries(this.labels.map((label, i) => [label, values[i] ?? ''])) as Record<L, string>;
      this.#cells.set(key, (cell = { labels, count: 0 }));
    }
    cell.count += amount;
  }

  /** Every combination that was seen. */
  rows(): Iterable<{ readonly labels: Readonly<Record<L, string>>; readonly count: number }> {
    return this.#cells.values();
  }
}

/** So many names at most; those that come later are `other`. For names that programs give, and peers do not. */
export class FirstNames {
  readonly #known = new Set<string>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  of(name: string): string {
    if (this.#known.has(name)) return name;
    if (this.#known.size === this.#limit) return 'other';
    this.#known.add(name);
    return name;
  }
}
