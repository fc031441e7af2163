/** How much of its memory a Node process has in use. */
import { getHeapStatistics, type HeapInfo } from 'node:v8';
import type { MemoryGauge } from '../stack/admission.ts';
import type { Clock } from '../stack/clock.ts';
import { nodeClock } from './node-clock.ts';

type Heap = Pick<HeapInfo, 'used_heap_size' | 'external_memory' | 'heap_size_limit'>;

/** How long a reading is good for, ms: at most some MiB are allocated in that time. */
const fresh = 20;

/**
 * The heap, with the bytes that it holds outside (bodies of messages), as a part of the heap's limit. Read at most every
 * 20 ms: asking in between costs no more than a look at the clock.
 */
export function nodeMemory(clock: Pick<Clock, 'now'> = nodeClock, read: () => Heap = getHeapStatistics): MemoryGauge {
  let readAt = Number.NEGATIVE_INFINITY;
  let used = 0;
  return () => {
    const now = clock.now();
    if (now - readAt >= fresh) {
      const { used_heap_size, external_memory, heap_size_limit } = read();
      used = (used_heap_size + external_memory) / heap_size_limit;
      readAt = now;
    }
    return used;
  };
}
