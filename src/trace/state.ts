/** The state of a chart in words. */
import type { ChartState } from './event.ts';

/** `Confirmed.awaitingAck`; states side by side in brackets. */
export function formatState(state: ChartState): string {
  if (typeof state === 'string') return state;
  const parts = Object.entries(state).map(([outer, inner]) => `${outer}.${formatState(inner)}`);
  return parts.length === 1 ? parts.join() : `(${parts.join(', ')})`;
}
