import { expect, test } from 'vitest';
import { nodeMemory } from '../../src/transport/node-memory.ts';

test('heap and what it holds outside, as a part of its limit; read again after 20 ms and not before', () => {
  let now = 0;
  const heap = { used_heap_size: 30, external_memory: 20, heap_size_limit: 100 };
  const memory = nodeMemory({ now: () => now }, () => heap);
  expect(memory()).toBe(0.5);
  heap.used_heap_size = 60;
  now = 19;
  expect(memory()).toBe(0.5);
  now = 20;
  expect(memory()).toBe(0.8);
});

test('of this process', () => {
  const used = nodeMemory()();
  expect(used).toBeGreaterThan(0);
  expect(used).toBeLessThan(1);
});
