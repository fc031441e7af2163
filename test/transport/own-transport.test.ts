/** A transport written by a user of the library, as examples/own-transport.ts shows it. */
import { beforeAll, expect, test, vi } from 'vitest';

let example: typeof import('../../examples/own-transport.ts');
const log = vi.spyOn(console, 'log').mockReturnValue();

// Loading it runs it, and loads the whole library.
beforeAll(async () => {
  example = await import('../../examples/own-transport.ts');
}, 60_000);

test('a transport is any actor that takes `send` and feeds `inbound`', () => {
  expect(example.capabilities.status).toBe(200);
  expect(example.capabilities.topmostVia.transport).toBe('MEM');
  expect(example.nobody).toContain('nobody is at 10.0.0.3');
  expect(log).toHaveBeenCalledOnce();
});
