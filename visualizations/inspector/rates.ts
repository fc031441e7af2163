/** How often things happened in the last second. */

const buckets = 10;
const width = 1000 / buckets;

/** Counts by name over the last second, in steps of a tenth. */
export class Rates<Name extends string> {
  readonly #places: ReadonlyMap<Name, number>;
  readonly #counts: readonly Uint32Array[];
  /** The number of the bucket that is counted in, from the clock's 0. */
  #current = 0;

  constructor(names: readonly Name[]) {
    this.#places = new Map(names.map((name, at) => [name, at]));
    this.#counts = Array.from({ length: buckets }, () => new Uint32Array(names.length));
  }

  /** One more, at a time of the stack's clock in ms. Constant in time. */
  count(name: Name, at: number): void {
    this.#moveTo(at);
    const counts = this.#counts[this.#current % buckets] as Uint32Array;
    const place = this.#places.get(name) as number;
    counts[place] = (counts[place] ?? 0) + 1;
  }

  /** How many of each there were in the second before. */
  read(at: number): Readonly<Record<Name, number>> {
    this.#moveTo(at);
    const sum = (place: number): number => this.#counts.reduce((total, counts) => total + (counts[place] ?? 0), 0);
    return Object.fromEntries([...this.#places].map(([name, place]) => [name, sum(place)])) as Record<Name, number>;
  }

  #moveTo(at: number): void {
    const bucket = Math.max(this.#current, Math.floor(at / width));
    const steps = Math.min(bucket - this.#current, buckets);
    for (let step = 0; step < steps; step++) this.#counts[(bucket - step) % buckets]?.fill(0);
    this.#current = bucket;
  }
}
