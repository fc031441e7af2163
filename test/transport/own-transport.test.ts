/** A transport written by a user of the library, as examples/own-transport.ts shows it. */
import { expect, test, vi } from 'vitest';

test('a transport is any actor that takes `send` and feeds `inbound`', async () => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  const { capabilities, nobody } = await import('../../examples/own-transport.ts');
  expect(capabilities.status).toBe(200);
  expect(capabilities.topmostVia.transport).toBe('MEM');
  expect(nobody).toContain('nobody is at 10.0.0.3');
  expect(log).toHaveBeenCalledOnce();
  log.mockRestore();
});
