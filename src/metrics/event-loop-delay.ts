/** How late Node's event loop is. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How often it is looked at, ms. */
const resolution = 10;

/** By how much timers were late since the last look, s. */
export interface EventLoopDelay {
  /** Each percentile: 50, 99, 100. */
  read(): ReadonlyMap<number, number>;
  stop(): void;
}

/** Begins to measure: a timer of Node's own, that runs no code of ours. */
export function measureEventLoopDelay(): EventLoopDelay {
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  // It records how far apart its timer fires, in ns.
  const seconds = (ns: number): number => Math.max(0, ns / 1e9 - resolution / 1e3);
  return {
    read() {
      const delays = new Map(
        [50, 99, 100].map((percentile) => [percentile, seconds(histogram.percentile(percentile))])
      );
      histogram.reset();
      return delays;
    },
    stop() {
      histogram.disable();
    }
  };
}
