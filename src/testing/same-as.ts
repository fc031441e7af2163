/** A recording as a test. */
import { replay, type ReplayOptions } from '../replay/replay.ts';
import type { TraceEvent } from '../trace/event.ts';

/**
 * Resolves when a replay of the recording does all that was recorded; `logic` may be charts of another version.
 * @throws Error that says the first difference in words, or which calls could not be replayed
 * @throws UsageError `ERR_SIP_NOT_REPLAYABLE` when none could
 */
export async function expectSameAs(recording: readonly TraceEvent[], options: ReplayOptions = {}): Promise<void> {
  const { difference, omitted } = await replay(recording, options);
  if (difference !== undefined) throw new Error(difference.text);
  if (omitted.length === 0) return;
  const reasons = omitted.map(({ callId, reason }) => `${callId}: ${reason}`);
  throw new Error(`not everything can be replayed\n${reasons.join('\n')}`);
}
