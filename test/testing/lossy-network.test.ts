/** What the example prints. */
import { expect, test, vi } from 'vitest';

test('examples/lossy-network.ts: a call is up over any network, and leaves nothing behind', {
  timeout: 60_000
}, async () => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  const { ladder, broken } = await import('../../examples/lossy-network.ts');
  expect(broken).toEqual([]);
  expect(ladder).toEqual([
    '0.000 alice → bob INVITE',
    '0.010 bob → alice 200 INVITE',
    '0.020 alice → bob ACK (lost)',
    '0.510 bob → alice 200 INVITE (lost)',
    '1.510 bob → alice 200 INVITE (lost)',
    '3.510 bob → alice 200 INVITE',
    '3.520 alice → bob ACK',
    '10.000 alice → bob BYE',
    '10.010 bob → alice 200 BYE (lost)',
    '10.500 alice → bob BYE',
    '10.510 bob → alice 200 BYE'
  ]);
  expect(log).toHaveBeenCalledOnce();
  log.mockRestore();
});
